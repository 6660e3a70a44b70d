import { rules } from '@referral-codes/sdk/contract';
import type { Report, Result, Verdict } from './report.ts';

/** The results of a run, and whether a SHOULD counts like a MUST. */
type Judged = Pick<Report, 'results' | 'leftovers'> & { problem: string | undefined; strict: boolean };

/** A broken MUST makes a server nonconformant, with `strict` a broken SHOULD too, and so does a waiver that is out of date. */
export function verdictOf({ results, leftovers, problem, strict }: Judged): Verdict {
  if (problem !== undefined) return 'inconclusive';
  const counted = results.filter((rule) => strict || rule.level === 'MUST');
  if (counted.some(({ status }) => status === 'failed')) return 'nonconformant';
  if (results.some(({ status }) => status === 'stale-waiver')) return 'nonconformant';
  const isOpen = counted.some(({ status }) => status === 'inconclusive');
  if (isOpen || leftovers.length > 0 || !results.some(isSettled)) return 'inconclusive';
  const { checked, total } = coverageOf(results, strict);
  return checked === total ? 'conformant' : 'partial';
}

/** How many of the rules on which the verdict depends were checked. */
export function coverageOf(results: readonly Result[], strict: boolean): Report['coverage'] {
  const counts = ({ level }: Pick<Result, 'level'>): boolean => strict || level === 'MUST';
  const checked = results.filter((result) => counts(result) && isChecked(result)).length;
  return { checked, total: Object.values(rules).filter(counts).length };
}

const isChecked = ({ status }: Result): boolean => ['passed', 'failed', 'stale-waiver'].includes(status);

const isSettled = (result: Result): boolean => isChecked(result) || result.status === 'waived';

/** The exit code of a verdict. `allowPartial` is for runs that are meant to check only some rules. */
export function exitCodeOf(verdict: Verdict, { allowPartial }: { allowPartial: boolean }): 0 | 1 | 2 {
  if (verdict === 'nonconformant') return 1;
  return verdict === 'conformant' || (verdict === 'partial' && allowPartial) ? 0 : 2;
}
