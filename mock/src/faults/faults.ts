import { LimitError } from '../errors.ts';
import { LONGEST_TIMER } from '../time/duration.ts';
import { randomAt } from '../time/random.ts';
import { concerns, type FaultTarget } from './conditions.ts';
import type { Effect, Fault } from './fault.ts';
import { delayOf } from './latency.ts';
import { readFault } from './read-fault.ts';

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
export const MOST_FAULTS = 100;

/** The position in the random numbers that a seed decides. */
export interface FaultDraws {
  readonly seed: number;
  /** How many random numbers were drawn. */
  readonly drawn: number;
}

/** The armed faults of a session, in the order in which they were armed. */
export class Faults {
  #armed: { id: string; fault: Fault; seen: number; fired: number }[] = [];
  #draws: { seed: number; drawn: number };
  #count = 0;
  readonly #seed: () => number;

  /** @param seed returns the session's seed. */
  constructor(seed: () => number) {
    this.#seed = seed;
    this.#draws = { seed: seed(), drawn: 0 };
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
    this.#armed.push({ id, fault: readFault(fault), seen: 0, fired: 0 });
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
    this.restore([], { seed, drawn: 0 });
  }

  /** Replaces the armed faults, which get new ids, and continues the random numbers at a position. */
  restore(faults: readonly Fault[], draws: FaultDraws): void {
    this.#armed = [];
    this.#draws = { ...draws };
    for (const fault of faults) this.arm(fault);
  }

  /** The faults that are still armed. */
  get list(): ArmedFault[] {
    return this.#armed.map(({ id, fault, fired }) => ({ id, fault, fired }));
  }

  /** Whether a fault is armed. */
  get isArmed(): boolean {
    return this.#armed.length > 0;
  }

  /** Whether drawing a fault needs the body of the request. */
  get needBody(): boolean {
    return this.#armed.some(({ fault }) => fault.pair !== undefined);
  }

  /** The armed faults with what is left of them: how many requests each still leaves alone, and how often it still happens. */
  get remaining(): Fault[] {
    return this.#armed.map(({ fault: { after = 0, times, ...fault }, seen, fired }) => ({
      ...fault,
      ...(after > seen && { after: after - seen }),
      ...(times !== undefined && { times: times - fired }),
    }));
  }

  /** The position in the random numbers. */
  get draws(): FaultDraws {
    return { ...this.#draws };
  }

  /**
   * Draws the faults for the next request: the sum of all latencies, and the first other effect.
   * @param preferred the effect that the request asks for. It happens in any case.
   */
  draw(request: FaultTarget, preferred?: Effect): DrawnFaults | undefined {
    let delay = preferred?.kind === 'latency' ? delayOf(preferred, this.#random) : 0;
    let effect = preferred?.kind === 'latency' ? undefined : preferred;
    for (const armed of this.#armed) {
      const { fault } = armed;
      if (!concerns(fault, request) || ++armed.seen <= (fault.after ?? 0)) continue;
      if (fault.kind !== 'latency' && effect) continue;
      if (fault.probability !== undefined && this.#random() >= fault.probability) continue;
      armed.fired++;
      if (fault.kind === 'latency') delay = Math.min(delay + delayOf(fault, this.#random), LONGEST_TIMER);
      else effect = fault;
    }
    this.#armed = this.#armed.filter(({ fault, fired }) => fired < (fault.times ?? Number.POSITIVE_INFINITY));
    return delay > 0 || effect ? { delay, effect } : undefined;
  }

  readonly #random = (): number => randomAt(this.#draws.seed, ++this.#draws.drawn);
}
