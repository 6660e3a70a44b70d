import type { FailedRequest, ReferralCodesError } from './errors.ts';
import type { AttemptEvent, FetchContext, OutcomeEvent, StartEvent } from './events.ts';
import type { OperationId } from './generated/operations.ts';
import type { AnySchema } from './standard-schema.ts';

export type * from './events.ts';

/** The options of a call, its last argument. They take precedence over the options of the client. */
export interface CallOptions {
  /**
   * Cancels the call, also while it waits for the next attempt. With null, `fetch` gets no signal at all, so that React and
   * Next.js send equal requests of one render only once: time limits still end the call, but not the request itself.
   */
  signal?: AbortSignal | null | undefined;
  /**
   * Added to the client's headers. The call's take precedence, and null removes a header. For headers that a function
   * returns, such as a token, see `@referral-codes/sdk/hooks`.
   */
  headers?: HeaderSource | undefined;
  /** More options of `fetch`, such as `credentials`, `cache`, `mode` or `next`. A call's are added to the client's. */
  init?: FetchInit | undefined;
  /**
   * Called instead of `fetch`. It must respect `redirect: 'manual'`.
   * @default globalThis.fetch, looked up at each call, so that an interceptor may be installed later
   */
  fetch?: Fetch | undefined;
  /**
   * Milliseconds for the whole call, including all attempts and the waits between them. `Infinity` for no limit.
   * @default 60_000
   */
  timeout?: number | undefined;
  /**
   * Milliseconds for one attempt, including its body.
   * @default 15_000
   */
  attemptTimeout?: number | undefined;
  /**
   * How many times to try again after the first attempt. A create is repeated only if it cannot have been stored: it was
   * refused or never sent, or the server has confirmed that no record has the code.
   * @default 2
   */
  retries?: number | undefined;
  /**
   * Upper bound of the first wait in milliseconds; it doubles with each further wait. The actual wait is random.
   * @default 300
   */
  retryDelay?: number | undefined;
  /**
   * The longest wait in milliseconds. If a server asks for a longer one with Retry-After, the call is not tried again.
   * @default 20_000
   */
  maxRetryDelay?: number | undefined;
}

/** The options of a call that returns a list. */
export interface ListOptions extends CallOptions {
  /**
   * Iteration ends after this many records.
   * @default Infinity
   */
  maxItems?: number | undefined;
}

/** The options of a client. Those that a call takes as well are the defaults for all calls. */
export interface ClientOptions extends Omit<CallOptions, 'signal'> {
  /** With null, `fetch` gets no signal: see `signal` of a call. */
  signal?: null | undefined;
  /**
   * The server URL: origin and mount path, as in `servers` of the contract. Relative URLs are resolved against the page.
   * @default the documented mount path on the page's own origin
   */
  baseUrl?: string | undefined;
  /** Called when a call begins. */
  onStart?: ((event: StartEvent) => void) | undefined;
  /** Called after each attempt. */
  onAttempt?: ((event: AttemptEvent) => void) | undefined;
  /** Called when a call has succeeded or failed with a `ReferralCodesError`. */
  onOutcome?: ((event: OutcomeEvent) => void) | undefined;
  /** Called with both events as a line of JSON: `debug: console.debug`. Nothing is logged by default. */
  debug?: ((line: string) => void) | undefined;
  /**
   * Schemas for the bodies of successes: `responses` of `@referral-codes/sdk/schemas`, or what its `responseSchemas` makes
   * of Standard Schemas of any library. Only who imports them downloads them.
   */
  schemas?: ResponseSchemas | undefined;
  /**
   * What to do if the body of a success does not match its schema: nothing (`off`), call `onInvalid` (`report`), or throw
   * a `malformed-body` error (`throw`).
   * @default 'report' with schemas, otherwise 'off'
   */
  validate?: 'off' | 'report' | 'throw' | undefined;
  /** Called with `validate: 'report'`; the error's `cause` lists the issues. */
  onInvalid?: ((error: ReferralCodesError) => void) | undefined;
}

/** Schemas for the bodies of successes, as `responseSchemas` of `@referral-codes/sdk/schemas` returns them. */
export interface ResponseSchemas {
  /**
   * Checks the body of a success.
   *
   * @throws {ReferralCodesError} `malformed-body` if it does not match and `validate` is `throw`.
   */
  '~check'(request: CheckedRequest, value: object): Promise<void>;
}

/** For some operations, the schema of the body of the success. */
export type OperationSchemas = Readonly<Partial<Record<OperationId, AnySchema>>>;

/** What the check of a response knows of its request. */
export interface CheckedRequest extends FailedRequest, Pick<ClientOptions, 'validate' | 'onInvalid'> {
  readonly operation: OperationId | 'request';
}

/** Headers, pairs or a record. `HeadersInit` is not used because only the DOM library has it. */
export type HeaderSource = Headers | Iterable<readonly [string, string]> | Record<string, string | null | undefined>;

/** The options of `fetch` that the client leaves to its caller. */
export type FetchInit = Omit<RequestInit, 'body' | 'headers' | 'method' | 'redirect' | 'signal'>;

/** The part of `fetch` that the client uses. A fetch of your own also gets what the attempt is part of. */
export type Fetch = (url: string, init: RequestInit, context: FetchContext) => Promise<Response>;
