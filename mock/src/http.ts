import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { getRequestListener, type HttpBindings, RequestError } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { mounts } from '@referral-codes/sdk/contract';
import { type Answer, inPairs, problemAnswer, refusalAnswer } from './answer.ts';
import { type ReadBody, streamBody } from './body.ts';
import { answerControl, CONTROL_PREFIX } from './control-api.ts';
import { isLoopback } from './guard.ts';
import type { Mock } from './mock.ts';
import type { Asked } from './request.ts';
import { splitUrl } from './url.ts';
import { Incoming, isPlain, keepOpen, receive, send } from './wire.ts';

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
  const give = (outgoing: ServerResponse, answer: Answer) => {
    if (closing) outgoing.setHeader('connection', 'close');
    if (answer.wire === 'silence') keepOpen(outgoing, unending);
    else send(outgoing, answer);
  };
  const fail = (outgoing: ServerResponse, error: unknown) => {
    // Otherwise nobody is left to hear of it.
    if (!outgoing.destroyed) give(outgoing, ownMistake(error));
  };
  // Waits only where there is something to wait for: a promise costs as much as a look-up.
  const answer = (asked: Asked, readBody: ReadBody, outgoing: ServerResponse) => {
    try {
      const answered = mock.answer(asked, readBody);
      if (!(answered instanceof Promise)) return give(outgoing, answered);
      return answered.then((answer) => give(outgoing, answer)).catch((error) => fail(outgoing, error));
    } catch (error) {
      fail(outgoing, error);
    }
  };
  const bridge = getRequestListener(
    async (request, env) => {
      const { incoming, outgoing } = env as HttpBindings;
      if (isControl(incoming)) {
        const response = await answerControl(mock, request, guard);
        if (response.headers.get('content-type') === 'text/event-stream') keepOpen(outgoing, unending);
        return response;
      }
      const { origin, target } = splitUrl(request.url);
      await answer(new Incoming(incoming, origin, target), streamBody(request), outgoing);
      return RESPONSE_ALREADY_SENT;
    },
    { overrideGlobalObjects: false, errorHandler },
  );
  const scheme = tls ? 'https' : 'http';
  const listener = (incoming: IncomingMessage, outgoing: ServerResponse) => {
    if (!isPlain(incoming) || isControl(incoming)) return bridge(incoming, outgoing);
    const asked = new Incoming(incoming, `${scheme}://${incoming.headers.host}`, incoming.url!);
    receive(incoming, (readBody) => answer(asked, readBody, outgoing));
  };
  const server = tls ? createSecureServer({ ...LIMITS, ...tls }, listener) : createServer(LIMITS, listener);
  await listen(server, port, host);
  const address = server.address() as AddressInfo;
  const origin = `${scheme}://${host.includes(':') ? `[${host}]` : host}:${address.port}`;
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

const isControl = ({ url }: IncomingMessage): boolean => url?.startsWith(CONTROL_PREFIX) === true;

/** What is HTTP but no URL is refused like any bad request. */
function errorHandler(error: unknown): Response {
  const detail = 'The request target or the Host header is not valid.';
  const { status, headers, body } =
    error instanceof RequestError
      ? refusalAnswer({ problem: 'invalid-request', detail, errors: [{ pointer: '#', detail }] })
      : ownMistake(error);
  return new Response(body, { status, headers: inPairs(headers) });
}

/** The story is for who runs the mock; the caller learns only that there is one. */
function ownMistake(error: unknown): Answer {
  console.error(error);
  return problemAnswer({
    type: 'about:blank',
    title: 'Internal error',
    status: 500,
    detail: 'The mock failed; its log says how.',
  });
}
