import type {
  ListedSlug,
  NoResponseError,
  OutcomeUnknownError,
  PlainError,
  ProblemBody,
  ProblemError,
  ReferralCodesError as ReferralCodesErrorType,
  UnexpectedResponseError,
} from './error-types.ts';
import type { OperationId } from './generated/calls.ts';

export type {
  ErrorOf,
  NoResponseError,
  OutcomeUnknownError,
  PlainError,
  ProblemBody,
  ProblemError,
  Result,
  UnexpectedResponseError,
} from './error-types.ts';

/** Any error that a call can end with; the type parameter limits the problems to those with the given slugs. */
export type ReferralCodesError<S extends ListedSlug = ListedSlug> = ReferralCodesErrorType<S>;

/** What an error tells about the request that failed. */
export interface FailedRequest {
  readonly operation?: OperationId | 'request' | undefined;
  readonly method?: string;
  readonly url?: string;
  readonly progress?: { readonly attempts?: number; readonly mayHaveHappened?: boolean };
}

/** The properties that an error of each kind is created with. */
export type ErrorFacts =
  | { kind: 'problem'; response: Response; body: unknown; slug: ListedSlug; problem: ProblemBody }
  | { kind: UnexpectedResponseError['kind']; response: Response; body: unknown; cause?: unknown }
  | { kind: NoResponseError['kind']; response?: undefined; cause?: unknown }
  | ({ kind: OutcomeUnknownError['kind'] } & Pick<
      OutcomeUnknownError,
      'response' | 'body' | 'gone' | 'lookup' | 'cause'
    >);

class ClientError extends Error {
  declare readonly lookup?: unknown;

  constructor(
    { operation, method, url, progress = {} }: FailedRequest,
    text: string,
    facts: ErrorFacts & { cause?: unknown },
  ) {
    const { cause, response, ...rest } = facts;
    const { attempts = 0, mayHaveHappened = false } = progress;
    const where = url ? ` (${method} ${url.slice(0, 200)}, attempt ${attempts})` : '';
    super((operation ? `${operation}: ` : '') + text + where, { cause });
    const name = 'ReferralCodesError';
    Object.assign(this, { name, operation, method, url, attempts, mayHaveHappened, status: response?.status, ...rest });
    // Not enumerable, because it can be neither cloned nor written as JSON.
    Object.defineProperty(this, 'response', { value: response });
  }

  toJSON() {
    return plain(this);
  }
}

function plain(error: unknown): PlainError | undefined {
  if (!(error instanceof Error)) return;
  const { name, message, cause } = error;
  return error instanceof ClientError
    ? { ...error, message, cause: plain(cause), lookup: plain(error.lookup) }
    : { name, message };
}

/**
 * The class of all errors of this package, for `instanceof`. Only the client creates them. `isReferralCodesError` also
 * recognises errors from another copy of the package or another realm, which `instanceof` does not.
 */
export const ReferralCodesError = ClientError as unknown as abstract new () => ReferralCodesError;

/** Creates an error of this package. */
export const createError = (request: FailedRequest, message: string, facts: ErrorFacts): ReferralCodesError =>
  new ClientError(request, message, facts) as unknown as ReferralCodesError;

/** Creates the error of a write that may have been applied; `cause` is the failure of its last attempt. */
export const outcomeUnknown = (
  request: FailedRequest,
  message: string,
  cause: ReferralCodesError,
  gone: boolean,
  lookup?: ReferralCodesError,
) =>
  createError(request, message, {
    kind: 'outcome-unknown',
    response: cause.response,
    body: cause.body,
    gone,
    lookup,
    cause,
  });

/**
 * Tells whether a caught value is an error of this package. It compares the name, so that it also recognises errors from
 * another copy of the package or another realm.
 */
export function isReferralCodesError(error: unknown): error is ReferralCodesError {
  return (error as Error | undefined)?.name === 'ReferralCodesError';
}

/**
 * Tells whether a caught value is the problem with this slug, and gives its body the matching type: every member but the
 * type may be missing. A response whose body names no problem of the contract counts by its status, if only one problem of
 * the operation has it. On an error of an operation whose contract does not list the slug, the type becomes `never`.
 */
export function isProblem<S extends ListedSlug>(error: unknown, slug: S): error is ProblemError<S> {
  return isReferralCodesError(error) && error.slug === slug;
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
    if (isReferralCodesError(error) && error.slug && error.status === 404) return null;
    throw error;
  }
}
