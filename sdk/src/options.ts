import type { ReferralCodesError } from './errors.ts';
import type { OperationId } from './generated/operations.ts';
import type { StandardSchema } from './standard-schema.ts';

/** What any call takes beside its arguments; what it leaves out, the client's own options say. */
export interface CallOptions {
  /** Cancels the call, also while it waits to try again. Default: nothing does. */
  signal?: AbortSignal;
  /** Added to the client's own headers; the call's win, and null takes one away. */
  headers?: HeaderSource;
  /** Called in place of `fetch`. Default: `globalThis.fetch` as it is at each call, so that an interceptor may start later. */
  fetch?: Fetch;
  /** Milliseconds for the call as a whole, with every attempt and every wait. Default: 60,000. `Infinity` for no limit. */
  timeout?: number;
  /** Milliseconds for one attempt, its body included. Default: 15,000. */
  attemptTimeout?: number;
  /** How often a call is tried again. Default: 2. A create is never repeated blindly, whatever this says. */
  retries?: number;
  /** Milliseconds the first wait lasts at most; each later one may last twice as long. Default: 300. */
  retryDelay?: number;
  /** The longest wait in milliseconds. A server that asks for a longer one (Retry-After) is not asked again. Default: 20,000. */
  maxRetryDelay?: number;
}

/** What a call that lists takes beside its arguments. */
export interface ListOptions extends CallOptions {
  /** Iteration ends after this many records. Default: all of them. */
  maxItems?: number;
}

/** How a client is set up. Everything a call can say, the client can say for all of its calls. */
export interface ClientOptions extends Omit<CallOptions, 'signal'> {
  /** The server URL: origin and mount, as the contract's `servers` has it. Default: the documented mount on the page's own origin. */
  baseUrl?: string;
  /** Told of each attempt once it is over. */
  onAttempt?: (event: AttemptEvent) => void;
  /** Told how each call ended. */
  onOutcome?: (event: OutcomeEvent) => void;
  /** Told of both in a line of JSON, with the headers as in `AttemptEvent`: `debug: console.debug`. Default: nothing is logged. */
  debug?: (line: string) => void;
  /** What successes are held to: `responses` of `@referral-codes/sdk/schemas`, apart so that only who validates downloads it. */
  schemas?: ResponseSchemas;
  /** What becomes of a success that does not keep its schema: nothing (`off`), `onInvalid` is told, or it is thrown as `malformed-body`. Default: `report` with schemas, else `off`. */
  validate?: 'off' | 'report' | 'throw';
  /** Told what `report` finds; the error's `cause` lists the issues. */
  onInvalid?: (error: ReferralCodesError) => void;
}

/** A schema an operation, for its success. */
export type ResponseSchemas = Readonly<Record<OperationId, StandardSchema<unknown>>>;

/** One attempt of a call. */
export interface AttemptEvent {
  readonly operation: OperationId;
  /** Which attempt of the call this is, from 1. */
  readonly attempt: number;
  readonly method: string;
  readonly url: string;
  /** The request's headers. Only accept, accept-language, content-type, traceparent and x-request-id show what they hold. */
  readonly headers: Readonly<Record<string, string>>;
  /** The status of the answer, if there was one. */
  readonly status: number | undefined;
  /** Why there was none. */
  readonly error: ReferralCodesError | undefined;
  /** How long to wait before the next attempt, in milliseconds; nothing when there is none. */
  readonly retryIn: number | undefined;
  /** Milliseconds since the attempt began. */
  readonly duration: number;
}

/** How a call ended. */
export interface OutcomeEvent {
  readonly operation: OperationId;
  /** How many requests were sent for it. */
  readonly attempts: number;
  /** Why it failed, if it did. */
  readonly error: ReferralCodesError | undefined;
  /** Milliseconds since the call began. */
  readonly duration: number;
}

/** Headers, pairs or a record of them. */
export type HeaderSource = HeadersInit | Record<string, string | null | undefined>;

/** What the client needs of a fetch. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;
