import { request } from 'node:http';
import { operations } from '@referral-codes/sdk/contract';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type ServedMock, serve } from '../src/http.ts';
import { createMock, type Mock } from '../src/mock.ts';

const PATH = operations.listRecords.path;

let mock: Mock;
let served: ServedMock;
beforeEach(async () => {
  mock = createMock({ scenario: 'source' });
  served = await serve(mock);
});
afterEach(() => served.close(0));

it('a reset is one: the other side sees ECONNRESET', async () => {
  mock.faults.arm({ kind: 'reset' });
  const code = await new Promise((resolve) =>
    request(served.origin + PATH)
      .on('error', (error: NodeJS.ErrnoException) => resolve(error.code))
      .end(),
  );
  expect(code).toBe('ECONNRESET');
});

it('a truncated body is announced whole', async () => {
  mock.faults.arm({ kind: 'truncated-body' });
  const response = await fetch(served.origin + PATH);
  expect(Number(response.headers.get('content-length'))).toBeGreaterThan(100);
});

it('silence lasts until the client gives up, and does not hold up closing', async () => {
  mock.faults.arm({ kind: 'silence' });
  await expect(fetch(served.origin + PATH, { signal: AbortSignal.timeout(50) })).rejects.toThrow('timeout');
  const pending = fetch(served.origin + PATH).catch(() => 'closed');
  await mock.journal.waitFor({ fault: 'silence' }, { count: 2 });
  await served.close();
  expect(await pending).toBe('closed');
});
