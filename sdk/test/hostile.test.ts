import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createReferralCodes } from '../src/client.ts';
import type { ClientOptions } from '../src/options.ts';
import { caught, newCode, record } from './serving.ts';

/** A server that answers with raw bytes, whatever it is asked. */
async function raw(answer: (socket: Socket) => void, options: ClientOptions = {}) {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}));
    socket.once('data', () => answer(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return createReferralCodes({ baseUrl, retries: 0, ...options });
}

const body = JSON.stringify(record);
const head = (status: string, ...headers: string[]) =>
  [`HTTP/1.1 ${status}`, 'Connection: close', ...headers, '', ''].join('\r\n');
const whole = `${head('200 OK', 'Content-Type: application/json', `Content-Length: ${body.length}`)}${body}`;

describe('a server that answers', () => {
  it.each([
    ['half a body', `${head('200 OK', `Content-Length: ${body.length}`)}${body.slice(0, 50)}`, { kind: 'network' }],
    [
      'half a chunk',
      `${head('200 OK', 'Transfer-Encoding: chunked')}ff\r\n{"id"`,
      { kind: expect.stringMatching(/^(network|malformed-body)$/) },
    ],
    ['nothing', '', { kind: 'network' }],
    ['no HTTP', 'SSH-2.0-OpenSSH_9.6\r\n', { kind: 'network' }],
    [
      'an HTML 500',
      `${head('500 Oops', 'Content-Type: text/html')}<h1>Oops</h1>`,
      { kind: 'unexpected-status', status: 500 },
    ],
    ['an empty 500', head('500 Oops', 'Content-Length: 0'), { kind: 'unexpected-status', status: 500 }],
    [
      'HTML typed as JSON',
      `${head('404 No', 'Content-Type: application/problem+json')}<h1>`,
      { kind: 'unexpected-status' },
    ],
    [
      'a problem of somebody else',
      `${head('404 No')}{"type":"about:blank","status":404}`,
      { kind: 'unexpected-status' },
    ],
    [
      'a problem that is a list',
      `${head('409 No')}["urn:problem:referral-codes:code-taken"]`,
      { kind: 'unexpected-status' },
    ],
    ['204 where a body is due', head('204 No Content'), { kind: 'malformed-body', status: 204 }],
    ['an empty 200', head('200 OK', 'Content-Length: 0'), { kind: 'malformed-body', status: 200 }],
    ['a body that is not UTF-8', `${head('200 OK')}{"id":\xff}`, { kind: 'malformed-body' }],
    ['nested brackets', `${head('200 OK')}${'['.repeat(100_000)}`, { kind: 'malformed-body' }],
    ['a huge error', `${head('500 Oops')}${'x'.repeat(5_000_000)}`, { kind: 'unexpected-status', status: 500 }],
    ['a redirect to nowhere', head('302 Found', 'Location: http://127.0.0.1:1/'), { kind: 'network' }],
    ['a redirect without a place', head('302 Found'), { kind: 'unexpected-status', status: 302 }],
    ['a status of its own', head('299 Fine'), { kind: 'malformed-body', status: 299 }],
    [
      'too many headers',
      head('200 OK', ...Array.from({ length: 5000 }, (_, n) => `X-${n}: ${n}`)),
      { kind: 'network' },
    ],
  ])('%s is a typed error, and short', async (_name, bytes, expected) => {
    const codes = await raw((socket) => socket.end(bytes, 'latin1'));
    const error = await caught(codes.getRecord(record.id));
    expect(error).toMatchObject(expected);
    expect(error.message.length).toBeLessThan(400);
  });

  it.each([
    ['typed as HTML', ['Content-Type: text/html']],
    ['with no type', []],
    ['in a charset of its own', ['Content-Type: application/json; charset=klingon']],
  ])('a good body %s is a good body', async (_name, headers) => {
    const codes = await raw((socket) => socket.end(head('200 OK', ...headers) + body));
    expect(await codes.getRecord(record.id)).toEqual(record);
  });

  it('a body a byte at a time is a body', async () => {
    const codes = await raw(async (socket) => {
      for (const byte of whole) {
        socket.write(byte);
        await new Promise(setImmediate);
      }
      socket.end();
    });
    expect(await codes.getRecord(record.id)).toEqual(record);
  });

  it.each(['soon', '-1', '1.5', '', '1, 2', `${'9'.repeat(400)}`, 'Thu, 32 Jan 2026 00:00:00 GMT'])(
    'a 503 with Retry-After %j is a 503, and asked again only as the client itself would',
    async (value) => {
      const codes = await raw((socket) => socket.end(head('503 Busy', `Retry-After: ${value}`)), {
        retries: 1,
        retryDelay: 1,
      });
      expect(await caught(codes.getRecord(record.id))).toMatchObject({ kind: 'unexpected-status', status: 503 });
    },
  );
});

it('a connection that is reset at any byte is tried again, and never half an answer', async () => {
  for (let at = 0; at < whole.length; at += 3) {
    let connections = 0;
    const codes = await raw(
      (socket) => {
        if (connections++ > 0) return void socket.end(whole);
        if (at === 0) return void socket.resetAndDestroy();
        socket.write(whole.slice(0, at), () => socket.resetAndDestroy());
      },
      { retries: 1, retryDelay: 0 },
    );
    expect(await codes.getRecord(record.id), `reset at byte ${at}`).toEqual(record);
    expect(connections).toBe(2);
  }
});

it('a create whose connection is reset at any byte is never repeated blindly', async () => {
  for (let at = 0; at < whole.length; at += 9) {
    const asked: string[] = [];
    const server = createServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', (bytes) => {
        asked.push(String(bytes).split(' ')[0]!);
        if (asked.length > 1) return void socket.end(whole);
        if (at === 0) return void socket.resetAndDestroy();
        socket.write(whole.slice(0, at), () => socket.resetAndDestroy());
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const codes = createReferralCodes({ baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
    expect(await codes.createCode(newCode)).toEqual(record);
    expect(asked).toEqual(['POST', 'GET']);
    server.close();
  }
});
