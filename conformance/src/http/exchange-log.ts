import type { Exchange } from '../message/exchange.ts';
import type { RequestSpec } from '../message/request.ts';
import type { Secrets } from './secrets.ts';

/** How many characters of each text of a response an exchange keeps. */
const SHOWN = 2_000;
/** How many characters of a path and of a body an exchange keeps: all that checks send, so that the request can be repeated. */
const SENT = { path: 10_000, body: 300_000 };

/** The exchange of a request that is about to be sent. `sentAt` is in milliseconds from the start of the run. */
export function beginExchange(
  { method, path, headers, body, bare }: RequestSpec,
  url: string,
  secrets: Secrets,
  sentAt: number,
): Exchange {
  const { shown, excerpt } = secrets;
  const text = typeof body === 'string' ? body : new TextDecoder().decode(body);
  return {
    method,
    url: url + excerpt(path, SENT.path),
    headers: { ...(bare ? {} : shown), ...headers },
    ...(body !== undefined && { body: excerpt(text, SENT.body) }),
    sentAt,
    durationMs: 0,
  };
}

/** Adds the response to an exchange. */
export function completeExchange(
  exchange: Exchange,
  { status, headers }: Response,
  text: string,
  secrets: Secrets,
): void {
  exchange.status = status;
  exchange.responseHeaders = shownHeaders(headers, secrets);
  exchange.text = secrets.excerpt(text, SHOWN);
  if (text.length > SHOWN) exchange.textLength = text.length;
}

/** Adds the reason why there is no response to an exchange. */
export function failExchange(exchange: Exchange, error: unknown, { excerpt }: Secrets): void {
  exchange.error = excerpt(reasonOf(error), SHOWN);
}

/** As many headers as an exchange keeps. A server may repeat a secret in their names too. */
function shownHeaders(headers: Headers, { excerpt }: Secrets): Record<string, string> {
  let length = 0;
  const kept = [...headers].filter(([name, value]) => {
    length += name.length + value.length;
    return length <= SHOWN;
  });
  return Object.fromEntries(kept.map(([name, value]) => [excerpt(name, SHOWN), excerpt(value, SHOWN)]));
}

/** Why fetch failed. Its own message is only `fetch failed`; the cause says more. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (!(cause instanceof Error)) return error.message;
  const { code } = cause as NodeJS.ErrnoException;
  const named = typeof code === 'string' && !cause.message.includes(code);
  return (named ? `${code} ${cause.message}` : cause.message).trim();
}
