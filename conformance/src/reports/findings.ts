import type { Exchange } from '../message/exchange.ts';
import { summary } from '../message/exchange.ts';
import type { Result } from '../run/report.ts';

/** Results that probably have one cause: their checks ended with the same response, or are inconclusive for the same reason. */
export interface Finding {
  /** The result to read first. */
  readonly first: Result;
  readonly others: readonly Result[];
  /** What they have in common. */
  readonly reason: string;
}

/** So many results with the same reason are shown as one finding. */
const FEWEST = 3;

/** The results that somebody has to look at: broken MUSTs first, then SHOULDs, then what is inconclusive, then waivers. */
export function findingsOf(results: readonly Result[]): Finding[] {
  const groups = new Map<unknown, Result[]>();
  for (const result of results.filter(isFinding)) {
    const reason = reasonOf(result);
    const key = reason === undefined ? result : withoutValues(reason);
    groups.set(key, [...(groups.get(key) ?? []), result]);
  }
  const findings = [...groups.values()].flatMap((group) =>
    group.length < FEWEST ? group.map((one) => [one]) : [group],
  );
  return findings.map(findingOf).sort(compare);
}

const isFinding = ({ status }: Result): boolean => status !== 'passed' && status !== 'skipped';

function findingOf(group: readonly Result[]): Finding {
  const [first, ...others] = group.toSorted((one, other) => rankOf(one) - rankOf(other));
  if (!first) throw new Error('a group has at least one result');
  return { first, others, reason: reasonOf(first) ?? '' };
}

/** What explains most is first, within its rank. */
const compare = (one: Finding, other: Finding): number =>
  rankOf(one.first) - rankOf(other.first) || other.others.length - one.others.length;

function rankOf({ status, level }: Result): number {
  const rank = ['failed', 'stale-waiver', 'inconclusive', 'waived'].indexOf(status);
  return 2 * rank + (level === 'MUST' ? 0 : 1);
}

/** What results with the same cause have in common; undefined if only this result has it. */
function reasonOf({ status, message, exchanges = [] }: Result): string | undefined {
  if (status !== 'failed' && status !== 'inconclusive') return undefined;
  const last = exchanges.at(-1);
  if (last && (last.status === undefined || last.status >= 300)) return `each check ended with ${responseOf(last)}`;
  // A failure is told by what was expected, which is different for each rule.
  return status === 'inconclusive' ? message : undefined;
}

/** A response in one line, or why there is none. */
export const responseOf = (exchange: Exchange): string => exchange.error ?? summary({ exchange });

/** Values that differ in each request, such as ids, codes and times, contain a digit. */
const withoutValues = (text: string): string => text.replaceAll(/[\w-]*\d[\w-]*/g, '#');
