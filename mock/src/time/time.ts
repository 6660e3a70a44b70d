import { InputError } from '../errors.ts';

const TIME = /^(\d{4}-\d\d-\d\d)[t\s](\d\d:\d\d):(\d\d)(?:\.(\d+))?(?:z|([+-])(\d\d):?(\d\d)?)$/i;
const MINUTE = 60_000;

interface Parts {
  /** The whole minute, in milliseconds since 1970, UTC. */
  readonly minute: number;
  /** `00` to `60`, because a leap second is the 61st of its minute. */
  readonly second: string;
  /** The digits after the decimal point. */
  readonly fraction: string;
}

/**
 * Parses any time that the contract's format `date-time` allows. Date and libraries for dates know no leap seconds and
 * drop digits.
 * @throws {RangeError} if it is not an RFC 3339 time.
 */
function parse(time: string): Parts {
  const [match, date, clock, second = '', fraction = '', sign, hours, minutes = '00'] = TIME.exec(time) ?? [];
  const local = Date.parse(`${date}T${clock}:00Z`);
  if (!match || Number.isNaN(local)) throw new InputError(`${time} is not an RFC 3339 time with a zone`);
  const offset = sign ? Number(`${sign}1`) * (Number(hours) * 60 + Number(minutes)) : 0;
  return { minute: local - offset * MINUTE, second, fraction };
}

/**
 * Converts a time to milliseconds since 1970, with as many digits of the fraction as a number holds.
 * @throws {RangeError} if it is not an RFC 3339 time.
 */
export function instantOf(time: string): number {
  if (time === last.text) return last.instant;
  const { minute, second, fraction } = parse(time);
  return minute + Number(`${second}.${fraction}`) * 1000;
}

/** Compares two times to the last digit. Negative if `a` is earlier than `b`, 0 if they are the same instant. */
export function compareTimes(a: string, b: string): number {
  const [left, right] = [parse(a), parse(b)];
  const seconds = left.minute - right.minute || Number(left.second) - Number(right.second);
  if (seconds !== 0) return seconds;
  const digits = Math.max(left.fraction.length, right.fraction.length);
  const [x, y] = [left.fraction.padEnd(digits, '0'), right.fraction.padEnd(digits, '0')];
  return x < y ? -1 : Number(x > y);
}

/** Converts a time to UTC and keeps all its digits. A time whose year in UTC does not have four digits is returned unchanged. */
export function toUtc(time: string): string {
  const { minute, second, fraction } = parse(time);
  const utc = new Date(minute).toISOString();
  if (utc.length !== '2026-01-10T09:00:00.000Z'.length) return time;
  return `${utc.slice(0, 17)}${second}${fraction && `.${fraction}`}Z`;
}

/** Writes milliseconds since 1970 as the mock writes times: in UTC, as whole seconds. */
export function writeTime(instant: number): string {
  const second = Math.floor(instant / 1000) * 1000;
  if (second !== last.instant) last = { instant: second, text: `${new Date(second).toISOString().slice(0, 19)}Z` };
  return last.text;
}

/** The time written last. Under load most records are made within one second: without it a POST takes 2 µs more, of 40. */
let last = { instant: 0, text: '1970-01-01T00:00:00Z' };
