import type { Heading, Provenance, RuleId } from '@referral-codes/sdk/contract';
import type { Exchange } from '../message/exchange.ts';

export type Status = 'passed' | 'failed' | 'inconclusive' | 'skipped' | 'waived';

/** The result of checking one rule. */
export interface Result {
  id: RuleId;
  heading: Heading;
  sentence: string;
  level: 'MUST' | 'SHOULD';
  provenance: Provenance;
  /** The line of the source document that states the rule, verbatim. */
  source?: string;
  status: Status;
  /** What was expected and what the server responded; why the rule is inconclusive or skipped; or what was established. */
  message?: string;
  /** The exchanges that prove a failure, or the last ones of an inconclusive rule. */
  exchanges?: readonly Exchange[];
  /** The shortest sequence of operations that breaks the rule. */
  sequence?: readonly string[];
  /** How many expectations were checked. */
  assertions: number;
  requests: number;
  durationMs: number;
}

/** `inconclusive`: no MUST was seen broken, but not every MUST could be checked. */
export type Verdict = 'conformant' | 'nonconformant' | 'inconclusive';

export interface Report {
  version: string;
  /** The server URL. */
  target: string;
  startedAt: string;
  durationMs: number;
  requests: number;
  verdict: Verdict;
  /** The seed of everything random in the run. */
  seed: number;
  results: Result[];
  /** The records of this run that could not be deleted, by id or code. */
  leftovers: string[];
}

/** A broken MUST makes a server nonconformant, and with `strict` a broken SHOULD too. A rule that was not checked never counts as passed. */
export function verdictOf(results: readonly Result[], strict: boolean): Verdict {
  const counted = results.filter(({ level }) => strict || level === 'MUST');
  if (counted.some(({ status }) => status === 'failed')) return 'nonconformant';
  const judged = counted.filter(({ status }) => status !== 'skipped');
  // If no MUST was selected, the SHOULDs decide whether anything passed.
  const passed = (judged.length > 0 ? judged : results).some(
    ({ status }) => status === 'passed' || status === 'waived',
  );
  return judged.some(({ status }) => status === 'inconclusive') || !passed ? 'inconclusive' : 'conformant';
}
