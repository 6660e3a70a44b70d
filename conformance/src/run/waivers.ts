import { rulesOfChance } from '../checks/index.ts';
import type { Result } from './report.ts';

/**
 * Applies a waiver to a result. If the rule passes, the waiver is out of date, which is a failure. A rule whose check depends
 * on chance stays waived, because it may have passed by luck.
 */
export function applyWaiver(result: Result, reason: string | undefined): Result {
  if (reason === undefined || result.status === 'skipped') return result;
  if (result.status !== 'passed') return { ...result, status: 'waived', message: `${reason} (${result.message})` };
  if (rulesOfChance.has(result.id))
    return { ...result, status: 'waived', message: `${reason} (it passed in this run, perhaps by luck)` };
  return { ...result, status: 'stale-waiver', message: `the rule holds, so remove its waiver: ${reason}` };
}
