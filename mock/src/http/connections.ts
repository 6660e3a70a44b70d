import type { Server } from 'node:http';
import { Server as NetServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** The TCP connection beneath each TLS connection. */
const carriers = new WeakMap<Socket, Socket>();

/** The TCP connection that carries a request: beneath TLS, or the socket itself. */
export const tcpOf = (socket: Socket): Socket => carriers.get(socket) ?? socket;

/** Keeps track of a server's connections, in order to end them when it stops. */
export class Connections {
  readonly #server: Server;
  /** TLS connections whose handshake is not finished, by the client's address and port. */
  readonly #handshakes = new Map<string, Socket>();
  /** Connections that can carry requests, with the number of bytes that opening them took. */
  readonly #open = new Map<Socket, number>();

  /** @param server one of node:http or, with `secure`, of node:https, which does not listen yet. */
  constructor(server: Server, secure: boolean) {
    this.#server = server;
    server.on('connection', (socket: Socket) => {
      if (secure) this.#handshake(socket);
      else this.#opened(socket);
    });
    server.on('secureConnection', (socket: Socket) => {
      const carrier = this.#handshakes.get(addressOf(socket));
      if (carrier) carriers.set(socket, carrier);
      this.#handshakes.delete(addressOf(socket));
      this.#opened(socket);
    });
  }

  /**
   * Takes no more connections and resolves once all are closed. Those on which no request was begun are closed at once,
   * the others after their last response, or after `grace` milliseconds in any case.
   * Not Node's own: that takes a connection for idle once its response is written, though a slow client still reads it.
   */
  async close(grace: number): Promise<void> {
    let closed = false;
    NetServer.prototype.close.call(this.#server, () => {
      closed = true;
    });
    const force = setTimeout(() => this.#destroy(this.#open.keys()), grace);
    this.#destroy(this.#handshakes.values());
    // Browsers and undici open spare connections, on which nothing is ever begun.
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
