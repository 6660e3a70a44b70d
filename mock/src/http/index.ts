import { createServer, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { mounts } from '@referral-codes/sdk/contract';
import { isLoopback } from '../control/guard.ts';
import type { Mock } from '../mock.ts';
import { Connections } from './connections.ts';
import { Listener } from './listener.ts';

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

/**
 * How long a client may take, in milliseconds: for the TLS handshake, for the headers, and for all of a request. A
 * connection may rest for ever between two requests: one that is closed while the next request is under way fails tests
 * that did nothing wrong.
 */
const LIMITS = {
  handshakeTimeout: 10_000,
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 0,
  /** How often they are looked at. With Node's 30 seconds, 10 could become 40. */
  connectionsCheckingInterval: 1000,
};

/** Serves a mock over HTTP. Rejects with the system's error where the address cannot be listened on. */
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
  const urls = mounts.map((mount) => origin + mount);
  return {
    port: address.port,
    origin,
    url: urls[0]!,
    urls,
    token,
    close(grace = 10_000) {
      listener.retire();
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
