import { InputError } from '../errors.ts';
import { checkFilter, filterNames, type JournalFilter } from '../journal/filter.ts';
import { didYouMean } from '../message/suggest.ts';
import { type Duration, milliseconds } from '../time/duration.ts';

/** Which requests to look for, and how many of them there must be. Without a count there must be at least one. */
export interface ExpectedRequest extends JournalFilter {
  /** The path, decoded or not as in the URL, with or without the mount; or the path with its query. */
  path?: string;
  /** Headers that the request must have, with these values. */
  headers?: Readonly<Record<string, string>>;
  /** JSON that the body must contain: objects may have more members, everything else must be equal. */
  body?: unknown;
  exactly?: number;
  atLeast?: number;
  atMost?: number;
}

export interface VerifyOptions {
  /**
   * Whether the requests must have been answered in the order of the list. Others may come between them.
   * @default false
   */
  inOrder?: boolean | undefined;
  /**
   * How long to wait until there are enough requests, at most 1h.
   * @default 0
   */
  within?: Duration | undefined;
  /**
   * A time in which no further request may match, at most 1h. Each one that does starts it again, up to ten times.
   * @default 0
   */
  quietFor?: Duration | undefined;
  /** Ends the wait, which then rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
}

/** An expected request in a form that is easy to check. */
export interface Expectation {
  readonly filter: JournalFilter;
  readonly pattern: Omit<ExpectedRequest, 'exactly' | 'atLeast' | 'atMost'>;
  readonly min: number;
  readonly max: number;
}

const COUNTS = ['exactly', 'atLeast', 'atMost'] as const;
const OWN_NAMES: readonly string[] = ['path', 'headers', 'body', ...COUNTS];
/** How deep the expected body may be nested. */
const MAX_DEPTH = 100;
/** One hour, in milliseconds. */
const LONGEST_WAIT = 3_600_000;

/** @throws {InputError}, a RangeError, if it is invalid; `message` gives the reason. */
export function readExpectation(expected: ExpectedRequest): Expectation {
  for (const name of Object.keys(expected)) checkName(name);
  const { exactly, atLeast, atMost, ...pattern } = expected;
  const { path, headers, body, ...filter } = pattern;
  checkFilter(filter);
  if (path !== undefined && !path.startsWith('/')) throw new InputError(`path must begin with /, not ${path}`);
  if (depthOf(body) > MAX_DEPTH) throw new InputError(`body must not be nested more than ${MAX_DEPTH} levels deep`);
  for (const name of COUNTS) checkCount(name, expected[name]);
  if (exactly !== undefined && (atLeast !== undefined || atMost !== undefined))
    throw new InputError('exactly excludes atLeast and atMost');
  const min = exactly ?? atLeast ?? (atMost === undefined ? 1 : 0);
  const max = exactly ?? atMost ?? Number.POSITIVE_INFINITY;
  if (min > max) throw new InputError(`atLeast must not be above atMost; ${min} is above ${max}`);
  return { filter, pattern, min, max };
}

/** The times of the options in milliseconds. @throws {InputError}, a RangeError, if one is out of range. */
export const readTimes = ({ within = 0, quietFor = 0 }: VerifyOptions) => ({
  within: timeOf('within', within),
  quietFor: timeOf('quietFor', quietFor),
});

function timeOf(name: string, duration: Duration): number {
  const time = milliseconds(duration);
  if (!(time >= 0 && time <= LONGEST_WAIT)) throw new InputError(`${name} must be from 0 to 1h, not ${duration}`);
  return time;
}

function checkName(name: string): void {
  const names = [...filterNames, ...OWN_NAMES];
  if (!names.includes(name))
    throw new InputError(`${name} is not allowed; allowed is ${names.join(', ')}${didYouMean(name, names)}`);
}

function checkCount(name: string, value: number | undefined): void {
  if (value !== undefined && !(Number.isSafeInteger(value) && value >= 0))
    throw new InputError(`${name} must be a whole number from 0, not ${value}`);
}

/** Stops one level below the limit, so that it cannot run out of stack. */
function depthOf(value: unknown, depth = 0): number {
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return depth;
  return Object.values(value).reduce((deepest: number, part) => Math.max(deepest, depthOf(part, depth + 1)), depth + 1);
}
