import type { OperationProblems } from './generated/calls.ts';
import type { OperationId, Problems } from './generated/operations.ts';

/** The slug of a problem that the contract lists for at least one operation. */
type ListedSlug = OperationProblems[OperationId];

/** The body of a problem. Only its type is certain: a server may leave out the other members. */
export type ProblemBody<S extends ListedSlug = ListedSlug> = {
  [slug in S]: Pick<Problems[slug], 'type'> & Partial<Problems[slug]>;
}[S];

/** The properties of every error of this package, whatever its kind. */
interface ErrorProperties extends Error {
  readonly name: 'ReferralCodesError';
  /** The operation that was called; undefined if the client could not be created. */
  readonly operation: OperationId | undefined;
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

/** No complete response arrived, or nothing was sent (`invalid-argument`). `cause` is the platform's own error, if any. */
export interface NoResponseError extends ErrorProperties {
  readonly kind: 'network' | 'timeout' | 'aborted' | 'invalid-argument';
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
  /** The failure of the look-up that was to show whether a create was applied. */
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
  readonly operation?: OperationId | undefined;
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
      readonly response: Response;
      /** Set if the response of a create was lost, and its record was found by its code. */
      readonly recovered?: true;
    }
  | { readonly ok: false; readonly error: ErrorOf<Id> };

/** The properties that an error of each kind is created with. */
export type ErrorFacts = { operation?: OperationId | undefined; cause?: unknown } & (
  | { kind: 'problem'; response: Response; body: unknown; slug: ListedSlug; problem: ProblemBody }
  | { kind: UnexpectedResponseError['kind']; response: Response; body: unknown }
  | { kind: NoResponseError['kind']; response?: undefined; body?: undefined }
  | {
      kind: OutcomeUnknownError['kind'];
      response: Response | undefined;
      body: unknown;
      gone: boolean;
      lookup: ReferralCodesError | undefined;
    }
);

class ClientError extends Error {
  declare readonly lookup?: unknown;

  constructor(message: string, { cause, response, ...facts }: ErrorFacts) {
    super(facts.operation ? `${facts.operation}: ${message}` : message, { cause });
    Object.assign(this, { name: 'ReferralCodesError', status: response?.status, ...facts });
    hideResponse(this, response);
  }

  toJSON() {
    return plain(this);
  }
}

/** Adds a response that is not enumerable, because it can be neither cloned nor written as JSON. */
export const hideResponse = (target: object, response: Response | undefined): object =>
  Object.defineProperty(target, 'response', { value: response });

function plain(error: unknown): PlainError | undefined {
  if (!(error instanceof Error)) return;
  const { name, message } = error;
  if (!(error instanceof ClientError)) return { name, message };
  return { ...error, message, cause: plain(error.cause), lookup: plain(error.lookup) };
}

/**
 * The class of all errors of this package, for `instanceof`. Only the client creates them. `isReferralCodesError` also
 * recognises errors from another copy of the package or another realm, which `instanceof` does not.
 */
export const ReferralCodesError = ClientError as unknown as abstract new () => ReferralCodesError;

/** Creates an error of this package. */
export const createError = (message: string, facts: ErrorFacts): ReferralCodesError =>
  new ClientError(message, facts) as unknown as ReferralCodesError;

/** Creates the error of a write that may have been applied; `last` is the failure of its last attempt. */
export const outcomeUnknown = (
  message: string,
  last: ReferralCodesError,
  gone: boolean,
  lookup?: ReferralCodesError,
) => {
  const { operation, response, body } = last;
  return createError(message, { kind: 'outcome-unknown', operation, response, body, gone, lookup, cause: last });
};

/**
 * Tells whether a caught value is an error of this package. It compares the name, so that it also recognises errors from
 * another copy of the package or another realm.
 */
export function isReferralCodesError(error: unknown): error is ReferralCodesError {
  return (error as Error | undefined)?.name === 'ReferralCodesError';
}

/**
 * Tells whether a caught value is the problem with this slug, and gives its body the matching type. On an error of an
 * operation whose contract does not list the slug, the type becomes `never`.
 */
export function isProblem<S extends ListedSlug>(error: unknown, slug: S): error is ProblemError<S> {
  return isReferralCodesError(error) && error.kind === 'problem' && error.slug === slug;
}

/**
 * Turns a 404 problem of the contract into null, for reads where a missing record is a normal result.
 *
 * @throws {ReferralCodesError} Every other error of the call, unchanged.
 */
export async function orNull<T>(call: PromiseLike<T>): Promise<T | null> {
  try {
    return await call;
  } catch (error) {
    if (isReferralCodesError(error) && error.kind === 'problem' && error.status === 404) return null;
    throw error;
  }
}
