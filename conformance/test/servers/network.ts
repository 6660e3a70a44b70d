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

/** What can befall a request on its way, in the order it is tried. */
const FAULTS = ['resetBefore', 'badGateway', 'resetAfter', 'cut', 'badGatewayAfter'] as const;

/**
 * - `resetBefore`: the connection is reset; the server never sees the request.
 * - `badGateway`: 502 in HTML, as a proxy answers it; the server never sees the request.
 * - `resetAfter`: the server has done what was asked; the connection is reset before its answer gets through.
 * - `cut`: the answer breaks off in the middle of its body.
 * - `badGatewayAfter`: the server has done what was asked, and 502 comes back all the same.
 */
export type Fault = (typeof FAULTS)[number];

/** What befalls the requests: each fault by its probability from 0 to 1 (0 unless given), or as the schedule says. */
export interface FlakyOptions extends Partial<Record<Fault, number>> {
  /** The same seed and the same order of requests meet the same faults. */
  seed: number;
  /** How long each request is held up before it goes on; none by default. */
  delayMs?: number;
  /** Decides for the nth request, from 0, in place of the probabilities. */
  schedule?: (n: number, method: string, path: string) => Fault | undefined;
}

/** A network between a client and a server. */
export interface FlakyNetwork {
  /** The server URL to give to the client: the upstream's with our origin. */
  url: string;
  /** What happened so far. */
  counts: Record<Fault | 'requests', number>;
  close(): Promise<void>;
}

interface Upstream {
  status: number;
  headers: string[];
  body: Buffer;
}

/** The raw headers without those that are about one connection, and with the length of a body that came in chunks. */
function endToEnd(rawHeaders: string[], body: Buffer): string[] {
  const nameAt = (index: number) => rawHeaders[index - (index % 2)]?.toLowerCase() ?? '';
  const kept = rawHeaders.filter(
    (_, index) => !['connection', 'keep-alive', 'transfer-encoding'].includes(nameAt(index)),
  );
  const hasLength = rawHeaders.some((_, index) => nameAt(index) === 'content-length');
  return hasLength || body.length === 0 ? kept : [...kept, 'Content-Length', String(body.length)];
}

/** Passes a request on, on a connection of its own, since one that is kept may go stale. */
function forward(origin: string, request: IncomingMessage, body: Buffer): Promise<Upstream> {
  const { method = 'GET', url: path = '/' } = request;
  // Raw headers may be given as a list, which the types do not know.
  const headers = endToEnd(request.rawHeaders, body) as unknown as OutgoingHttpHeaders;
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const outgoing = send({ hostname, port, method, path, headers, agent: false }, (response) => {
      buffer(response).then((answer) => {
        const { statusCode: status = 502, rawHeaders } = response;
        resolve({ status, headers: endToEnd(rawHeaders, answer), body: answer });
      }, reject);
    });
    outgoing.on('error', reject).end(body);
  });
}

function badGateway(response: ServerResponse): void {
  const body = '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>';
  response.writeHead(502, { 'content-type': 'text/html', 'content-length': body.length }).end(body);
}

/** Answers the client. Half of a body is sent with the length of the whole, then the connection is closed. */
function pass({ status, headers, body }: Upstream, response: ServerResponse, cut: boolean): void {
  response.writeHead(status, headers);
  if (!cut) response.end(body);
  else response.write(body.subarray(0, body.length >> 1), () => response.destroy());
}

/** Starts a proxy before a server, which treats requests as a bad network would. It keeps paths, headers and bodies as they are. */
export async function startFlakyNetwork(upstreamUrl: string, options: FlakyOptions): Promise<FlakyNetwork> {
  const { origin, pathname } = new URL(upstreamUrl);
  const random = seededRandom(options.seed);
  const counts = { requests: 0, resetBefore: 0, badGateway: 0, resetAfter: 0, cut: 0, badGatewayAfter: 0 };

  /** One number a request, so that what befalls one does not depend on what befell another. */
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
    const answer = await forward(origin, request, body);
    if (fault === 'resetAfter') return happened(fault, reset);
    if (fault === 'badGatewayAfter') return happened(fault, () => badGateway(response));
    // An answer without a body cannot be cut in it: it is reset.
    if (fault === 'cut') return happened(fault, answer.body.length > 1 ? () => pass(answer, response, true) : reset);
    pass(answer, response, false);
  }

  const server = createServer((request, response) => {
    handle(request, response).catch(() => {
      // The upstream or the client is gone.
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
