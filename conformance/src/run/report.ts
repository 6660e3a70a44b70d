import type { Heading, Provenance, RuleId } from '@referral-codes/sdk/contract';
import type { Exchange } from '../message/exchange.ts';

/** `stale-waiver`: the rule passes although it is waived. */
export type Status = 'passed' | 'failed' | 'inconclusive' | 'skipped' | 'waived' | 'stale-waiver';

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
  /** The exchanges that prove a failure, with the writes that they depend on; or the last ones of an inconclusive rule. */
  exchanges?: readonly Exchange[];
  /** The shortest sequence of operations that breaks the rule. */
  sequence?: readonly string[];
  /** How many expectations were checked. */
  assertions: number;
  requests: number;
  durationMs: number;
}

/**
 * `partial`: no MUST was seen broken, but not every MUST was checked, because it was not selected, waived or not applicable.
 * `inconclusive`: the run ended early, could not decide a MUST, or left records behind.
 */
export type Verdict = 'conformant' | 'partial' | 'nonconformant' | 'inconclusive';

export interface Report {
  version: string;
  /** The server URL. */
  target: string;
  startedAt: string;
  durationMs: number;
  requests: number;
  /** For how long the server asked to wait, with 429 or 503 and Retry-After, in milliseconds. */
  heldBackMs: number;
  verdict: Verdict;
  /**
   * Of the rules on which the verdict depends (every MUST of the contract, and with `strict` every SHOULD), how many were
   * checked: they passed or failed.
   */
  coverage: { checked: number; total: number };
  /** Why the run judged nothing or ended early. Undefined if it ran to its end. */
  problem?: string;
  /** The seed of everything random in the run. */
  seed: number;
  /** A part of every mentor, organisation and code that the run sent. Empty if it sent none. */
  token: string;
  /** The results of the selected rules, in the order of the contract. If the run ended early, those that were ready. */
  results: Result[];
  /** The records of this run that could not be deleted, by id or code. */
  leftovers: string[];
}
