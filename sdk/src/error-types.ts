import type { OperationProblems } from './generated/calls.ts';
import type { OperationId, Problems } from './generated/operations.ts';

/** The slug of a problem that the contract lists for at least one operation. */
export type ListedSlug = OperationProblems[OperationId];

/**
 * The body of a problem. Only its type is certain: a server may leave out the other members. If the body does not name a
 * problem of the contract, but the status can only mean this one, the type is that of the contract.
 */
export type ProblemBody<S extends ListedSlug = ListedSlug> = {
  [slug in S]: Pick<Problems[slug], 'type'> & Partial<Problems[slug]>;
}[S];

/** The properties of every error of this package, whatever its kind. */
interface ErrorProperties extends Error {
  readonly name: 'ReferralCodesError';
  /** The operation that was called, or `request`; undefined if the client could not be created. */
  readonly operation: OperationId | 'request' | undefined;
  /** The method of the request; undefined if the call did not get as far as a request. */
  readonly method: string | undefined;
  /** The URL of the request. */
  readonly url: string | undefined;
  /** How many attempts the call had made by then. */
  readonly attempts: number;
  /**
   * Whether an attempt of this call may have been applied by the server. False only if that is certain: always for reads,
   * and for a write that was refused or never sent.
   */
  readonly mayHaveHappened: boolean;
  /** The HTTP status, if there was a response. */
  readonly status: number | undefined;
  /** The response with its headers. Its body has already been read. */
  readonly response: Response | undefined;
  /** The body of the response: parsed if it is JSON, otherwise as text. Undefined without a response, and for more than 8 MiB. */
  readonly body: unknown;
  /** The error as a plain object, which can be cloned, and which `JSON.stringify` uses. */
  toJSON(): PlainError;
  /** The body of a problem that the contract lists for this operation. */
  readonly problem: object | undefined;
}

/** The server answered with a problem that the contract lists for the operation; `slug` names it, `problem` is its body. */
export interface ProblemError<S extends ListedSlug = ListedSlug> extends ErrorProperties {
  readonly kind: 'problem';
  readonly slug: S;
  readonly status: number;
  readonly problem: ProblemBody<S>;
  readonly response: Response;
}

/**
 * The server answered with something that the contract does not list. `unexpected-status`: an error status without one of
 * the operation's problems. `malformed-body`: a success whose body is not what the contract promises, or exceeds 8 MiB.
 */
export interface UnexpectedResponseError extends ErrorProperties {
  readonly kind: 'unexpected-status' | 'malformed-body';
  readonly status: number;
  readonly slug?: undefined;
  readonly problem: undefined;
  readonly response: Response;
}

/**
 * No complete response arrived. `invalid-argument`: nothing was sent. `hook-failed`: a function in the options (`headers`,
 * `onRequest` or `onResponse`) threw; the message names it. `cause` is the error that the platform or the function threw.
 */
export interface NoResponseError extends ErrorProperties {
  readonly kind: 'network' | 'timeout' | 'aborted' | 'invalid-argument' | 'hook-failed';
  readonly status: undefined;
  readonly slug?: undefined;
  readonly problem: undefined;
  readonly response: undefined;
}

/** A write may or may not have been applied; the message says what to do, `cause` is the failure that left this open. */
export interface OutcomeUnknownError extends ErrorProperties {
  readonly kind: 'outcome-unknown';
  /** True if the record certainly no longer exists, and only who deleted it is unknown. */
  readonly gone: boolean;
  /** The failure of the look-up that was to show whether a create was applied; undefined if it found no record. */
  readonly lookup: ReferralCodesError | undefined;
  readonly slug?: undefined;
  readonly problem: undefined;
}

/**
 * An error as a plain object: with all that it has but its response and stack. `isProblem` and `isReferralCodesError`
 * recognise it. Of a cause that is not an error of this package, only name and message are there.
 */
export interface PlainError {
  readonly name: string;
  readonly message: string;
  readonly kind?: ReferralCodesError['kind'];
  readonly operation?: ErrorProperties['operation'];
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly attempts?: number;
  readonly mayHaveHappened?: boolean;
  readonly status?: number | undefined;
  readonly slug?: ListedSlug;
  readonly problem?: ProblemBody;
  readonly body?: unknown;
  readonly gone?: boolean;
  readonly lookup?: PlainError | undefined;
  readonly cause?: PlainError | undefined;
}

/** Any error that a call can end with; the type parameter limits the problems to those with the given slugs. */
export type ReferralCodesError<S extends ListedSlug = ListedSlug> =
  | { [slug in S]: ProblemError<slug> }[S]
  | UnexpectedResponseError
  | NoResponseError
  | OutcomeUnknownError;

/** Any error that the operation can end with: its problems are those that the contract lists for it. */
export type ErrorOf<Id extends OperationId> = ReferralCodesError<OperationProblems[Id]>;

/** The result of a method of `codes.safe`: a value, or the error that the throwing method would have thrown. */
export type Result<T, Id extends OperationId> =
  | {
      readonly ok: true;
      readonly value: T;
      /** Set if the response of a create was lost, and its record was found by its code. */
      readonly recovered?: true;
    }
  | { readonly ok: false; readonly error: ErrorOf<Id> };
