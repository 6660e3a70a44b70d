import { type OperationId, operations, type ProblemSlug, problems } from '@referral-codes/sdk/contract';
import { InputError } from '../errors.ts';
import { type Duration, LONGEST_TIMER, milliseconds } from '../time/duration.ts';

/** What a fault does to a request. */
export type Effect =
  /** Delays the response: by a fixed time, by one drawn evenly from a range, or by one drawn from a log-normal distribution. */
  | { readonly kind: 'latency'; readonly delay: Duration }
  | { readonly kind: 'latency'; readonly min: Duration; readonly max: Duration }
  | { readonly kind: 'latency'; readonly median: Duration; readonly p99: Duration }
  /** Responds with a status from 400 to 599, or with a problem of the contract; nothing is stored. */
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'status'; readonly problem: ProblemSlug }
  /** Responds 429 with `Retry-After` in seconds; nothing is stored. */
  | { readonly kind: 'rate-limit'; readonly retryAfter: number }
  /** Carries out the request, and responds with JSON that is cut short. */
  | { readonly kind: 'malformed-json' }
  /** Carries out the request, and responds with JSON that the contract does not allow. */
  | { readonly kind: 'broken-contract' }
  /** Carries out the request, and breaks the connection in the middle of the response body. */
  | { readonly kind: 'truncated-body' }
  /** Breaks the connection; nothing is stored. */
  | { readonly kind: 'reset' }
  /** Never responds; nothing is stored. */
  | { readonly kind: 'silence' }
  /** Responds as if it had carried out the request; nothing is stored. */
  | { readonly kind: 'answered-not-stored' }
  /** Carries out the request, and breaks the connection instead of responding. */
  | { readonly kind: 'stored-not-answered' };

/** An effect, and the requests on which it takes place. */
export type Fault = Effect & {
  /** @default every operation */
  readonly operation?: OperationId;
  /**
   * How often it takes effect before it is disarmed.
   * @default unlimited
   */
  readonly times?: number;
  /**
   * How likely it takes effect, from 0 to 1.
   * @default 1
   */
  readonly probability?: number;
};

export type FaultKind = Effect['kind'];

/** The sets of values for each kind. A fault must have exactly one of them. */
const NEEDED: Record<FaultKind, Record<string, (value: unknown) => boolean>[]> = {
  latency: [{ delay: isDelay }, { min: isDelay, max: isDelay }, { median: isPositiveDelay, p99: isPositiveDelay }],
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

/**
 * Checks that a value is a fault.
 * @throws {InputError}, a RangeError, if it is not; `message` gives the reason.
 */
export function readFault(value: unknown): Fault {
  const { kind, ...rest } = Object(value) as Record<string, unknown>;
  if (!isKeyOf(NEEDED, kind))
    throw new InputError(`kind must be one of ${Object.keys(NEEDED).join(', ')}, not ${JSON.stringify(kind)}`);
  for (const [name, isGood] of Object.entries(OPTIONAL))
    if (rest[name] !== undefined && !isGood(rest[name]))
      throw new InputError(`${name} cannot be ${JSON.stringify(rest[name])}`);
  const given = Object.fromEntries(Object.entries(rest).filter(([name]) => !(name in OPTIONAL)));
  const sets = NEEDED[kind];
  if (!sets.some((set) => fits(set, given)))
    throw new InputError(
      `${kind} takes ${sets.map((set) => Object.keys(set).join(' and ') || 'no values').join(', or ')}`,
    );
  return value as Fault;
}

/** The delay of a latency for one request, in milliseconds. */
export function delayOf(latency: Extract<Effect, { kind: 'latency' }>, random: () => number): number {
  if ('delay' in latency) return milliseconds(latency.delay);
  if ('min' in latency) {
    const [min, max] = [milliseconds(latency.min), milliseconds(latency.max)];
    return min + random() * (max - min);
  }
  // Log-normal, as response times are. One value in a hundred lies more than 2.326 standard deviations above the mean.
  const [median, p99] = [milliseconds(latency.median), milliseconds(latency.p99)];
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return median * Math.exp((normal * Math.log(p99 / median)) / 2.326);
}

function fits(set: Record<string, (value: unknown) => boolean>, given: Record<string, unknown>): boolean {
  const checks = Object.entries(set);
  return Object.keys(given).length === checks.length && checks.every(([name, isGood]) => isGood(given[name]));
}

function isDelay(value: unknown): boolean {
  try {
    return milliseconds(value as Duration) >= 0 && milliseconds(value as Duration) <= LONGEST_TIMER;
  } catch {
    return false;
  }
}

/** For the median and the p99 of a log-normal distribution, which are above zero. */
function isPositiveDelay(value: unknown): boolean {
  return isDelay(value) && milliseconds(value as Duration) > 0;
}

const isKeyOf = <T extends object>(table: T, value: unknown): value is keyof T & string =>
  typeof value === 'string' && Object.hasOwn(table, value);

function isErrorStatus(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 400 && Number(value) <= 599;
}
