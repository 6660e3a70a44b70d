import type { IncomingMessage } from 'node:http';
import { bodyLimit } from '@referral-codes/sdk/contract';
import { join } from '../message/body.ts';
import type { MockRequest } from '../message/request.ts';

/** A host and a target that the URL parser leaves as they are. */
const PLAIN_HOST = /^[a-z\d.-]+(?::[1-9]\d{0,4})?$/;
const PLAIN_TARGET = /^\/[\w\-/]*(?:\?[\w\-=&]*)?$/;
/** Characters that would end the host or the path, or that the URL parser would change or leave out. */
const FORBIDDEN_IN_HOST = /[/\\?#@\s]/;
const FORBIDDEN_IN_TARGET = /[\\\s]/;

/** A request of node:http without its body; undefined if its target and its Host header do not make a valid URL. */
export function mockRequestOf(incoming: IncomingMessage, scheme: string): MockRequest | undefined {
  const { method = 'GET', headers, rawHeaders } = incoming;
  const url = splitUrl(incoming, scheme);
  if (!url) return undefined;
  return {
    method,
    origin: url.origin,
    target: url.target,
    headers: rawHeaders,
    header: (name) => (headers[name] as string | undefined) ?? null,
  };
}

function splitUrl({ url = '', headers: { host = '' } }: IncomingMessage, scheme: string) {
  // What the URL parser would not change is not parsed: that takes a tenth of the processor time of a GET.
  if (PLAIN_HOST.test(host) && PLAIN_TARGET.test(url)) return { origin: `${scheme}://${host}`, target: url };
  if (FORBIDDEN_IN_HOST.test(host) || FORBIDDEN_IN_TARGET.test(url)) return undefined;
  const isAbsolute = /^https?:\/\//i.test(url);
  const text = isAbsolute ? url : `${scheme}://${host}${url}`;
  if ((!isAbsolute && !url.startsWith('/')) || !URL.canParse(text)) return undefined;
  const { origin, pathname, search } = new URL(text);
  return { origin, target: pathname + search };
}

/**
 * Reads a request's body. Resolves with undefined, and reads no further, if it is longer than the contract allows.
 * @throws Error if the client disconnects.
 */
export function readBody(incoming: IncomingMessage): Promise<Uint8Array | undefined> {
  if (Number(incoming.headers['content-length'] ?? 0) > bodyLimit) return Promise.resolve(undefined);
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    let length = 0;
    const add = (chunk: Uint8Array) => {
      chunks.push(chunk);
      length += chunk.length;
      if (length > bodyLimit) finish(undefined);
    };
    const end = () => finish(join(chunks, length));
    const close = () => reject(new Error('the client disconnected before its request was complete'));
    const finish = (body: Uint8Array | undefined) => {
      incoming.off('data', add).off('end', end).off('close', close);
      resolve(body);
    };
    incoming.on('data', add).on('end', end).on('close', close);
  });
}
