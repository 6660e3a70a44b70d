import type { AttemptEvent, ClientOptions, OutcomeEvent } from './options.ts';

/** The headers whose values are known to contain no secret. */
const SHOWN = /^(accept|accept-language|content-type|traceparent|x-request-id)$/;

/** The headers with every value hidden that may be a secret. */
export function redacted(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, SHOWN.test(name) ? value : '[hidden]']),
  );
}

/** Passes an event to its hook, and as a line of JSON to `debug`. */
export function report<E extends AttemptEvent | OutcomeEvent>(
  { debug }: ClientOptions,
  hook: ((event: E) => void) | undefined,
  event: E,
): void {
  callHook(hook, event);
  // The error's response has headers that may be secrets, so a line shows only the message.
  if (debug) callHook(debug, JSON.stringify({ ...event, error: event.error?.message }));
}

/** Calls a hook. An error that it throws is reported as an uncaught error, and does not affect the call. */
export function callHook<T>(hook: ((argument: T) => void) | undefined, argument: T): void {
  try {
    hook?.(argument);
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
