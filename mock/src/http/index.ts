import { createServer, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { mounts } from '@referral-codes/sdk/contract';
import { isLoopback } from '../control/guard.ts';
import type { Mock } from '../mock.ts';
import { Connections } from './connections.ts';
import { Listener } from './listener.ts';

export interface ServeOptions {
  /**
   * The port to listen on; 0 is any free port.
   * @default 0
   */
  port?: number;
  /**
   * The host name or address to listen on.
   * @default '127.0.0.1', which only this machine can reach
   */
  host?: string;
  /** Key and certificate in PEM, to serve HTTPS instead of HTTP. */
  tls?: { key: string; cert: string };
}

export interface ServedMock {
  readonly port: number;
  readonly origin: string;
  /** The server URL under the documented mount. */
  readonly url: string;
  /** The server URL under each mount, the documented one first. */
  readonly urls: readonly string[];
  /** The token that the control API requires; undefined if the mock listens on a loopback address only. */
  readonly token: string | undefined;
  /**
   * Accepts no more connections, and resolves when every request that has begun has its response.
   * @param grace milliseconds after which it closes the remaining connections in any case; by default 10 000.
   */
  close(grace?: number): Promise<void>;
}

/**
 * How long a client may take, in milliseconds: for the TLS handshake, for the headers, and for all of a request. Between two
 * requests there is no limit: if the server closed a connection just when a client sends the next request, that would fail
 * through no fault of the client.
 */
const LIMITS = {
  handshakeTimeout: 10_000,
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 0,
  /** How often Node checks them. By default it is every 30 seconds, so that a limit of 10 could become 40. */
  connectionsCheckingInterval: 1000,
};

/**
 * Serves a mock over HTTP or HTTPS.
 * @throws the system's error if it cannot listen on the address.
 */
export async function serve(mock: Mock, { port = 0, host = '127.0.0.1', tls }: ServeOptions = {}): Promise<ServedMock> {
  const scheme = tls ? 'https' : 'http';
  const token = isLoopback(host) ? undefined : crypto.randomUUID();
  const listener = new Listener(mock, scheme, { host, token });
  const server = tls ? createSecureServer({ ...LIMITS, ...tls }) : createServer(LIMITS);
  server.on('request', listener.handle);
  const connections = new Connections(server, tls !== undefined);
  await listen(server, port, host);
  const address = server.address() as AddressInfo;
  const origin = `${scheme}://${host.includes(':') ? `[${host}]` : host}:${address.port}`;
  return {
    port: address.port,
    origin,
    url: origin + mounts[0],
    urls: mounts.map((mount) => origin + mount),
    token,
    close(grace = 10_000) {
      listener.close();
      return connections.close(grace);
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
