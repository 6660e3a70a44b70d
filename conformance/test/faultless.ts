import { expect } from 'vitest';
import type { Report } from '../src/index.ts';

/** Every rule passed, nothing was left behind, and it took no more requests than the guide promises. */
export function expectFaultless(report: Report): void {
  expect(report.results.filter(({ status }) => status !== 'passed')).toEqual([]);
  expect(report).toMatchObject({ verdict: 'conformant', leftovers: [] });
  expect(report.requests).toBeLessThanOrEqual(2500);
}
