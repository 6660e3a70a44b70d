import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { bodyLimit } from '@referral-codes/sdk/contract';
import { join, type ReadBody } from '../message/body.ts';
import type { MockRequest } from '../message/request.ts';
import type { MockResponse } from '../message/response.ts';
import { half } from '../message/web-response.ts';
import { tcpOf } from './connections.ts';

const PLAIN_TARGET = /^\/[\w\-./~!$&'()*+,;=:@%?]*$/;
const DOT_SEGMENT = /\/(?:\.|%2e)/i;
const PLAIN_HOST = /^[a-z\d.-]+(?::[1-9]\d{0,4})?$/;

/**
 * Whether a request needs nothing of the bridge: its target and Host are a URL's as they stand, and it has no body or one
 * of a length that will be read.
 */
export function isPlain({ url = '', headers }: IncomingMessage): boolean {
  return (
    PLAIN_TARGET.test(url) &&
    !DOT_SEGMENT.test(url) &&
    PLAIN_HOST.test(headers.host ?? '') &&
    headers['transfer-encoding'] === undefined &&
    Number(headers['content-length'] ?? 0) <= bodyLimit
  );
}

/** A request with its headers as Node has parsed them; a Request's would be parsed again. */
export class IncomingMockRequest implements MockRequest {
  readonly method: string;
  readonly origin: string;
  readonly target: string;
  readonly headers: readonly string[];
  readonly #parsed: IncomingMessage['headers'];

  constructor({ method = 'GET', headers, rawHeaders }: IncomingMessage, origin: string, target: string) {
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

/** Straight to the socket: a Response would be taken apart again. */
export function send(outgoing: ServerResponse, { status, headers, body, connectionFault: wire }: MockResponse): void {
  if (outgoing.destroyed) return;
  if (wire === 'reset') {
    if (outgoing.socket) reset(outgoing.socket);
    // A pipelined request has no socket until the responses before it are written; a reset within that event gets lost.
    else outgoing.once('socket', (socket: Socket) => setImmediate(reset, socket));
    return;
  }
  if (body === null) {
    outgoing.writeHead(status, headers as string[]).end();
    return;
  }
  const length = Buffer.byteLength(body);
  outgoing.writeHead(status, [...headers, 'content-length', String(length)]);
  if (wire === 'truncate') outgoing.write(half(body), () => outgoing.destroy());
  // With a byte for each character it is ASCII, which goes out quicker as what it also is.
  else outgoing.end(body, length === body.length ? 'latin1' : 'utf8');
}

const reset = (socket: Socket): unknown => tcpOf(socket).resetAndDestroy();

/** Calls back once a plain request's body is there, or its sender has gone. Through a web stream it would take far longer. */
export function receive(incoming: IncomingMessage, ready: (readBody: ReadBody) => void): void {
  if (!Number(incoming.headers['content-length'])) {
    ready(() => NOTHING);
    return;
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  incoming.on('data', (chunk: Uint8Array) => {
    chunks.push(chunk);
    length += chunk.length;
  });
  incoming.on('end', () => ready(() => join(chunks, length)));
  incoming.on('close', () => {
    if (!incoming.complete) ready(() => Promise.reject(new Error('the client went away before its request was whole')));
  });
}

const NOTHING = new Uint8Array();
