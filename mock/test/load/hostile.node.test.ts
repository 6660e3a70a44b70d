import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { operations } from '@referral-codes/sdk/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ServedMock, serve } from '../../src/http/index.ts';
import { createMock } from '../../src/mock.ts';
import { attack } from './attack.ts';

const COUNT = 1900;
const mock = createMock({ scenario: 'source' });
let served: ServedMock;
beforeAll(async () => {
  served = await serve(mock);
});
afterAll(() => served.close(0));

it('hostile requests are refused without a 5xx and change nothing', async () => {
  const before = mock.records.page(0, 1000);
  const { sent, statuses, failed } = await attack(served.port, COUNT, 1);
  expect(failed).toEqual([]);
  expect(sent).toBe(COUNT);
  for (const status of [200, 400, 404, 413, 431]) expect(statuses[status], `answers of ${status}`).toBeGreaterThan(0);
  expect(mock.records.page(0, 1000)).toEqual(before);
  expect(Object.prototype).not.toHaveProperty('status');
  expect((await fetch(served.origin + operations.listRecords.path)).status).toBe(200);
});

it('hostile requests leave nothing behind in memory', async () => {
  await attack(served.port, COUNT, 1);
  const warm = live();
  await attack(served.port, COUNT, 2);
  await attack(served.port, COUNT, 1); // As at first, so that the journal holds the same.
  expect(live() / warm).toBeLessThan(1.05);
});

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

/** Bytes in the heap and beside it that a collection leaves. */
function live(): number {
  collect();
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
