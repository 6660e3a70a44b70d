import type { Heading, Provenance, RuleId } from '@referral-codes/sdk/contract';
import type { Exchange } from '../message/exchange.ts';

export type Status = 'passed' | 'failed' | 'undecided' | 'skipped' | 'waived';

/** What came of one rule. */
export interface Result {
  id: RuleId;
  heading: Heading;
  sentence: string;
  level: 'MUST' | 'SHOULD';
  provenance: Provenance;
  /** The line of the source document that says it, verbatim. */
  source?: string;
  status: Status;
  /** What was expected and what came, why it is undecided, or what was established. */
  message?: string;
  /** The exchanges that prove a finding; of an undecided rule, the last ones. */
  exchanges?: readonly Exchange[];
  /** The shortest sequence of operations that breaks the rule. */
  sequence?: readonly string[];
  /** How often something was held against an answer, and how many requests that took. */
  assertions: number;
  requests: number;
  durationMs: number;
}

/** `undecided`: nothing that MUST hold was seen broken, but not all of it was seen to hold. */
export type Verdict = 'conformant' | 'nonconformant' | 'undecided';

export interface Report {
  version: string;
  /** The server URL. */
  target: string;
  startedAt: string;
  durationMs: number;
  requests: number;
  verdict: Verdict;
  /** What everything drawn by lot was drawn from. */
  seed: number;
  results: Result[];
  /** Records this run made and could not delete again, by id or code. */
  leftovers: string[];
}

/** Broken MUSTs make a server nonconformant, and with `strict` broken SHOULDs too. Nothing that did not run counts as good. */
export function verdictOf(results: readonly Result[], strict: boolean): Verdict {
  const counted = results.filter(({ level }) => strict || level === 'MUST');
  if (counted.some(({ status }) => status === 'failed')) return 'nonconformant';
  const judged = counted.filter(({ status }) => status !== 'skipped');
  // Where only SHOULDs were asked for, they are what there is to judge.
  const passed = (judged.length > 0 ? judged : results).some(
    ({ status }) => status === 'passed' || status === 'waived',
  );
  return judged.some(({ status }) => status === 'undecided') || !passed ? 'undecided' : 'conformant';
}
