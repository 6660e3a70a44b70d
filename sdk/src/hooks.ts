import type { AttemptEvent, ClientOptions, OutcomeEvent } from './options.ts';

/** The headers of which it is known that they hold no secret. */
const SHOWN = /^(accept|accept-language|content-type|traceparent|x-request-id)$/;

/** The headers as they may be shown: all of their names, and the values of those few. */
export function redacted(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, SHOWN.test(name) ? value : '[hidden]']),
  );
}

/** Tells the hooks of an attempt or an outcome. */
export function tell({ onAttempt, onOutcome, debug }: ClientOptions, event: AttemptEvent | OutcomeEvent): void {
  if ('attempt' in event) guarded(onAttempt, event);
  else guarded(onOutcome, event);
  // An error carries its answer, whose headers may hold a secret too: a line shows its message.
  guarded(debug, JSON.stringify({ ...event, error: event.error?.message }));
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
