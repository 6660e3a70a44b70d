import { InputError } from '../errors.ts';
import { type Duration, milliseconds } from '../time/duration.ts';

/** One hour, in milliseconds. */
const LONGEST_WAIT = 3_600_000;

export interface WaitOptions {
  /**
   * How many entries to wait for, from 1 to 1 024.
   * @default 1
   */
  count?: number | undefined;
  /**
   * How long to wait, at most 1h.
   * @default '2s'
   */
  within?: Duration | undefined;
  /** Ends the wait, which then rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
}

/** Thrown if the expected requests do not arrive in time. The message names the last requests that did. */
export class WaitTimeoutError extends Error {
  override readonly name = 'WaitTimeoutError';
}

/**
 * Wait options with their defaults, `within` in milliseconds.
 * @throws InputError if one is out of range; `most` is the largest count.
 */
export function readWaitOptions({ count = 1, within = '2s', signal }: WaitOptions, most: number) {
  const timeout = milliseconds(within);
  if (!(timeout >= 0 && timeout <= LONGEST_WAIT)) throw new InputError(`within must be from 0 to 1h, not ${within}`);
  if (!(Number.isSafeInteger(count) && count >= 1 && count <= most))
    throw new InputError(`count must be from 1 to ${most}, which is what a journal holds, not ${count}`);
  return { count, timeout, signal };
}
