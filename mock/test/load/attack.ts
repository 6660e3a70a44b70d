import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { statusOf } from '../raw.ts';
import { type Hostile, hostileRequests } from './hostile.ts';

export interface Attack {
  readonly sent: number;
  /** How often each status was answered; 0 where the socket was closed without an answer. */
  readonly statuses: Readonly<Record<number, number>>;
  /** The kinds of request that were answered with a 5xx. */
  readonly failed: readonly string[];
}

/** Sends so many hostile requests, a few dozen at a time, each over a socket of its own. */
export async function attack(port: number, count: number, seed: number): Promise<Attack> {
  const statuses: Record<number, number> = {};
  const failed: string[] = [];
  let sent = 0;
  const requests = hostileRequests(count, seed);
  const send = async () => {
    for (const request of requests) {
      const status = statusOf(await deliver(port, request)) || 0;
      statuses[status] = (statuses[status] ?? 0) + 1;
      if (status >= 500) failed.push(request.kind);
      sent++;
    }
  };
  await Promise.all(Array.from({ length: 32 }, send));
  return { sent, statuses, failed };
}

/** Waits between the parts, and for an answer after the last: a sender that left something out goes away then. */
function deliver(port: number, { parts }: Hostile): Promise<string> {
  return new Promise((resolve) => {
    let received = '';
    const socket = connect(port, '127.0.0.1', async () => {
      for (const [index, part] of parts.entries()) {
        if (index > 0) await sleep(2);
        if (socket.destroyed) return;
        socket.write(part);
      }
      await sleep(250);
      socket.destroy();
    });
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1');
    });
    socket.on('error', () => {}); // A reset is an end like any other.
    socket.on('close', () => resolve(received));
  });
}
