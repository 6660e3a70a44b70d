import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { operations } from '@referral-codes/sdk/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { selfSignedCertificate } from '../../src/cli/certificate.ts';
import { type ServedMock, serve } from '../../src/http/index.ts';
import { createMock } from '../../src/mock.ts';
import { statusOf } from '../raw.ts';

const PATH = operations.createCode.path;

let plain: ServedMock;
let secure: ServedMock;
beforeAll(async () => {
  plain = await serve(createMock());
  secure = await serve(createMock(), { tls: await selfSignedCertificate('127.0.0.1') });
});
afterAll(() => Promise.all([plain.close(0), secure.close(0)]));

// They wait for the real limits, side by side.
describe.concurrent('a slow client', () => {
  it('has 10 seconds to send its headers, even if it keeps sending', async () => {
    const socket = connect(plain.port, '127.0.0.1');
    socket.write(`GET ${PATH} HTTP/1.1\r\nHost: mock\r\n`);
    const drip = setInterval(() => socket.write('X: 1\r\n'), 500);
    const { received, seconds } = await untilClosed(socket);
    clearInterval(drip);
    expect(statusOf(received)).toBe(408);
    expect(seconds).toBeGreaterThan(9);
    expect(seconds).toBeLessThan(25); // By the limit of a request it would be 30.
  }, 60_000);

  it('has 30 seconds to send its request, even if it keeps sending', async () => {
    const socket = connect(plain.port, '127.0.0.1');
    const type = 'Content-Type: application/json\r\nContent-Length: 1000\r\n';
    socket.write(`POST ${PATH} HTTP/1.1\r\nHost: mock\r\n${type}\r\n`);
    const drip = setInterval(() => socket.write(' '), 500);
    const { received, seconds } = await untilClosed(socket);
    clearInterval(drip);
    expect(statusOf(received)).toBe(408);
    expect(seconds).toBeGreaterThan(29);
    expect(seconds).toBeLessThan(50);
  }, 90_000);

  it('has 10 seconds for the TLS handshake', async () => {
    const { received, seconds } = await untilClosed(connect(secure.port, '127.0.0.1'));
    expect(received).toBe('');
    expect(seconds).toBeGreaterThan(9);
    expect(seconds).toBeLessThan(50); // Node's own limit is 120.
  }, 90_000);

  it('may be idle between two requests for longer than any of these', async () => {
    const socket = connect(plain.port, '127.0.0.1');
    const ask = async () => {
      socket.write(`GET ${PATH}?limit=1 HTTP/1.1\r\nHost: mock\r\n\r\n`);
      const [chunk] = await once(socket, 'data');
      return statusOf(String(chunk));
    };
    expect(await ask()).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 33_000));
    expect(await ask()).toBe(200);
    socket.destroy();
  }, 90_000);
});

async function untilClosed(socket: Socket): Promise<{ received: string; seconds: number }> {
  const started = performance.now();
  let received = '';
  socket.on('data', (chunk) => {
    received += chunk;
  });
  socket.on('error', () => {}); // A reset is an end like any other.
  await new Promise((resolve) => socket.on('close', resolve));
  return { received, seconds: (performance.now() - started) / 1000 };
}
