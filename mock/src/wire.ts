import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { bodyLimit } from '@referral-codes/sdk/contract';
import type { Answer } from './answer.ts';
import { join, type ReadBody } from './body.ts';
import type { Asked } from './request.ts';
import { half } from './response.ts';

/** Headers as Node has parsed them: the bridge's would be parsed again, and keep the socket as long as they are kept. */
export const askedBy = ({ method, url }: Request, { headers, rawHeaders }: IncomingMessage): Asked => ({
  method,
  url,
  rawHeaders,
  headers: { get: (name) => (headers[name.toLowerCase()] as string | undefined) ?? null },
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
      incoming.on('error', reject);
      incoming.on('close', () => reject(new Error('the client went away before its request was whole')));
    });
