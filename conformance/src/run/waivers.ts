import type { Result } from './report.ts';

/** What a waiver makes of a result. One for a rule that holds is out of date, which is a failure of its own. */
export function waived(result: Result, reason: string | undefined): Result {
  if (reason === undefined || result.status === 'skipped') return result;
  if (result.status !== 'passed') return { ...result, status: 'waived', message: `${reason} (${result.message})` };
  return { ...result, status: 'failed', message: `the rule holds, so its waiver can go: ${reason}`, exchanges: [] };
}
