import type { OperationId, ProblemSlug, RuleId } from '@referral-codes/sdk/contract';
import type { FaultKind } from '../faults/fault.ts';
import type { DrawnFaults } from '../faults/faults.ts';
import type { MockRequest } from '../message/request.ts';
import type { MockResponse } from '../message/response.ts';
import type { OnActiveConflict } from '../rules/rules.ts';
import type { IdState } from '../time/ids.ts';

/** Bytes of a character at most, as JavaScript engines store text. */
const CHARACTER = 2;
/** Bytes of an exchange beside its texts, roughly. */
const OVERHEAD = 500;

/** What decided the result of an operation, beside the request and the records. */
export interface Circumstances {
  /** Increases with each operation that the mock carries out. */
  readonly order: number;
  /** The time of the session's clock, in milliseconds since 1970. */
  readonly now: number;
  readonly ids: IdState;
  readonly onActiveConflict: OnActiveConflict;
}

/**
 * A request and its response, filled in while the mock handles the request. The journal converts it to an entry only when
 * somebody reads the journal: an entry for every request would add 7 µs to the 20 µs of a GET.
 */
export class Exchange {
  readonly method: string;
  readonly origin: string;
  readonly target: string;
  /** A flat `[name, value, …]` list. */
  readonly headers: readonly string[];
  /** When the request arrived, in milliseconds since 1970. */
  readonly at = Date.now();
  readonly #started = performance.now();
  /** Milliseconds from the request to its response. */
  duration = 0;
  /** When it ended, in milliseconds since the process started. */
  endedAt = 0;
  operation: OperationId | null = null;
  problem: ProblemSlug | null = null;
  rule: RuleId | null = null;
  fault: FaultKind | null = null;
  /** The fault that happened beside latency, with its values. */
  effect: DrawnFaults['effect'];
  /** Whether a fault may have led to a response that the contract does not allow. */
  mayBreakContract = false;
  /** Undefined if no operation was carried out. */
  circumstances: Circumstances | undefined;
  /** The body of the request, as far as it was read. */
  body: string | null = null;
  /** Null if there is none, because the request broke off. Its status is 0 if a fault kept it from being sent. */
  response: MockResponse | null = null;
  bodiesDropped = false;
  /** An upper estimate of the bytes of memory that it takes without its bodies; 0 until it has ended. */
  headBytes = 0;
  /** An upper estimate of the bytes of memory that its bodies take; 0 until it has ended. */
  bodyBytes = 0;

  /** Copies the values that it needs, because the request itself may refer to a socket. */
  constructor({ method, origin, target, headers }: MockRequest) {
    this.method = method;
    this.origin = origin;
    this.target = target;
    this.headers = headers instanceof Headers ? [...headers].flat() : headers;
  }

  /** @param response undefined if the request broke off */
  end(response?: MockResponse): void {
    this.endedAt = performance.now();
    this.duration = this.endedAt - this.#started;
    this.response = response ?? null;
    let characters = this.method.length + this.origin.length + this.target.length;
    for (const text of this.headers) characters += text.length;
    for (const text of response?.headers ?? []) characters += text.length;
    this.headBytes = OVERHEAD + CHARACTER * characters;
    this.bodyBytes = CHARACTER * ((this.body?.length ?? 0) + (response?.body?.length ?? 0));
  }

  dropBodies(): void {
    if (this.bodyBytes === 0) return;
    this.body = null;
    this.response &&= { ...this.response, body: null };
    this.bodiesDropped = true;
    this.bodyBytes = 0;
  }
}
