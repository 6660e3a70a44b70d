import type { Exchange } from '../message/exchange.ts';
import { isRead } from '../message/request.ts';

/** How many writes are added to a proof: the last ones. */
const MOST = 20;

/**
 * The proof of a violation together with the writes of its check that concern the same records, in the order in which they
 * were sent. Without the creates and changes before it, the last request of a proof would get another response.
 *
 * @param token a part of every value that the run generates
 */
export function completeProof(proof: readonly Exchange[], all: readonly Exchange[], token: string): Exchange[] {
  const last = proof.at(-1);
  if (!last) return [];
  const names = new Set(proof.flatMap((exchange) => namesIn(exchange, token)));
  const isNamed = (exchange: Exchange): boolean =>
    namesIn(exchange, token).some((name) => names.has(name)) || [...names].some((name) => isIn(name, exchange.url));
  // The ids of the records, and the records that have the same mentor, organisation or code.
  for (const exchange of all) {
    const id = createdId(exchange);
    const isProof = id !== undefined && proof.some(({ url }) => isIn(id, url));
    if (!isProof && !(id !== undefined && isNamed(exchange))) continue;
    for (const name of [id, ...namesIn(exchange, token)]) names.add(name);
  }
  const writes = all.filter((exchange) => !isRead(exchange.method) && isNamed(exchange)).slice(-MOST);
  const others = new Set([...writes, ...proof]);
  others.delete(last);
  return [...[...others].sort((one, other) => one.sentAt - other.sentAt), last];
}

/** The id in the response to a create. */
export function createdId({ method, status = 0, text = '' }: Exchange): string | undefined {
  if (method !== 'POST' || status < 200 || status > 299) return undefined;
  return text.match(/"id"\s*:\s*"?([^"\s,}]+)/)?.[1];
}

/** Whether an id is a part of a path. */
const isIn = (id: string, url: string): boolean => url.endsWith(`/${encodeURIComponent(id)}`);

/** The values of the run in a request. Each is searched for from the beginning of a word only, because a body may be one long word. */
const namesIn = ({ url, body = '' }: Exchange, token: string): string[] =>
  `${url} ${body}`.match(new RegExp(`(?<![\\w-])[\\w-]*${token}[\\w-]*`, 'gi')) ?? [];
