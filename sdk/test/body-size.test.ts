import { Readable } from 'node:stream';
import { createGzip, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { createReferralCodes } from '../src/client.ts';
import type { RequestHandler } from './listen.ts';
import { caught, newCode, newRecord, record, respondInOrder, serving } from './serving.ts';

type Answer = RequestHandler;

const MiB = 1024 * 1024;
const { id } = record;

/** A body that goes on for as long as somebody reads it. */
function* forever() {
  yield '{"id":"rc_1","note":"';
  for (;;) yield 'x'.repeat(64 * 1024);
}

/** Answers with an endless body, and notes when its connection is closed. */
function endless(status: number, { gzip = false } = {}) {
  const seen = { closed: Promise.resolve(), sent: 0 };
  const answer: Answer = ({ socket }, response) => {
    seen.closed = new Promise((resolve) => socket.once('close', () => resolve()));
    response.writeHead(status, { 'content-type': 'application/json', ...(gzip && { 'content-encoding': 'gzip' }) });
    const body = Readable.from(forever());
    body.on('data', (chunk: string) => {
      seen.sent += chunk.length;
    });
    (gzip ? body.pipe(createGzip()) : body).pipe(response);
    response.once('close', () => body.destroy());
  };
  return { answer, seen };
}

describe('a body that never ends', () => {
  it.each([
    ['a success', 200, false, 'malformed-body'],
    ['a refusal', 409, false, 'unexpected-status'],
    ['a success that is compressed', 200, true, 'malformed-body'],
  ] as const)('of %s is an error after 8 MiB, is not asked for again, and frees its connection', async (...row) => {
    const [, status, gzip, kind] = row;
    const { answer, seen } = endless(status, { gzip });
    const { codes, received } = await serving(answer);
    const error = await caught(codes.getRecord(id));
    expect(error).toMatchObject({ name: 'ReferralCodesError', kind, operation: 'getRecord', status });
    expect(error.message).toMatch(/more than 8 MiB/);
    await seen.closed;
    expect(received).toHaveLength(1);
    // What is beyond the bound is in buffers on the way, or compressed.
    expect(seen.sent).toBeGreaterThan(8 * MiB);
    expect(seen.sent).toBeLessThan(64 * MiB);
  });

  it('of a create makes the client look up the code', async () => {
    const { answer } = endless(201);
    const { codes, received } = await serving(respondInOrder(answer, newRecord));
    expect(await codes.createCode(newCode)).toMatchObject({ id: record.id });
    expect(received.map(({ method }) => method)).toEqual(['POST', 'GET']);
  });
});

describe('a body of', () => {
  const { length } = JSON.stringify({ ...record, note: '' });
  const sized = (bytes: number) => JSON.stringify({ ...record, note: 'x'.repeat(bytes - length) });

  it('8 MiB is read whole', async () => {
    const { codes } = await serving((_, response) => void response.end(sized(8 * MiB)));
    expect(JSON.stringify(await codes.getRecord(id))).toHaveLength(8 * MiB);
  });

  it.each([
    ['one byte more', (text: string) => text, {}],
    ['one byte more once it is no longer compressed', gzipSync, { 'content-encoding': 'gzip' }],
  ])('%s is refused', async (_name, encode, headers) => {
    const { codes } = await serving((_, response) => {
      response.writeHead(200, headers).end(encode(sized(8 * MiB + 1)));
    });
    expect(await caught(codes.getRecord(id))).toMatchObject({ kind: 'malformed-body', status: 200 });
  });

  /** A client whose server's bytes arrive one by one. */
  const byteByByte = (bytes: Uint8Array) => {
    const stream = () =>
      new ReadableStream({
        start(controller) {
          for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
          controller.close();
        },
      });
    const fetch = async () => new Response(stream());
    return createReferralCodes({ baseUrl: 'http://server.test', fetch });
  };
  const unusual = { ...record, note: '\ufeff£€😀' };
  const bytes = new TextEncoder().encode(JSON.stringify(unusual));

  it('characters that arrive in pieces is decoded correctly', async () => {
    expect(await byteByByte(bytes).getRecord(id)).toEqual(unusual);
  });

  it('JSON and half a character is malformed', async () => {
    expect(await caught(byteByByte(Uint8Array.of(...bytes, 0xc3)).getRecord(id))).toMatchObject({
      kind: 'malformed-body',
    });
  });

  it('a response without a stream, as a test may create it, is read with text()', async () => {
    const double = { ok: true, status: 200, headers: new Headers(), text: async () => JSON.stringify(record) };
    const fetch = async () => double as Response;
    expect(await createReferralCodes({ baseUrl: 'http://server.test', fetch }).getRecord(id)).toEqual(record);
  });
});
