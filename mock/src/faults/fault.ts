import type { OperationId, ProblemSlug } from '@referral-codes/sdk/contract';
import type { Duration } from '../time/duration.ts';

/** What a fault does to a request. */
export type Effect =
  /** Delays the response: by a fixed time, by one drawn evenly from a range, or by one drawn from a log-normal distribution. */
  | { readonly kind: 'latency'; readonly delay: Duration }
  | { readonly kind: 'latency'; readonly min: Duration; readonly max: Duration }
  | { readonly kind: 'latency'; readonly median: Duration; readonly p99: Duration }
  /** Responds with a status from 400 to 599, or with a problem of the contract; nothing is stored. */
  | { readonly kind: 'status'; readonly status: number }
  | {
      readonly kind: 'status';
      readonly problem: ProblemSlug;
      /** Replace or complete the members of the problem, such as `record_id` or `detail`. */
      readonly members?: Readonly<Record<string, unknown>>;
    }
  /** Responds 429 with `Retry-After` in seconds; nothing is stored. */
  | { readonly kind: 'rate-limit'; readonly retryAfter: number }
  /** Carries out the request, and responds with JSON that is cut short. */
  | { readonly kind: 'malformed-json' }
  /** Carries out the request, and responds with JSON that the contract does not allow. */
  | { readonly kind: 'broken-contract' }
  /** Carries out the request, and breaks the connection in the middle of the response body. */
  | { readonly kind: 'truncated-body' }
  /** Breaks the connection; nothing is stored. */
  | { readonly kind: 'reset' }
  /** Never responds; nothing is stored. */
  | { readonly kind: 'silence' }
  /** Responds as if it had carried out the request; nothing is stored. */
  | { readonly kind: 'answered-not-stored' }
  /** Carries out the request, and breaks the connection instead of responding. */
  | { readonly kind: 'stored-not-answered' };

/** An effect, and the requests on which it takes place: those that meet all its conditions. */
export type Fault = Effect & {
  /** @default every operation; for a `problem`, every operation that can respond with it */
  readonly operation?: OperationId;
  /** Only requests whose path has this id of a record. */
  readonly record?: string;
  /** Only requests whose query or body names this pair. */
  readonly pair?: { readonly mentor_id: string; readonly org_id: string };
  /** Only requests that have all these headers with these values; for example one caller's session or API key. */
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * How many of these requests it leaves alone first. With `after: 2, times: 1` it takes effect on the third only.
   * @default 0
   */
  readonly after?: number;
  /**
   * How often it takes effect before it is disarmed.
   * @default unlimited
   */
  readonly times?: number;
  /**
   * How likely it takes effect, from 0 to 1.
   * @default 1
   */
  readonly probability?: number;
};

export type FaultKind = Effect['kind'];
