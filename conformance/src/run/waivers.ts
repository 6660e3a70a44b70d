import type { Result } from './report.ts';

/** Applies a waiver to a result. If the rule passes, the waiver is out of date, which is a failure. */
export function applyWaiver(result: Result, reason: string | undefined): Result {
  if (reason === undefined || result.status === 'skipped') return result;
  if (result.status !== 'passed') return { ...result, status: 'waived', message: `${reason} (${result.message})` };
  return { ...result, status: 'failed', message: `the rule holds, so remove its waiver: ${reason}`, exchanges: [] };
}
