import type { OperationId, ProblemSlug, RuleId } from '@referral-codes/sdk/contract';
import type { Answer } from './answer.ts';
import type { FaultKind } from './fault.ts';
import type { Asked } from './request.ts';

/** A request and what became of it, filled in while it is answered. */
export class Exchange {
  readonly method: string;
  readonly origin: string;
  readonly target: string;
  readonly headers: Asked['headers'];
  /** The real time in milliseconds since 1970, and on the clock that durations are taken with. */
  readonly startedAt = Date.now();
  readonly #started = performance.now();
  operation: OperationId | undefined;
  problem: ProblemSlug | undefined;
  rule: RuleId | undefined;
  fault: FaultKind | undefined;
  /** As far as it was read; bytes where it is no text. */
  body: string | Uint8Array | undefined;
  /** None where the request broke off. */
  answer: Answer | undefined;
  /** Milliseconds from the request to its answer. */
  duration = 0;

  /** Keeps the parts and not the request, which may hold a socket. */
  constructor({ method, origin, target, headers }: Asked) {
    this.method = method;
    this.origin = origin;
    this.target = target;
    this.headers = headers;
  }

  finish(answer: Answer | undefined): void {
    this.answer = answer;
    this.duration = performance.now() - this.#started;
  }
}
