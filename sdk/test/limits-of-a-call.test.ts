import { describe, expect, it } from 'vitest';
import { caught, record, serving, status, theRecord } from './serving.ts';

const { id } = record;
const endless = Number.POSITIVE_INFINITY;

// A test of a limit that is not kept would wait for ever.
describe('a call', { timeout: 10_000 }, () => {
  // A timer that is set for more milliseconds than timers take fires at once.
  it.each([endless, 2 ** 40])('with a timeout of %d waits for a late response', async (limit) => {
    const { codes } = await serving((request, response) => void setTimeout(() => theRecord(request, response), 200), {
      timeout: limit,
      attemptTimeout: limit,
    });
    expect(await codes.getRecord(id)).toEqual(record);
  });

  it('ends after its timeout even if attemptTimeout is longer', async () => {
    const { codes } = await serving(() => {}, { timeout: 100, attemptTimeout: endless });
    expect(await caught(codes.getRecord(id))).toMatchObject({ kind: 'timeout' });
  });

  it('without a timeout does not wait longer than maxRetryDelay, whatever the server asks for', async () => {
    const { codes, received } = await serving(status(503, { 'retry-after': '21' }), { timeout: endless });
    expect(await caught(codes.getRecord(id))).toMatchObject({ status: 503 });
    expect(received).toHaveLength(1);
  });

  it('that is aborted announces no further attempt', async () => {
    const controller = new AbortController();
    const waits: (number | undefined)[] = [];
    const { codes } = await serving(() => controller.abort(), { onAttempt: ({ retryIn }) => waits.push(retryIn) });
    expect(await caught(codes.getRecord(id, { signal: controller.signal }))).toMatchObject({ kind: 'aborted' });
    expect(waits).toEqual([undefined]);
  });
});
