import { InputError } from '../errors.ts';

/** Milliseconds, or a text such as `2h`, `1h30m`, `-5m`, `1.5s`, `250ms` or `7d`. */
export type Duration = number | string;

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
/** Sticky, so that it takes linear time for any text. */
const PART = /(\d+(?:\.\d+)?)(ms|[smhd])/gy;
const WHOLE = /^([+-]?)((?:\d+(?:\.\d+)?(?:ms|[smhd]))+)$/;

/** The longest a timer can wait, in milliseconds: almost 25 days. A longer one would end at once. */
export const LONGEST_TIMER = 2 ** 31 - 1;

/** In milliseconds. Throws a RangeError where it is no duration. */
export function milliseconds(duration: Duration): number {
  if (typeof duration === 'number' && Number.isFinite(duration)) return duration;
  const [, sign, parts] = (typeof duration === 'string' && duration.match(WHOLE)) || [];
  if (!parts)
    throw new InputError(
      `${typeof duration === 'object' ? JSON.stringify(duration) : duration} is no duration; write milliseconds or a text like 2h, 1h30m or 250ms`,
    );
  const sum = [...parts.matchAll(PART)].reduce((total, [, amount, unit]) => total + Number(amount) * UNITS[unit!]!, 0);
  return sign === '-' ? -sum : sum;
}
