import type { IncomingMessage } from 'node:http';
import { bodyLimit } from '@referral-codes/sdk/contract';
import { join } from '../message/body.ts';
import type { MockRequest } from '../message/request.ts';

/** Characters that would end the host or the path, or that the URL parser would change or leave out. */
const FORBIDDEN_IN_HOST = /[/\\?#@\s]/;
const FORBIDDEN_IN_TARGET = /[\\\s]/;

/** A request of node:http without its body; undefined if its target and its Host header do not make a valid URL. */
export function mockRequestOf(incoming: IncomingMessage, scheme: string): MockRequest | undefined {
  const { method = 'GET', headers, rawHeaders } = incoming;
  const url = urlOf(incoming, scheme);
  if (!url) return undefined;
  return {
    method,
    origin: url.origin,
    target: url.pathname + url.search,
    headers: rawHeaders,
    header: (name) => (headers[name] as string | undefined) ?? null,
  };
}

function urlOf({ url = '', headers: { host = '' } }: IncomingMessage, scheme: string): URL | undefined {
  if (FORBIDDEN_IN_HOST.test(host) || FORBIDDEN_IN_TARGET.test(url)) return undefined;
  const isAbsolute = /^https?:\/\//i.test(url);
  const text = isAbsolute ? url : `${scheme}://${host}${url}`;
  return (isAbsolute || url.startsWith('/')) && URL.canParse(text) ? new URL(text) : undefined;
}

/**
 * Reads a request's body. Resolves with undefined, and reads no further, if it is longer than the contract allows.
 * @throws the stream's error if the client disconnects.
 */
export async function readBody(incoming: IncomingMessage): Promise<Uint8Array | undefined> {
  if (Number(incoming.headers['content-length'] ?? 0) > bodyLimit) return undefined;
  const chunks: Uint8Array[] = [];
  let length = 0;
  // The connection is still needed for the response.
  for await (const chunk of incoming.iterator({ destroyOnReturn: false })) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > bodyLimit) return undefined;
  }
  return join(chunks, length);
}
