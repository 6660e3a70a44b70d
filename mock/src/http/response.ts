import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { MockResponse } from '../message/response.ts';
import { firstHalf } from '../message/web-response.ts';
import { tcpSocketOf } from './connections.ts';

/** How long a client may continue to send a body after the response was sent, in milliseconds. */
const LINGER = 500;

/** Sends a response, or breaks the connection if its `connectionFault` demands that. */
export function send(
  outgoing: ServerResponse<IncomingMessage>,
  { status, headers, body, connectionFault }: MockResponse,
): void {
  if (outgoing.destroyed) return;
  if (connectionFault === 'reset') {
    resetConnection(outgoing);
    return;
  }
  if (!outgoing.req.complete) destroyAfterLinger(outgoing.req);
  if (body === null) {
    outgoing.writeHead(status, [...headers]).end();
    return;
  }
  const length = Buffer.byteLength(body);
  outgoing.writeHead(status, [...headers, 'content-length', String(length)]);
  if (connectionFault === 'truncate') outgoing.write(firstHalf(body), () => outgoing.destroy());
  // ASCII is the same in Latin-1, which Node writes faster: a POST takes nine tenths of the processor time.
  else outgoing.end(body, length === body.length ? 'latin1' : 'utf8');
}

function resetConnection(outgoing: ServerResponse): void {
  const reset = (socket: Socket) => tcpSocketOf(socket).resetAndDestroy();
  if (outgoing.socket) reset(outgoing.socket);
  // A pipelined request gets its socket once earlier responses are written. A reset inside that event would be lost.
  else outgoing.once('socket', (socket: Socket) => setImmediate(reset, socket));
}

/** Disconnects a client that continues to send. Without this, Node would read and discard the rest of the request. */
function destroyAfterLinger(incoming: IncomingMessage): void {
  setTimeout(() => {
    if (!incoming.complete) incoming.destroy();
  }, LINGER).unref();
}
