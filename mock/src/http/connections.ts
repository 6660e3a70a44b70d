import type { Server } from 'node:http';
import { Server as NetServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** The TCP connection beneath each TLS connection. */
const tcpSockets = new WeakMap<Socket, Socket>();

/** The TCP connection beneath a TLS connection, or the socket itself if it is no TLS connection. */
export const tcpSocketOf = (socket: Socket): Socket => tcpSockets.get(socket) ?? socket;

/** The open connections of a server. It closes them when the server stops. */
export class Connections {
  readonly #server: Server;
  /** TCP connections whose TLS handshake has not finished, by the client's address and port. */
  readonly #handshakes = new Map<string, Socket>();
  /** Connections that can carry requests, with the number of bytes that were read while they were opened. */
  readonly #open = new Map<Socket, number>();

  /** @param server a server of node:http, or of node:https if `secure`, that does not listen yet. */
  constructor(server: Server, secure: boolean) {
    this.#server = server;
    server.on('connection', (socket: Socket) => {
      if (secure) this.#handshake(socket);
      else this.#opened(socket);
    });
    server.on('secureConnection', (socket: Socket) => {
      const tcpSocket = this.#handshakes.get(addressOf(socket));
      if (tcpSocket) tcpSockets.set(socket, tcpSocket);
      this.#handshakes.delete(addressOf(socket));
      this.#opened(socket);
    });
  }

  /**
   * Accepts no more connections, and resolves once all are closed: at once those on which no request has begun, the others
   * after their last response, or after `grace` milliseconds in any case.
   */
  async close(grace: number): Promise<void> {
    let closed = false;
    // Not the `close` of node:http, which also closes a connection whose client is still reading its response.
    NetServer.prototype.close.call(this.#server, () => {
      closed = true;
    });
    const force = setTimeout(() => this.#destroy(this.#open.keys()), grace);
    this.#destroy(this.#handshakes.values());
    // Browsers and undici open spare connections, on which no request ever begins.
    this.#destroy(
      [...this.#open].filter(([socket, opening]) => socket.bytesRead === opening).map(([socket]) => socket),
    );
    while (!closed) {
      if ([...this.#open.keys()].every(({ writableLength }) => writableLength === 0))
        this.#server.closeIdleConnections();
      await sleep(5);
    }
    clearTimeout(force);
  }

  #destroy(sockets: Iterable<Socket>): void {
    for (const socket of [...sockets]) socket.destroy();
  }

  #handshake(socket: Socket): void {
    const address = addressOf(socket);
    this.#handshakes.set(address, socket);
    socket.on('close', () => {
      if (this.#handshakes.get(address) === socket) this.#handshakes.delete(address);
    });
  }

  #opened(socket: Socket): void {
    this.#open.set(socket, socket.bytesRead);
    socket.on('close', () => this.#open.delete(socket));
  }
}

const addressOf = ({ remoteAddress, remotePort }: Socket): string => `${remoteAddress} ${remotePort}`;
