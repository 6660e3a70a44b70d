import {
  createServer,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type ServerResponse,
  request as send,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { seededRandom } from './random.ts';

/** What can happen to a request, in the order in which it is tried. */
const FAULTS = ['resetBefore', 'badGateway', 'resetAfter', 'cut', 'badGatewayAfter'] as const;

/**
 * - `resetBefore`: the connection is reset; the server never sees the request.
 * - `badGateway`: 502 in HTML, as from a proxy; the server never sees the request.
 * - `resetAfter`: the server has processed the request; the connection is reset before the response arrives.
 * - `cut`: the response is cut off in the middle of its body.
 * - `badGatewayAfter`: the server has processed the request; the response is a 502.
 */
export type Fault = (typeof FAULTS)[number];

/** The probability of each fault, from 0 to 1 (default 0), or a schedule. */
export interface FlakyOptions extends Partial<Record<Fault, number>> {
  /** The same seed and the same order of requests lead to the same faults. */
  seed: number;
  /** How long each request is delayed, in milliseconds. @default 0 */
  delayMs?: number;
  /** Decides the fault of the nth request, from 0, instead of the probabilities. */
  schedule?: (n: number, method: string, path: string) => Fault | undefined;
}

/** A network between a client and a server. */
export interface FlakyNetwork {
  /** The server URL for the client: that of the upstream server with the origin of the proxy. */
  url: string;
  /** How often each fault has happened. */
  counts: Record<Fault | 'requests', number>;
  close(): Promise<void>;
}

interface Upstream {
  status: number;
  headers: string[];
  body: Buffer;
}

/** The raw headers without those of a single connection, and with the length of a chunked body. */
function endToEnd(rawHeaders: string[], body: Buffer): string[] {
  const nameAt = (index: number) => rawHeaders[index - (index % 2)]?.toLowerCase() ?? '';
  const kept = rawHeaders.filter(
    (_, index) => !['connection', 'keep-alive', 'transfer-encoding'].includes(nameAt(index)),
  );
  const hasLength = rawHeaders.some((_, index) => nameAt(index) === 'content-length');
  return hasLength || body.length === 0 ? kept : [...kept, 'Content-Length', String(body.length)];
}

/** Forwards a request on a new connection, because an idle one may have been closed. */
function forward(origin: string, request: IncomingMessage, body: Buffer): Promise<Upstream> {
  const { method = 'GET', url: path = '/' } = request;
  // Raw headers may be an array, which the types do not include.
  const headers = endToEnd(request.rawHeaders, body) as unknown as OutgoingHttpHeaders;
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const outgoing = send({ hostname, port, method, path, headers, agent: false }, (response) => {
      buffer(response).then((reply) => {
        const { statusCode: status = 502, rawHeaders } = response;
        resolve({ status, headers: endToEnd(rawHeaders, reply), body: reply });
      }, reject);
    });
    outgoing.on('error', reject).end(body);
  });
}

function badGateway(response: ServerResponse): void {
  const body = '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>';
  response.writeHead(502, { 'content-type': 'text/html', 'content-length': body.length }).end(body);
}

/** Sends the response to the client. With `half`, only half of the body is sent, and the connection is closed. */
function pass({ status, headers, body }: Upstream, response: ServerResponse, cut: boolean): void {
  response.writeHead(status, headers);
  if (!cut) response.end(body);
  else response.write(body.subarray(0, body.length >> 1), () => response.destroy());
}

/** Starts a proxy in front of a server that behaves like a bad network. It does not change paths, headers and bodies. */
export async function startFlakyNetwork(upstreamUrl: string, options: FlakyOptions): Promise<FlakyNetwork> {
  const { origin, pathname } = new URL(upstreamUrl);
  const random = seededRandom(options.seed);
  const counts = { requests: 0, resetBefore: 0, badGateway: 0, resetAfter: 0, cut: 0, badGatewayAfter: 0 };

  /** One random number for each request, so that its fault does not depend on those of other requests. */
  function draw(): Fault | undefined {
    let left = random();
    return FAULTS.find((fault) => {
      left -= options[fault] ?? 0;
      return left < 0;
    });
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '', socket } = request;
    const n = counts.requests++;
    const fault = options.schedule ? options.schedule(n, method, url) : draw();
    const body = await buffer(request);
    if (options.delayMs) await sleep(options.delayMs);
    const reset = () => socket.resetAndDestroy();
    const happened = (what: Fault, act: () => void) => {
      counts[what] += 1;
      act();
    };
    if (fault === 'resetBefore') return happened(fault, reset);
    if (fault === 'badGateway') return happened(fault, () => badGateway(response));
    const reply = await forward(origin, request, body);
    if (fault === 'resetAfter') return happened(fault, reset);
    if (fault === 'badGatewayAfter') return happened(fault, () => badGateway(response));
    // A response without a body cannot be cut, so the connection is reset.
    if (fault === 'cut') return happened(fault, reply.body.length > 1 ? () => pass(reply, response, true) : reset);
    pass(reply, response, false);
  }

  const server = createServer((request, response) => {
    handle(request, response).catch(() => {
      // The upstream server or the client has disconnected.
      if (response.headersSent) response.destroy();
      else badGateway(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${pathname.replace(/\/$/, '')}`,
    counts,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
