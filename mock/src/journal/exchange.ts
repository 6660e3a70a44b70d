import type { OperationId, ProblemSlug, RuleId } from '@referral-codes/sdk/contract';
import type { FaultKind } from '../faults/fault.ts';
import type { MockRequest } from '../message/request.ts';
import type { MockResponse } from '../message/response.ts';

/** Bytes of a character at most, as JavaScript keeps text. */
const WIDTH = 2;
/** Bytes of an exchange beside its texts, roughly. */
const OVERHEAD = 400;

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
  /** Names and values in lines. */
  readonly headers: string;
  operation: OperationId | undefined;
  problem: ProblemSlug | undefined;
  rule: RuleId | undefined;
  fault: FaultKind | undefined;
  /** As far as it was read. */
  body: string | undefined;
  /** 0 where the request broke off, or was never answered. */
  status = 0;
  answerHeaders: readonly string[] | undefined;
  answerBody: string | null = null;
  /** At most how many bytes of memory it takes without its bodies. */
  headSize = 0;
  /** At most how many bytes its two bodies take. */
  bodySize = 0;
  bodiesDropped = false;
  readonly #at = Date.now() - LOADED;
  readonly #started = ticks();
  #ticks = 0;

  /** Keeps the parts and not the request, which may hold a socket. */
  constructor({ method, origin, target, headers }: MockRequest) {
    this.method = method;
    this.origin = origin;
    this.target = target;
    this.headers = (headers instanceof Headers ? [...headers].flat() : headers).join('\n');
  }

  /** The real time the request came, in milliseconds since 1970. */
  get startedAt(): number {
    return LOADED + this.#at;
  }

  /** Milliseconds until it was answered. */
  get duration(): number {
    return this.#ticks / 1000;
  }

  finish(answer: MockResponse | undefined): void {
    this.#ticks = (ticks() - this.#started) | 0;
    const { method, origin, target, headers } = this;
    let head = method.length + origin.length + target.length + headers.length;
    for (const text of answer?.headers ?? []) head += text.length;
    this.headSize = OVERHEAD + WIDTH * head;
    this.bodySize = WIDTH * ((this.body?.length ?? 0) + (answer?.body?.length ?? 0));
    if (!answer) return;
    this.status = answer.status;
    this.answerHeaders = answer.headers;
    this.answerBody = answer.body;
  }

  dropBodies(): void {
    if (this.bodySize === 0) return;
    this.body = undefined;
    this.answerBody = null;
    this.bodiesDropped = true;
  }
}
