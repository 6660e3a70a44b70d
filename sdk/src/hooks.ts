import type { AttemptEvent, ClientOptions, OutcomeEvent } from './options.ts';

const SECRET = /auth|cookie|key|token|secret|session|password/i;

/** The headers as they may be shown: the values of those that may hold a secret are not. */
export function redacted(headers: Headers): Record<string, string> {
  return Object.fromEntries([...headers].map(([name, value]) => [name, SECRET.test(name) ? '[redacted]' : value]));
}

/** Tells the hooks of an attempt or an outcome. */
export function tell({ onAttempt, onOutcome, debug }: ClientOptions, event: AttemptEvent | OutcomeEvent): void {
  const { operation, error, duration } = event;
  let line = `${operation}: ${error?.message ?? 'done'} after ${Math.round(duration)} ms`;
  if ('attempt' in event) {
    const { method, url, attempt, status, retryIn } = event;
    line = `#${attempt} ${method} ${url} ${status ?? ''} ${line}`;
    if (retryIn !== undefined) line += `, again in ${Math.round(retryIn)} ms`;
    guarded(onAttempt, event);
  } else guarded(onOutcome, event);
  guarded(debug, line, event);
}

/** Calls a hook. What it throws is reported as an uncaught error, and does not disturb the call. */
export function guarded<A extends unknown[]>(hook: ((...args: A) => void) | undefined, ...args: A): void {
  try {
    hook?.(...args);
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
