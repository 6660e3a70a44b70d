import { CannotJudge } from '../errors.ts';
import { secretsOf } from '../http/secrets.ts';
import type { TransportOptions } from '../http/transport.ts';

/** The server under test. */
export interface Target {
  /** The server URL: origin and mount. A slash at its end is ignored. */
  url: string;
  /** @default the global fetch at the time of each request */
  fetch?: typeof fetch;
  /** Sent with every request, for example to a gateway. No report contains their values. */
  headers?: Readonly<Record<string, string>>;
}

/** How to send requests to a target. `timeoutMs` is in milliseconds. */
export function transportOptions(target: Target, { timeoutMs = 10_000 }: { timeoutMs?: number }): TransportOptions {
  // The message must not repeat the URL.
  if (/^[\w+.-]+:\/*[^/?#]*@/.test(target.url))
    throw new CannotJudge('no credentials in the server URL: give them as a header, authorization');
  return {
    url: target.url.replace(/\/+$/, ''),
    fetch: target.fetch ?? ((input, init) => globalThis.fetch(input, init)),
    secrets: secretsOf(target.headers),
    timeoutMs,
  };
}
