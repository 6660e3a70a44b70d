import type { OperationId } from '@referral-codes/sdk/contract';
import { LimitError } from '../errors.ts';
import { LONGEST_TIMER } from '../time/duration.ts';
import { seededRandom } from '../time/random.ts';
import { delayOf, type Effect, type Fault, readFault } from './fault.ts';

/** A fault that is armed. */
export interface ArmedFault {
  readonly id: string;
  readonly fault: Fault;
  /** How often it came about. */
  readonly fired: number;
}

/** What goes wrong with one request: a wait, an effect after it, or both. */
export interface Drawn {
  readonly delay: number;
  readonly effect: Exclude<Effect, { kind: 'latency' }> | undefined;
}

/** Each costs every request a look. */
const MOST_FAULTS = 100;

/** The faults of a session, in the order they were armed. */
export class Faults {
  #armed: { id: string; fault: Fault; fired: number }[] = [];
  #random: () => number;
  #count = 0;
  readonly #seed: () => number;

  /** @param seed the session's. */
  constructor(seed: () => number) {
    this.#seed = seed;
    this.#random = seededRandom(seed());
  }

  /** Arms a fault and answers its id. Throws a RangeError that says what is wrong with it, and a LimitError where 100 are armed. */
  arm(fault: Fault): string {
    if (this.#armed.length >= MOST_FAULTS)
      throw new LimitError(`${MOST_FAULTS} faults are armed, and no more can be; disarm some first`);
    const id = `f${++this.#count}`;
    this.#armed.push({ id, fault: readFault(fault), fired: 0 });
    return id;
  }

  /** Whether there was such a fault to disarm. */
  disarm(id: string): boolean {
    const before = this.#armed.length;
    this.#armed = this.#armed.filter((armed) => armed.id !== id);
    return this.#armed.length < before;
  }

  /** Disarms all, and begins anew with the random numbers of a seed, the session's unless given. */
  clear(seed = this.#seed()): void {
    this.#armed = [];
    this.#random = seededRandom(seed);
  }

  /** Those that are armed and not spent. */
  get list(): ArmedFault[] {
    return this.#armed.map((armed) => ({ ...armed }));
  }

  /** What goes wrong with the next request for an operation: every wait that comes about, and the first other effect. */
  draw(operation: OperationId): Drawn | undefined {
    if (this.#armed.length === 0) return undefined;
    let delay = 0;
    let effect: Drawn['effect'];
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
