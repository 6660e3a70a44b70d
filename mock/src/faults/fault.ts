import { type OperationId, operations, type ProblemSlug, problems } from '@referral-codes/sdk/contract';
import { InputError } from '../errors.ts';
import { type Duration, LONGEST_TIMER, milliseconds } from '../time/duration.ts';

/** What goes wrong. */
export type Effect =
  /** Waits: always as long, anywhere in between, or mostly near the median with one in a hundred beyond p99. */
  | { readonly kind: 'latency'; readonly delay: Duration }
  | { readonly kind: 'latency'; readonly min: Duration; readonly max: Duration }
  | { readonly kind: 'latency'; readonly median: Duration; readonly p99: Duration }
  /** Refuses with a status from 400 to 599, or with a problem of the contract; nothing is stored. */
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'status'; readonly problem: ProblemSlug }
  /** 429 with Retry-After in seconds; nothing is stored. */
  | { readonly kind: 'rate-limit'; readonly retryAfter: number }
  /** Does as asked and answers JSON that breaks off. */
  | { readonly kind: 'malformed-json' }
  /** Does as asked and answers JSON the contract does not allow. */
  | { readonly kind: 'broken-contract' }
  /** Does as asked and breaks the connection off in the middle of the body. */
  | { readonly kind: 'truncated-body' }
  /** Breaks the connection off before anything is done. */
  | { readonly kind: 'reset' }
  /** Does nothing and never answers. */
  | { readonly kind: 'silence' }
  /** Answers as if it had stored what it did not. */
  | { readonly kind: 'answered-not-stored' }
  /** Stores, and breaks the connection off where the answer should come. */
  | { readonly kind: 'stored-not-answered' };

/** An effect, and when it comes about. */
export type Fault = Effect & {
  /** Every operation, unless given. */
  readonly operation?: OperationId;
  /** How often it comes about before it is spent; without end unless given. */
  readonly times?: number;
  /** From 0 to 1; always, unless given. */
  readonly probability?: number;
};

export type FaultKind = Effect['kind'];

/** What each kind takes: one of these sets of values. */
const TAKES: Record<FaultKind, Record<string, (value: unknown) => boolean>[]> = {
  latency: [{ delay: isDelay }, { min: isDelay, max: isDelay }, { median: isLasting, p99: isLasting }],
  status: [{ status: isErrorStatus }, { problem: (value) => isKeyOf(problems, value) }],
  'rate-limit': [{ retryAfter: (value) => Number.isSafeInteger(value) && Number(value) >= 0 }],
  'malformed-json': [{}],
  'broken-contract': [{}],
  'truncated-body': [{}],
  reset: [{}],
  silence: [{}],
  'answered-not-stored': [{}],
  'stored-not-answered': [{}],
};

const OPTIONAL: Record<string, (value: unknown) => boolean> = {
  operation: (value) => isKeyOf(operations, value),
  times: (value) => Number.isSafeInteger(value) && Number(value) >= 1,
  probability: (value) => typeof value === 'number' && value >= 0 && value <= 1,
};

/** Takes a value for a fault. Throws a RangeError that says what is wrong with it. */
export function readFault(value: unknown): Fault {
  const { kind, ...rest } = Object(value) as Record<string, unknown>;
  if (!isKeyOf(TAKES, kind))
    throw new InputError(`kind must be one of ${Object.keys(TAKES).join(', ')}, not ${JSON.stringify(kind)}`);
  for (const [name, isGood] of Object.entries(OPTIONAL))
    if (rest[name] !== undefined && !isGood(rest[name]))
      throw new InputError(`${name} cannot be ${JSON.stringify(rest[name])}`);
  const given = Object.fromEntries(Object.entries(rest).filter(([name]) => !(name in OPTIONAL)));
  const sets = TAKES[kind];
  if (!sets.some((set) => fits(set, given)))
    throw new InputError(
      `${kind} takes ${sets.map((set) => Object.keys(set).join(' and ') || 'no values').join(', or ')}`,
    );
  return value as Fault;
}

/** How long a latency waits this time, in milliseconds. */
export function delayOf(latency: Extract<Effect, { kind: 'latency' }>, random: () => number): number {
  if ('delay' in latency) return milliseconds(latency.delay);
  if ('min' in latency) {
    const [min, max] = [milliseconds(latency.min), milliseconds(latency.max)];
    return min + random() * (max - min);
  }
  // A log-normal distribution, as answer times have it; 2.326 standard deviations above the mean lies the last hundredth.
  const [median, p99] = [milliseconds(latency.median), milliseconds(latency.p99)];
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return median * Math.exp((normal * Math.log(p99 / median)) / 2.326);
}

function fits(set: Record<string, (value: unknown) => boolean>, given: Record<string, unknown>): boolean {
  const names = Object.keys(set);
  return Object.keys(given).length === names.length && names.every((name) => set[name]!(given[name]));
}

function isDelay(value: unknown): boolean {
  try {
    return milliseconds(value as Duration) >= 0 && milliseconds(value as Duration) <= LONGEST_TIMER;
  } catch {
    return false;
  }
}

/** A log-normal distribution has no median of zero. */
function isLasting(value: unknown): boolean {
  return isDelay(value) && milliseconds(value as Duration) > 0;
}

const isKeyOf = <T extends object>(table: T, value: unknown): value is keyof T & string =>
  typeof value === 'string' && Object.hasOwn(table, value);

function isErrorStatus(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 400 && Number(value) <= 599;
}
