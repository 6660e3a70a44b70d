import type { ProblemSlug, RuleId } from '@referral-codes/sdk/contract';

/** One thing that is wrong with a request. */
export interface FieldError {
  /** A JSON Pointer as a URI fragment, into the body, or into the query of an operation without one. */
  readonly pointer: string;
  readonly detail: string;
}

/** Why a request is refused. */
export interface ProblemDetails {
  readonly problem: ProblemSlug;
  readonly detail: string;
  /** The rule that refuses it, where one does. */
  readonly rule?: RuleId | undefined;
  /** The record in the way, on the two conflicts. */
  readonly record_id?: string;
  /** On an invalid request only. */
  readonly errors?: readonly FieldError[];
}

export const isProblem = (outcome: object): outcome is ProblemDetails => 'problem' in outcome;
