import type { OperationId, ProblemSlug, RuleId } from '@referral-codes/sdk/contract';
import type { FaultKind } from '../faults/fault.ts';
import type { MockRequest } from '../message/request.ts';
import type { MockResponse } from '../message/response.ts';

/** Bytes of a character at most, as JavaScript engines store text. */
const CHARACTER = 2;
/** Bytes of an exchange beside its texts, roughly. */
const OVERHEAD = 400;

/**
 * A request and what becomes of it, filled in while it is answered.
 * The journal makes an entry of it only when it is read: made for every request, entries cost a GET 7 µs more, of 20.
 */
export class Exchange {
  readonly method: string;
  readonly origin: string;
  readonly target: string;
  /** A flat `[name, value, …]` list. */
  readonly headers: readonly string[];
  /** When the request came, in milliseconds since 1970. */
  readonly at = Date.now();
  readonly #started = performance.now();
  /** Milliseconds until it was answered. */
  duration = 0;
  operation: OperationId | null = null;
  problem: ProblemSlug | null = null;
  rule: RuleId | null = null;
  fault: FaultKind | null = null;
  /** The body of the request, as far as it was read. */
  body: string | null = null;
  /** Null if the request broke off. Its status is 0 if it was never answered. */
  response: MockResponse | null = null;
  bodiesDropped = false;

  /** Copies what it needs of the request, which may hold a socket. */
  constructor({ method, origin, target, headers }: MockRequest) {
    this.method = method;
    this.origin = origin;
    this.target = target;
    this.headers = headers instanceof Headers ? [...headers].flat() : headers;
  }

  /** At most how many bytes of memory it takes without its bodies, and how many its bodies take; known once it has ended. */
  headBytes = 0;
  bodyBytes = 0;

  /** @param response none if the request broke off. */
  end(response?: MockResponse): void {
    this.duration = performance.now() - this.#started;
    this.response = response ?? null;
    let characters = this.method.length + this.origin.length + this.target.length;
    for (const text of this.headers) characters += text.length;
    for (const name in response?.headers) characters += name.length + `${response.headers[name]}`.length;
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
