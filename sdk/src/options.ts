import type { ReferralCodesError } from './errors.ts';
import type { OperationId } from './generated/operations.ts';
import type { StandardSchema } from './standard-schema.ts';

/** The options of a call, its last argument. They take precedence over the options of the client. */
export interface CallOptions {
  /** Cancels the call, also while it waits for the next attempt. */
  signal?: AbortSignal;
  /** Added to the client's headers. The call's take precedence, and null removes a header. */
  headers?: HeaderSource;
  /**
   * Called instead of `fetch`. It must respect `redirect: 'manual'`.
   * @default globalThis.fetch, looked up at each call, so that an interceptor may be installed later
   */
  fetch?: Fetch;
  /**
   * Milliseconds for the whole call, including all attempts and the waits between them. `Infinity` for no limit.
   * @default 60_000
   */
  timeout?: number;
  /**
   * Milliseconds for one attempt, including its body.
   * @default 15_000
   */
  attemptTimeout?: number;
  /**
   * How many times to try again after the first attempt. A create is repeated only if the server has confirmed that it
   * stored nothing.
   * @default 2
   */
  retries?: number;
  /**
   * Upper bound of the first wait in milliseconds; it doubles with each further wait. The actual wait is random.
   * @default 300
   */
  retryDelay?: number;
  /**
   * The longest wait in milliseconds. If a server asks for a longer one with Retry-After, the call is not tried again.
   * @default 20_000
   */
  maxRetryDelay?: number;
}

/** The options of a call that returns a list. */
export interface ListOptions extends CallOptions {
  /**
   * Iteration ends after this many records.
   * @default Infinity
   */
  maxItems?: number;
}

/** The options of a client. Those that a call takes as well are the defaults for all calls. */
export interface ClientOptions extends Omit<CallOptions, 'signal'> {
  /**
   * The server URL: origin and mount path, as in `servers` of the contract. Relative URLs are resolved against the page.
   * @default the documented mount path on the page's own origin
   */
  baseUrl?: string;
  /** Called after each attempt. */
  onAttempt?: (event: AttemptEvent) => void;
  /** Called when a call has succeeded or failed with a `ReferralCodesError`. */
  onOutcome?: (event: OutcomeEvent) => void;
  /** Called with both events as a line of JSON: `debug: console.debug`. Nothing is logged by default. */
  debug?: (line: string) => void;
  /** Schemas for the bodies of successes: `responses` of `@referral-codes/sdk/schemas`. Only who imports them downloads them. */
  schemas?: ResponseSchemas;
  /**
   * What to do if the body of a success does not match its schema: nothing (`off`), call `onInvalid` (`report`), or throw
   * a `malformed-body` error (`throw`).
   * @default 'report' with schemas, otherwise 'off'
   */
  validate?: 'off' | 'report' | 'throw';
  /** Called with `validate: 'report'`; the error's `cause` lists the issues. */
  onInvalid?: (error: ReferralCodesError) => void;
}

/** For each operation, the schema of the body of its success. */
export type ResponseSchemas = Readonly<Record<OperationId, StandardSchema<unknown>>>;

/** One attempt of a call. */
export interface AttemptEvent {
  readonly operation: OperationId;
  /** The number of the attempt within its call, from 1. */
  readonly attempt: number;
  readonly method: string;
  readonly url: string;
  /** The request headers. Values are shown for accept, accept-language, content-type, traceparent and x-request-id only. */
  readonly headers: Readonly<Record<string, string>>;
  /** The status of the response, if there was one. */
  readonly status: number | undefined;
  /** Why there was no complete response. */
  readonly error: ReferralCodesError | undefined;
  /** Milliseconds until the next attempt; undefined if there is none. */
  readonly retryIn: number | undefined;
  /** Milliseconds that the attempt took. */
  readonly duration: number;
}

/** How a call ended. */
export interface OutcomeEvent {
  readonly operation: OperationId;
  /** How many requests were sent. */
  readonly attempts: number;
  /** Why the call failed; undefined if it succeeded. */
  readonly error: ReferralCodesError | undefined;
  /** Milliseconds that the call took. */
  readonly duration: number;
}

/** Headers, pairs or a record. `HeadersInit` is not used because only the DOM library has it. */
export type HeaderSource = Headers | Iterable<readonly [string, string]> | Record<string, string | null | undefined>;

/** The part of `fetch` that the client uses. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;
