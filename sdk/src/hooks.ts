import type { AttemptEvent, ClientOptions, OutcomeEvent } from './options.ts';

const SECRET = /auth|cookie|key|token|secret|session|password/i;

/** The headers as they may be shown: the values of those that may hold a secret are not. */
export function redacted(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, SECRET.test(name) ? '[redacted]' : value]),
  );
}

/** Tells the hooks of an attempt or an outcome. */
export function tell({ onAttempt, onOutcome, debug }: ClientOptions, event: AttemptEvent | OutcomeEvent): void {
  const { operation, error, duration } = event;
  const end = `${error?.message ?? 'done'} (${Math.round(duration)} ms)`;
  if ('attempt' in event) {
    const { method, url, attempt, status = '', retryIn } = event;
    guarded(onAttempt, event);
    const next = retryIn === undefined ? '' : `, again in ${Math.round(retryIn)} ms`;
    guarded(debug, `${operation} ${method} ${url} #${attempt}: ${status} ${end}${next}`, event);
  } else {
    guarded(onOutcome, event);
    guarded(debug, `${operation}: ${end}, requests: ${event.attempts}`, event);
  }
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
