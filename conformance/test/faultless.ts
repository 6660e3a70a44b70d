import { expect } from 'vitest';
import type { Report } from '../src/index.ts';

/** Expects that every rule passed, that no record is left, and that the run sent no more requests than the guide promises. */
export function expectFaultless(report: Report): void {
  expect(report.results.filter(({ status }) => status !== 'passed')).toEqual([]);
  expect(report).toMatchObject({ verdict: 'conformant', leftovers: [] });
  expect(report.requests).toBeLessThanOrEqual(2500);
}
