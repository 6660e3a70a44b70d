import type { OperationProblems } from './generated/calls.ts';
import type { OperationId, ProblemSlug, Problems } from './generated/operations.ts';

/** What every error of this package carries, whatever its kind. */
interface Failure extends Error {
  readonly name: 'ReferralCodesError';
  /** The operation that was called; none where the client could not be made. */
  readonly operation: OperationId | undefined;
  /** The HTTP status, where there was an answer. */
  readonly status: number | undefined;
  /** The answer itself, its headers included. Its body has been read. */
  readonly response: Response | undefined;
  /** The body of a refusal that the contract lists for this operation. */
  readonly problem: Problems[ProblemSlug] | undefined;
}

/** The server refused in the words of the contract: `slug` says which refusal, `problem` is its body. */
export interface Refusal<S extends ProblemSlug = ProblemSlug> extends Failure {
  readonly kind: 'problem';
  readonly slug: S;
  readonly status: number;
  readonly problem: Problems[S];
  readonly response: Response;
}

/** `unexpected-status`: a refusal the contract does not list. `malformed-body`: a success whose body is not what was promised, or is larger than 8 MiB. */
export interface UnexpectedAnswer extends Failure {
  readonly kind: 'unexpected-status' | 'malformed-body';
  readonly status: number;
  readonly problem: undefined;
  readonly response: Response;
}

/** No whole answer came, or nothing was sent (`invalid-argument`). `cause` is what the platform said. */
export interface NoAnswer extends Failure {
  readonly kind: 'network' | 'timeout' | 'aborted' | 'invalid-argument';
  readonly status: undefined;
  readonly problem: undefined;
  readonly response: undefined;
}

/** A write may or may not have been carried out; the message says what to do, `cause` is the failure that left the doubt. */
export interface OutcomeUnknown extends Failure {
  readonly kind: 'outcome-unknown';
  /** Whether the record is known to be gone: only who deleted it is not. */
  readonly gone: boolean;
  readonly problem: undefined;
}

/** Any error a call can end in; with slugs, one whose refusals are only those. */
export type ReferralCodesError<S extends ProblemSlug = ProblemSlug> =
  | { [slug in S]: Refusal<slug> }[S]
  | UnexpectedAnswer
  | NoAnswer
  | OutcomeUnknown;

/** Any error the operation can end in: its refusals are those the contract lists for it. */
export type ErrorOf<Id extends OperationId> = ReferralCodesError<OperationProblems[Id]>;

/** How a call of `codes.safe` ends: it never throws. */
export type Result<T, Id extends OperationId> =
  | { readonly ok: true; readonly value: T; readonly response: Response }
  | { readonly ok: false; readonly error: ErrorOf<Id> };

/** The facts of an error, beside its message. */
export interface Facts {
  kind: ReferralCodesError['kind'];
  operation?: OperationId | undefined;
  response?: Response | undefined;
  slug?: ProblemSlug;
  problem?: Problems[ProblemSlug];
  gone?: boolean;
  cause?: unknown;
}

/** Makes an error of the family: a real Error, with its facts as properties. */
export function failure(message: string, { cause, ...facts }: Facts): ReferralCodesError {
  const error = new Error(facts.operation ? `${facts.operation}: ${message}` : message, { cause });
  const status = facts.response?.status;
  return Object.assign(error, { name: 'ReferralCodesError', status, ...facts }) as unknown as ReferralCodesError;
}

/** Makes the error of a write that may have been carried out: `last` is its last failure, `gone` whether the record is. */
export const outcomeUnknown = (message: string, last: ReferralCodesError, gone: boolean, cause: unknown = last) =>
  failure(message, { kind: 'outcome-unknown', operation: last.operation, response: last.response, gone, cause });

/** Tells whether a caught value is an error of this package, also one from another copy of it or another realm. */
export function isReferralCodesError(error: unknown): error is ReferralCodesError {
  return (error as Failure | undefined)?.name === 'ReferralCodesError';
}

/** Tells whether a caught value is this refusal, and gives its body the right type; `never` where the contract does not list it. */
export function isProblem<S extends ProblemSlug>(error: unknown, slug: S): error is Refusal<S> {
  return isReferralCodesError(error) && error.kind === 'problem' && error.slug === slug;
}

/** The value, or null where the server says that there is none (404); every other error is thrown as it is. */
export async function orNull<T>(call: PromiseLike<T>): Promise<T | null> {
  try {
    return await call;
  } catch (error) {
    if (isReferralCodesError(error) && error.kind === 'problem' && error.status === 404) return null;
    throw error;
  }
}
