import { expect, it } from 'vitest';
import { estimateMs } from './estimate.ts';

it('a run takes longer the slower the server, the later its replicas, and the lower its rate', () => {
  const quick = estimateMs(76, 1, {});
  expect(quick).toBeLessThan(2_000);
  expect(estimateMs(76, 60, {})).toBe(60 * quick);
  expect(estimateMs(76, 60, { concurrency: 1 })).toBe(4 * 60 * quick);
  expect(estimateMs(76, 1, { eventualMs: 2_000 })).toBeGreaterThan(100_000);
  expect(estimateMs(76, 1, { rate: 10 })).toBe(228_000);
  expect(estimateMs(1, 60, {})).toBeLessThan(1_000);
});
