import type { IncomingMessage } from 'node:http';
import { bodyLimit } from '@referral-codes/sdk/contract';
import { join, type ReadBody } from '../message/body.ts';
import type { MockRequest } from '../message/request.ts';

const PLAIN_TARGET = /^\/[\w\-./~!$&'()*+,;=:@%?]*$/;
const DOT_SEGMENT = /\/(?:\.|%2e)/i;
const PLAIN_HOST = /^[a-z\d.-]+(?::[1-9]\d{0,4})?$/;
/** What the URL parser would take for something else, or leave out. */
const FORBIDDEN_IN_HOST = /[/\\?#@\s]/;
const FORBIDDEN_IN_TARGET = /[\\\s]/;

/** Where a request is sent. */
interface Destination {
  /** Scheme, host and port. */
  readonly origin: string;
  /** Path and query, as they stand in the URL. */
  readonly target: string;
}

/** The URL of a request in its parts; undefined if its target and its Host header make none. */
export function destinationOf({ url = '', headers }: IncomingMessage, scheme: string): Destination | undefined {
  const { host = '' } = headers;
  // Nearly every request is so, and parsing a URL takes as long as answering it.
  if (PLAIN_TARGET.test(url) && !DOT_SEGMENT.test(url) && PLAIN_HOST.test(host))
    return { origin: `${scheme}://${host}`, target: url };
  if (FORBIDDEN_IN_HOST.test(host) || FORBIDDEN_IN_TARGET.test(url)) return undefined;
  const isAbsolute = /^https?:\/\//i.test(url);
  const text = isAbsolute ? url : `${scheme}://${host}${url}`;
  if ((!isAbsolute && !url.startsWith('/')) || !URL.canParse(text)) return undefined;
  const { origin, pathname, search } = new URL(text);
  return { origin, target: pathname + search };
}

/** A request with its headers as Node has parsed them. */
export class IncomingMockRequest implements MockRequest {
  readonly method: string;
  readonly origin: string;
  readonly target: string;
  readonly headers: readonly string[];
  readonly #parsed: IncomingMessage['headers'];

  constructor({ method = 'GET', headers, rawHeaders }: IncomingMessage, { origin, target }: Destination) {
    this.method = method;
    this.origin = origin;
    this.target = target;
    this.headers = rawHeaders;
    this.#parsed = headers;
  }

  header(name: string): string | null {
    return (this.#parsed[name] as string | undefined) ?? null;
  }
}

/**
 * Calls back once, when the body has been read, when it is known to be longer than the contract allows, or when its sender
 * has gone. A body that is too long is not read to its end.
 */
export function whenRead(incoming: IncomingMessage, ready: (readBody: ReadBody) => void): void {
  const { 'content-length': length = '0', 'transfer-encoding': coding } = incoming.headers;
  if (coding === undefined && Number(length) === 0) ready(() => NOTHING);
  else if (Number(length) > bodyLimit) ready(() => undefined);
  else collect(incoming, ready);
}

function collect(incoming: IncomingMessage, ready: (readBody: ReadBody) => void): void {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const finish = (readBody: ReadBody) => {
    incoming.off('data', add).off('end', end).off('close', close);
    ready(readBody);
  };
  const add = (chunk: Uint8Array) => {
    chunks.push(chunk);
    size += chunk.length;
    if (size > bodyLimit) finish(() => undefined);
  };
  const end = () => finish(() => join(chunks, size));
  const close = () => finish(() => Promise.reject(new Error('the client went away before its request was whole')));
  incoming.on('data', add).on('end', end).on('close', close);
}

const NOTHING = new Uint8Array();
