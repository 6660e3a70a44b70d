import { connect } from 'node:net';

/** Sends bytes over a socket of its own and answers what came back until the other side, or `until`, ended it. */
export function sendRaw(
  port: number,
  bytes: string | Uint8Array,
  until: (received: string) => boolean = () => false,
): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    let received = '';
    socket.setTimeout(10_000, () => socket.destroy());
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1');
      if (until(received)) socket.destroy();
    });
    socket.on('error', () => {}); // A reset is an end like any other; `received` tells what came before it.
    socket.on('close', () => resolve(received));
  });
}

export const statusOf = (received: string): number => Number(received.match(/^HTTP\/1\.1 (\d{3})/)?.[1]);
