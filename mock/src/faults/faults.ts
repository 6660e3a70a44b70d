import type { OperationId } from '@referral-codes/sdk/contract';
import { LimitError } from '../errors.ts';
import { LONGEST_TIMER } from '../time/duration.ts';
import { seededRandom } from '../time/random.ts';
import { delayOf, type Effect, type Fault, readFault } from './fault.ts';

/** A fault that is armed. */
export interface ArmedFault {
  readonly id: string;
  readonly fault: Fault;
  /** How often it took effect. */
  readonly fired: number;
}

/** The faults that take effect on one request: a delay in milliseconds, an effect after it, or both. */
export interface DrawnFaults {
  readonly delay: number;
  readonly effect: Exclude<Effect, { kind: 'latency' }> | undefined;
}

/** The largest number of armed faults. Every request is compared with each of them. */
const MOST_FAULTS = 100;

/** The armed faults of a session, in the order in which they were armed. */
export class Faults {
  #armed: { id: string; fault: Fault; fired: number }[] = [];
  #random: () => number;
  #count = 0;
  readonly #seed: () => number;

  /** @param seed returns the session's seed. */
  constructor(seed: () => number) {
    this.#seed = seed;
    this.#random = seededRandom(seed());
  }

  /**
   * Arms a fault and returns its id.
   * @throws {InputError}, a RangeError, if the fault is invalid; `message` gives the reason.
   * @throws {LimitError} if 100 faults are armed.
   */
  arm(fault: Fault): string {
    if (this.#armed.length >= MOST_FAULTS)
      throw new LimitError(`${MOST_FAULTS} faults are armed, which is the limit; disarm one first`);
    const id = `f${++this.#count}`;
    this.#armed.push({ id, fault: readFault(fault), fired: 0 });
    return id;
  }

  /** Disarms a fault. Returns whether it was armed. */
  disarm(id: string): boolean {
    const before = this.#armed.length;
    this.#armed = this.#armed.filter((armed) => armed.id !== id);
    return this.#armed.length < before;
  }

  /**
   * Disarms all, and restarts the random numbers.
   * @param seed by default the seed of the session
   */
  clear(seed = this.#seed()): void {
    this.#armed = [];
    this.#random = seededRandom(seed);
  }

  /** The faults that are still armed. */
  get list(): ArmedFault[] {
    return this.#armed.map((armed) => ({ ...armed }));
  }

  /** Draws the faults for the next request to an operation: the sum of all latencies, and the first other effect. */
  draw(operation: OperationId): DrawnFaults | undefined {
    if (this.#armed.length === 0) return undefined;
    let delay = 0;
    let effect: DrawnFaults['effect'];
    for (const armed of this.#armed) {
      const { fault } = armed;
      if (fault.operation !== undefined && fault.operation !== operation) continue;
      if (fault.kind !== 'latency' && effect) continue;
      if (fault.probability !== undefined && this.#random() >= fault.probability) continue;
      armed.fired++;
      if (fault.kind === 'latency') delay = Math.min(delay + delayOf(fault, this.#random), LONGEST_TIMER);
      else effect = fault;
    }
    this.#armed = this.#armed.filter(({ fault, fired }) => fired < (fault.times ?? Number.POSITIVE_INFINITY));
    return delay > 0 || effect ? { delay, effect } : undefined;
  }
}
