import type { ReferralCodesError } from './errors.ts';
import type { ClientOptions } from './options.ts';

/** The headers whose values are known to contain no secret. */
const SHOWN = /^(accept|accept-language|content-type|traceparent|x-request-id)$/;

/** The headers with every value hidden that may be a secret. */
const redacted = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, SHOWN.test(name) ? value : '[hidden]']));

/** Passes an event to its hook, and as a line of JSON to `debug`. */
export function report<E extends object>(
  { debug }: Pick<ClientOptions, 'debug'>,
  hook: ((event: E) => void) | undefined,
  event: E & { headers?: Readonly<Record<string, string>>; error?: ReferralCodesError | undefined },
): void {
  if (!hook && !debug) return;
  const shown = event.headers ? { ...event, headers: redacted(event.headers) } : event;
  void callHook(hook, shown);
  // The error's response has headers that may be secrets, so a line shows only the message.
  if (debug) void callHook(debug, JSON.stringify({ ...shown, error: event.error?.message }));
}

/** Calls a hook. An error that it throws is reported as an unhandled rejection, and does not affect the call. */
export const callHook = async <T>(hook: ((argument: T) => void) | undefined, argument: T): Promise<void> =>
  hook?.(argument);
