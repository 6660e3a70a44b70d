import { InputError } from '../errors.ts';
import { type Duration, milliseconds } from './duration.ts';
import { instantOf } from './time.ts';

/** Milliseconds since 1970. */
export type Now = () => number;

/** `real`, an RFC 3339 time it stands at, or how far it is from the real time, such as `+2h` or `-30m`. */
export type ClockSetting = string;

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
    // It runs on after it was set, and stays at the last time that can be written.
    return this.#fixed ?? Math.min(this.#real() + this.#offset, LATEST);
  }

  /** What `set` takes to bring it back to where it is. */
  get setting(): ClockSetting {
    if (this.#fixed !== undefined) return new Date(this.#fixed).toISOString();
    return this.#offset === 0 ? 'real' : `${this.#offset < 0 ? '-' : '+'}${Math.abs(this.#offset)}ms`;
  }

  /** Stops it at a time, moves it away from the real time or back to it. Throws a RangeError where it is none of these. */
  set(setting: ClockSetting): void {
    const follows = setting === 'real' || /^[+-]/.test(setting);
    const moved = follows && setting !== 'real' ? Math.round(milliseconds(setting)) : 0;
    const fixed = follows ? undefined : inRange(instantOf(setting));
    inRange(this.#real() + moved);
    this.#fixed = fixed;
    this.#offset = moved;
  }

  /** Moves it, stopped or not, by whole milliseconds; a negative duration is back. Throws a RangeError outside the years 0 to 9999. */
  advance(by: Duration): void {
    const moved = Math.round(milliseconds(by));
    inRange(this.now() + moved);
    if (this.#fixed === undefined) this.#offset += moved;
    else this.#fixed += moved;
  }
}

function inRange(instant: number): number {
  if (!(instant >= EARLIEST && instant <= LATEST)) throw new InputError('the clock shows the years 0 to 9999 only');
  return instant;
}
