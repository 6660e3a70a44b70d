import { createServer, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { getRequestListener, type HttpBindings, RequestError } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { mounts } from '@referral-codes/sdk/contract';
import { refusalAnswer } from './answer.ts';
import { answerControl, CONTROL_PREFIX } from './control-api.ts';
import { isLoopback } from './guard.ts';
import type { Mock } from './mock.ts';
import { askedBy, incomingBody, keepOpen, send } from './wire.ts';

export interface ServeOptions {
  /** 0, which is any free port, unless given. */
  port?: number;
  /** 127.0.0.1, which only this machine reaches, unless given. */
  host?: string;
  /** Key and certificate in PEM, to serve HTTPS. */
  tls?: { key: string; cert: string };
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
export async function serve(mock: Mock, { port = 0, host = '127.0.0.1', tls }: ServeOptions = {}): Promise<ServedMock> {
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
  const server = tls ? createSecureServer({ ...LIMITS, ...tls }, listener) : createServer(LIMITS, listener);
  await listen(server, port, host);
  const address = server.address() as AddressInfo;
  const origin = `${tls ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${address.port}`;
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
