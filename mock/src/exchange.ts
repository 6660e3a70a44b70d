import type { OperationId, ProblemSlug, RuleId } from '@referral-codes/sdk/contract';
import type { Answer } from './answer.ts';
import type { FaultKind } from './fault.ts';
import type { Asked } from './request.ts';

/** A request and what became of it, filled in while it is answered. */
export class Exchange {
  readonly method: string;
  readonly url: string;
  readonly headers: Asked['headers'];
  readonly rawHeaders: readonly string[] | undefined;
  /** The real time in milliseconds since 1970, and on the clock that durations are taken with. */
  readonly startedAt = Date.now();
  readonly #started = performance.now();
  operation: OperationId | undefined;
  problem: ProblemSlug | undefined;
  rule: RuleId | undefined;
  fault: FaultKind | undefined;
  /** As far as it was read. */
  body: Uint8Array | undefined;
  /** None where the request broke off. */
  answer: Answer | undefined;
  /** Milliseconds from the request to its answer. */
  duration = 0;

  constructor({ method, url, headers, rawHeaders }: Asked) {
    this.method = method;
    this.url = url;
    // Headers read lazily from a socket would keep that socket; raw ones are plain text.
    this.headers = rawHeaders ? NONE : headers;
    this.rawHeaders = rawHeaders;
  }

  finish(answer: Answer | undefined): void {
    this.answer = answer;
    this.duration = performance.now() - this.#started;
  }
}

const NONE: Asked['headers'] = { get: () => null };
