import type { OperationProblems } from './generated/calls.ts';
import type { OperationId, ProblemSlug, Problems } from './generated/operations.ts';

/** What every error of this package carries, whatever its kind. */
interface Failure extends Error {
  readonly name: 'ReferralCodesError';
  /** The operation that was called; none where the client could not be made. */
  readonly operation: OperationId | undefined;
  /** The HTTP status, where there was an answer. */
  readonly status: number | undefined;
  /** The answer itself. Its body has been read: what it said is in `problem` and in the message. */
  readonly response: Response | undefined;
  /** The body of a refusal, where it is one the contract lists for this operation. */
  readonly problem: Problems[ProblemSlug] | undefined;
}

/** The server refused, in the words of the contract: `slug` says which refusal, `problem` is its body. */
export interface Refusal<S extends ProblemSlug> extends Failure {
  readonly kind: 'problem';
  readonly slug: S;
  readonly status: number;
  readonly problem: Problems[S];
  readonly response: Response;
}

/** The server answered something the contract does not list: a status, a refusal, or a body that is no problem. */
export interface UnexpectedStatus extends Failure {
  readonly kind: 'unexpected-status';
  readonly status: number;
  readonly problem: undefined;
  readonly response: Response;
}

/** The status says success, the body is not what was promised. */
export interface MalformedBody extends Failure {
  readonly kind: 'malformed-body';
  readonly status: number;
  readonly problem: undefined;
  readonly response: Response;
}

/** There was no whole answer. `cause` is what the platform said. */
export interface NoAnswer extends Failure {
  readonly kind: 'network' | 'aborted' | 'invalid-argument';
  readonly status: undefined;
  readonly problem: undefined;
  readonly response: undefined;
}

/** Any error a call can end in; with slugs, one whose refusals are only those. */
export type ReferralCodesError<S extends ProblemSlug = ProblemSlug> =
  | { [slug in S]: Refusal<slug> }[S]
  | UnexpectedStatus
  | MalformedBody
  | NoAnswer;

/** Any error the operation can end in: its refusals are those the contract lists for it. */
export type ErrorOf<Id extends OperationId> = ReferralCodesError<OperationProblems[Id]>;

/** The facts of an error, beside its message. */
export type Facts = Partial<Pick<Failure, 'operation' | 'response' | 'problem'>> & {
  kind: ReferralCodesError['kind'];
  slug?: ProblemSlug;
  cause?: unknown;
};

/** Makes an error of the family: a real Error, with its facts as properties. */
export function failure(message: string, { cause, ...facts }: Facts): ReferralCodesError {
  const error = new Error(facts.operation ? `${facts.operation}: ${message}` : message, cause ? { cause } : undefined);
  return Object.assign(error, {
    name: 'ReferralCodesError',
    operation: undefined,
    status: facts.response?.status,
    response: undefined,
    problem: undefined,
    ...facts,
  }) as ReferralCodesError;
}

/** Tells whether a caught value is an error of this package, also one from another copy of it or another realm. */
export function isReferralCodesError(error: unknown): error is ReferralCodesError {
  return (error as Failure | undefined)?.name === 'ReferralCodesError';
}

/** Tells whether a caught value is this refusal, and gives its body the right type. */
export function isProblem<S extends ProblemSlug>(error: unknown, slug: S): error is Refusal<S> {
  return isReferralCodesError(error) && error.kind === 'problem' && error.slug === slug;
}
