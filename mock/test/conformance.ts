import type { Report } from '@referral-codes/conformance';
import { expect } from 'vitest';

/** What the mock may do with a new code for a pair that already has an active one. */
export const policies = ['refuse', 'replace'] as const;
export type Policy = (typeof policies)[number];

export const mockOptions = (onActiveConflict: Policy) =>
  ({ scenario: 'demo', checkResponses: true, onActiveConflict }) as const;

export const SHORT_RUN = { seed: '1', modelMs: 2000 };

/** What is wrong, if anything: the rules that did not pass, and how. */
export const notPassed = ({ results }: Report): string[] =>
  results.filter(({ status }) => status !== 'passed').map(({ id, status, message }) => `${id} ${status}: ${message}`);

/** The contract chose to refuse; a server that replaces deviates, and breaks nothing. */
export function expectConformant(report: Report, policy: Policy): void {
  const deviations = policy === 'refuse' ? [] : [expect.stringContaining('active-conflict-is-409 failed')];
  expect([report.verdict, notPassed(report)]).toEqual(['conformant', deviations]);
}
