import type { ProblemSlug, RuleId } from '@referral-codes/sdk/contract';

/** One error in a request. */
export interface FieldError {
  /** A JSON Pointer as a URI fragment: into the body, or into the query of an operation that takes no body. */
  readonly pointer: string;
  readonly detail: string;
}

/** Why a request is refused: a problem of the contract. */
export interface ProblemDetails {
  readonly problem: ProblemSlug;
  readonly detail: string;
  /** The rule because of which the request is refused, if there is one. */
  readonly rule?: RuleId | undefined;
  /** The conflicting record, for the two conflicts. */
  readonly record_id?: string;
  /** For an invalid request only. */
  readonly errors?: readonly FieldError[];
}

export const isProblem = (outcome: object): outcome is ProblemDetails => 'problem' in outcome;
