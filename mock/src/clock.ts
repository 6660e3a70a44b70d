import { instantOf } from './time.ts';

/** Milliseconds since 1970. */
export type Now = () => number;

/** The years that can be written with four digits. */
const EARLIEST = Date.parse('0000-01-01T00:00:00Z');
const LATEST = Date.parse('9999-12-31T23:59:59Z');

/** A clock that can be stopped and moved. It starts as the real time. */
export class Clock {
  readonly #real: Now;
  /** Where it stands, if it is stopped. */
  #fixed: number | undefined;
  #offset = 0;

  /** @param real the time it follows while it is not stopped. */
  constructor(real: Now = Date.now) {
    this.#real = real;
  }

  now(): number {
    return this.#fixed ?? this.#real() + this.#offset;
  }

  /** Stops the clock at an RFC 3339 time. Throws a RangeError where it is none. */
  set(time: string): void {
    this.#fixed = inRange(instantOf(time));
  }

  /** Moves the clock by some milliseconds, stopped or not; negative is back. Throws a RangeError outside years 0 to 9999. */
  advance(milliseconds: number): void {
    inRange(this.now() + milliseconds);
    if (this.#fixed === undefined) this.#offset += milliseconds;
    else this.#fixed += milliseconds;
  }

  /** Follows the real time again. */
  resume(): void {
    this.#fixed = undefined;
    this.#offset = 0;
  }
}

function inRange(instant: number): number {
  if (!(instant >= EARLIEST && instant <= LATEST)) throw new RangeError('the clock shows the years 0 to 9999 only');
  return instant;
}
