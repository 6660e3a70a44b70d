import type { ReferralCodesError } from './errors.ts';
import type { OperationId } from './generated/operations.ts';

/** What all events of a call tell. */
export interface CallEvent {
  /** The operation of the contract, or `request` for a function of `createRequest`. */
  readonly operation: OperationId | 'request';
  /** The number of the call, from 1: the same in all its events, and in no event of another call of this program. */
  readonly callId: number;
}

/** A call has begun. */
export interface StartEvent extends CallEvent {}

/** What a `fetch` of the caller is told of its attempt, as its third argument. */
export interface FetchContext {
  readonly operation: CallEvent['operation'];
  readonly method: string;
  readonly url: string;
  readonly progress: {
    readonly callId: number;
    /** The number of the attempt within its call, from 1. */
    readonly attempts: number;
    /** Whether an attempt of the call may have been applied by the server. */
    readonly mayHaveHappened: boolean;
  };
}

/** One attempt of a call, when it has ended. */
export interface AttemptEvent extends CallEvent {
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
export interface OutcomeEvent extends CallEvent {
  /** How many attempts were made. */
  readonly attempts: number;
  /** Why the call failed; undefined if it succeeded. */
  readonly error: ReferralCodesError | undefined;
  /** Milliseconds that the call took. */
  readonly duration: number;
}
