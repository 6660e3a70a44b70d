import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { bodyLimit } from '@referral-codes/sdk/contract';
import type { Answer } from './answer.ts';
import { join, type ReadBody } from './body.ts';
import type { Asked } from './request.ts';
import { half } from './response.ts';

const PLAIN_TARGET = /^\/[\w\-./~!$&'()*+,;=:@%?]*$/;
const DOT_SEGMENT = /\/\.\.?(?:[/?]|$)/;
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

/** Headers as Node has parsed them; a Request's would be parsed again, and keep the socket as long as they are kept. */
export const askedBy = ({ method = 'GET', headers, rawHeaders }: IncomingMessage, url: string): Asked => ({
  method,
  url,
  rawHeaders,
  headers: { get: (name) => (headers[name] as string | undefined) ?? null },
});

/** Until the client gives up, or the server closes. */
export function keepOpen(outgoing: ServerResponse, unending: Set<ServerResponse>): void {
  unending.add(outgoing);
  outgoing.on('close', () => unending.delete(outgoing));
}

/** Straight to the socket: a Response would be taken apart again. */
export function send(outgoing: ServerResponse, { status, headers, body, wire }: Answer): void {
  if (outgoing.destroyed) return;
  if (wire === 'reset') {
    (outgoing.socket as Socket).resetAndDestroy();
    return;
  }
  outgoing.writeHead(status, body === null ? headers : { ...headers, 'content-length': Buffer.byteLength(body) });
  if (wire === 'truncate') outgoing.write(half(body ?? ''), () => outgoing.destroy());
  else outgoing.end(body);
}

/** Counts what comes, whatever Content-Length says; the bridge cuts off what is left unread. */
export const incomingBody =
  (incoming: IncomingMessage): ReadBody =>
  () =>
    new Promise((resolve, reject) => {
      const chunks: Uint8Array[] = [];
      let length = 0;
      incoming.on('data', (chunk: Uint8Array) => {
        length += chunk.length;
        if (length > bodyLimit) resolve(undefined);
        else chunks.push(chunk);
      });
      incoming.on('end', () => resolve(join(chunks, length)));
      incoming.on('close', () => {
        if (!incoming.complete) reject(new Error('the client went away before its request was whole'));
      });
    });
