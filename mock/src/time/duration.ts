import { InputError } from '../errors.ts';

/** A number of milliseconds, or a text such as `2h`, `1h30m`, `-5m`, `1.5s`, `250ms` or `7d`. */
export type Duration = number | string;

const UNITS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
/** Sticky, so that matching takes linear time for every text. */
const PART = /(\d+(?:\.\d+)?)(ms|[smhd])/gy;
const DURATION = /^([+-]?)((?:\d+(?:\.\d+)?(?:ms|[smhd]))+)$/;

/** The longest time that a timer can wait, in milliseconds: almost 25 days. A longer one would end at once. */
export const LONGEST_TIMER = 2 ** 31 - 1;

/**
 * Converts a duration to milliseconds.
 * @throws {RangeError} if it is not a duration.
 */
export function milliseconds(duration: Duration): number {
  if (typeof duration === 'number' && Number.isFinite(duration)) return duration;
  const [, sign, parts] = (typeof duration === 'string' && DURATION.exec(duration)) || [];
  if (!parts)
    throw new InputError(
      `${typeof duration === 'object' ? JSON.stringify(duration) : duration} is not a duration; use a number of milliseconds or a text such as 2h, 1h30m or 250ms`,
    );
  let sum = 0;
  for (const [, amount, unit] of parts.matchAll(PART)) sum += Number(amount) * UNITS[unit as keyof typeof UNITS];
  return sign === '-' ? -sum : sum;
}
