import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { MockResponse } from '../message/response.ts';
import { firstHalf } from '../message/web-response.ts';
import { tcpSocketOf } from './connections.ts';

/** How long a client may go on sending a body after it was refused unread, in milliseconds. */
const LINGER = 500;

/** Sends a response, or breaks the connection if its fault says so. */
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
    outgoing.writeHead(status, headers).end();
    return;
  }
  outgoing.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  if (connectionFault === 'truncate') outgoing.write(firstHalf(body), () => outgoing.destroy());
  else outgoing.end(body);
}

function resetConnection(outgoing: ServerResponse): void {
  const reset = (socket: Socket) => tcpSocketOf(socket).resetAndDestroy();
  if (outgoing.socket) reset(outgoing.socket);
  // A pipelined request gets its socket once earlier responses are written. A reset inside that event would be lost.
  else outgoing.once('socket', (socket: Socket) => setImmediate(reset, socket));
}

/** Disconnects a client that does not stop sending: after a response, Node reads the rest of the request and discards it. */
function destroyAfterLinger(incoming: IncomingMessage): void {
  setTimeout(() => {
    if (!incoming.complete) incoming.destroy();
  }, LINGER).unref();
}
