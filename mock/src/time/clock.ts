import { InputError } from '../errors.ts';
import { type Duration, milliseconds } from './duration.ts';
import { instantOf } from './time.ts';

/** Milliseconds since 1970. */
export type Now = () => number;

/** `real`, an RFC 3339 time at which the clock stands, or its offset from the real time, such as `+2h` or `-30m`. */
export type ClockSetting = string;

// RFC 3339 has years of four digits.
const EARLIEST = Date.parse('0000-01-01T00:00:00Z');
const LATEST = Date.parse('9999-12-31T23:59:59Z');

/** A clock that can be stopped and moved. It begins by following the real time. */
export class Clock {
  readonly #real: Now;
  /** The time at which it stands; undefined while it runs. */
  #stoppedAt: number | undefined;
  #offset = 0;

  /** @param real the time that it follows while it runs. */
  constructor(real: Now = Date.now) {
    this.#real = real;
  }

  /** Milliseconds since 1970. */
  now(): number {
    // With an offset it may reach the end of the year 9999, where it stops.
    return this.#stoppedAt ?? Math.min(this.#real() + this.#offset, LATEST);
  }

  /** The setting with which `set` restores what the clock shows. */
  get setting(): ClockSetting {
    if (this.#stoppedAt !== undefined) return new Date(this.#stoppedAt).toISOString();
    return this.#offset === 0 ? 'real' : `${this.#offset < 0 ? '-' : '+'}${Math.abs(this.#offset)}ms`;
  }

  /**
   * Stops the clock at a time, sets its offset from the real time, or lets it follow the real time.
   * @throws {RangeError} if it is not a valid setting, or outside the years 0 to 9999.
   */
  set(setting: ClockSetting): void {
    const isOffset = /^[+-]/.test(setting);
    const offset = isOffset ? Math.round(milliseconds(setting)) : 0;
    const stoppedAt = isOffset || setting === 'real' ? undefined : inRange(instantOf(setting));
    inRange(this.#real() + offset);
    this.#stoppedAt = stoppedAt;
    this.#offset = offset;
  }

  /**
   * Moves the clock, whether it runs or stands. A negative duration moves it back. Fractions of a millisecond are rounded.
   * @throws {RangeError} if it is not a duration, or outside the years 0 to 9999.
   */
  advance(by: Duration): void {
    const change = Math.round(milliseconds(by));
    inRange(this.now() + change);
    if (this.#stoppedAt === undefined) this.#offset += change;
    else this.#stoppedAt += change;
  }
}

function inRange(instant: number): number {
  if (!(instant >= EARLIEST && instant <= LATEST))
    throw new InputError('the clock must stay within the years 0 to 9999');
  return instant;
}
