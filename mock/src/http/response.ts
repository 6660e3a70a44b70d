import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { MockResponse } from '../message/response.ts';
import { half } from '../message/web-response.ts';
import { tcpOf } from './connections.ts';

/** For so long a client may go on sending a body that was refused unread, in milliseconds. */
const LINGER = 500;

/** Writes a response, or breaks the connection off as its fault has it. */
export function send(
  outgoing: ServerResponse<IncomingMessage>,
  { status, headers, body, connectionFault }: MockResponse,
): void {
  if (outgoing.destroyed) return;
  if (connectionFault === 'reset') {
    if (outgoing.socket) reset(outgoing.socket);
    // A pipelined request has no socket until the responses before it are written; a reset within that event gets lost.
    else outgoing.once('socket', (socket: Socket) => setImmediate(reset, socket));
    return;
  }
  if (!outgoing.req.complete) cutOff(outgoing.req);
  if (body === null) {
    outgoing.writeHead(status, headers as string[]).end();
    return;
  }
  const length = Buffer.byteLength(body);
  outgoing.writeHead(status, [...headers, 'content-length', String(length)]);
  if (connectionFault === 'truncate') outgoing.write(half(body), () => outgoing.destroy());
  // With a byte for each character it is ASCII, which goes out quicker as what it also is.
  else outgoing.end(body, length === body.length ? 'latin1' : 'utf8');
}

const reset = (socket: Socket): unknown => tcpOf(socket).resetAndDestroy();

/** Lets go of a client that does not stop sending. Node reads on and throws away what comes after a response. */
function cutOff(incoming: IncomingMessage): void {
  setTimeout(() => {
    if (!incoming.complete) incoming.destroy();
  }, LINGER).unref();
}
