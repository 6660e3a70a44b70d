import type { OperationId, ProblemSlug, RuleId } from '@referral-codes/sdk/contract';
import type { Answer } from './answer.ts';
import type { FaultKind } from './fault.ts';
import type { Asked } from './request.ts';

const LOADED = Date.now();

/** Whole microseconds, which start again at times; as small numbers they need no memory of their own. */
const ticks = (): number => (performance.now() * 1000) | 0;

/**
 * A request and what became of it, filled in while it is answered. A thousand of these outlive every young garbage
 * collection, so that each is made of as few pieces as can be.
 */
export class Exchange {
  readonly method: string;
  readonly origin: string;
  readonly target: string;
  /** Of the web's kind, or names and values in lines. */
  readonly headers: Headers | string;
  operation: OperationId | undefined;
  problem: ProblemSlug | undefined;
  rule: RuleId | undefined;
  fault: FaultKind | undefined;
  /** As far as it was read; bytes where it is no text. */
  body: string | Uint8Array | undefined;
  /** 0 where the request broke off, or was never answered. */
  status = 0;
  answerHeaders: readonly string[] | undefined;
  answerBody: string | null = null;
  /** How many characters and bytes of bodies and target it may hold. */
  size = 0;
  readonly #at = Date.now() - LOADED;
  readonly #started = ticks();
  #ticks = 0;

  /** Keeps the parts and not the request, which may hold a socket. */
  constructor({ method, origin, target, headers }: Asked) {
    this.method = method;
    this.origin = origin;
    this.target = target;
    this.headers = headers instanceof Headers ? headers : headers.join('\n');
  }

  /** The real time the request came, in milliseconds since 1970. */
  get startedAt(): number {
    return LOADED + this.#at;
  }

  /** Milliseconds until it was answered. */
  get duration(): number {
    return this.#ticks / 1000;
  }

  finish(answer: Answer | undefined): void {
    this.#ticks = (ticks() - this.#started) | 0;
    this.size = this.target.length + (this.body?.length ?? 0) + (answer?.body?.length ?? 0);
    if (!answer) return;
    this.status = answer.status;
    this.answerHeaders = answer.headers;
    this.answerBody = answer.body;
  }
}
