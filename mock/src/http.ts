import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { getRequestListener, type HttpBindings, RequestError } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { bodyLimit, mounts } from '@referral-codes/sdk/contract';
import { type Answer, refusalAnswer } from './answer.ts';
import { join, type ReadBody } from './body.ts';
import { answerControl, CONTROL_PREFIX } from './control-api.ts';
import { isLoopback } from './guard.ts';
import type { Mock } from './mock.ts';
import type { Asked } from './request.ts';
import { half } from './response.ts';

export interface ServeOptions {
  /** 0, which is any free port, unless given. */
  port?: number;
  /** 127.0.0.1, which only this machine reaches, unless given. */
  host?: string;
}

export interface ServedMock {
  readonly port: number;
  readonly origin: string;
  /** The server URL under the documented mount. */
  readonly url: string;
  /** The server URL under each mount, the documented one first. */
  readonly urls: readonly string[];
  /** What the control API asks for where the mock listens beyond loopback. */
  readonly token: string | undefined;
  /** Takes no more connections and resolves once what was begun is answered; after `grace` milliseconds (10 000 unless given) it breaks off the rest. */
  close(grace?: number): Promise<void>;
}

/** How long a client may take to send its headers, and all of its request, in milliseconds. */
const LIMITS = { headersTimeout: 10_000, requestTimeout: 30_000 };

/** Serves a mock over HTTP. Rejects with the system's error where the address cannot be listened on. */
export async function serve(mock: Mock, { port = 0, host = '127.0.0.1' }: ServeOptions = {}): Promise<ServedMock> {
  const guard = { host, token: isLoopback(host) ? undefined : crypto.randomUUID() };
  let closing = false;
  const unending = new Set<ServerResponse>();
  const listener = getRequestListener(
    async (request, env) => {
      const { incoming, outgoing } = env as HttpBindings;
      if (incoming.url?.startsWith(CONTROL_PREFIX)) {
        const response = await answerControl(mock, request, guard);
        if (response.headers.get('content-type') === 'text/event-stream') keepOpen(outgoing, unending);
        return response;
      }
      try {
        const answered = mock.answer(askedBy(request, incoming), incomingBody(incoming));
        const answer = answered instanceof Promise ? await answered : answered;
        if (closing) outgoing.setHeader('connection', 'close');
        if (answer.wire === 'silence') keepOpen(outgoing, unending);
        else send(outgoing, answer);
      } catch (error) {
        if (!outgoing.destroyed) throw error; // Otherwise nobody is left to hear of it.
      }
      return RESPONSE_ALREADY_SENT;
    },
    { overrideGlobalObjects: false, errorHandler },
  );
  const server = createServer(LIMITS, listener);
  await listen(server, port, host);
  const address = server.address() as AddressInfo;
  const origin = `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`;
  const urls = mounts.map((mount) => origin + mount);
  return {
    port: address.port,
    origin,
    url: urls[0]!,
    urls,
    token: guard.token,
    close(grace = 10_000) {
      closing = true;
      for (const outgoing of unending) outgoing.destroy();
      return close(server, grace);
    },
  };
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function close(server: Server, grace: number): Promise<void> {
  return new Promise((resolve) => {
    const force = setTimeout(() => server.closeAllConnections(), grace);
    server.close(() => {
      clearTimeout(force);
      resolve();
    });
  });
}

/** Headers as Node has parsed them: the bridge's would be parsed again, and keep the socket as long as they are kept. */
const askedBy = ({ method, url }: Request, { headers, rawHeaders }: IncomingMessage): Asked => ({
  method,
  url,
  rawHeaders,
  headers: { get: (name) => (headers[name.toLowerCase()] as string | undefined) ?? null },
});

/** Until the client gives up, or the server closes. */
function keepOpen(outgoing: ServerResponse, unending: Set<ServerResponse>): void {
  unending.add(outgoing);
  outgoing.on('close', () => unending.delete(outgoing));
}

/** Straight to the socket: a Response would be taken apart again. */
function send(outgoing: ServerResponse, { status, headers, body, wire }: Answer): void {
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
const incomingBody =
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

/** What is HTTP but no URL is refused like any bad request; anything else is a mistake of the mock's own. */
function errorHandler(error: unknown): Response {
  if (!(error instanceof RequestError)) {
    console.error(error);
    return new Response(null, { status: 500 });
  }
  const detail = 'The request target or the Host header is not valid.';
  const { status, headers, body } = refusalAnswer({
    problem: 'invalid-request',
    detail,
    errors: [{ pointer: '#', detail }],
  });
  return new Response(body, { status, headers });
}
