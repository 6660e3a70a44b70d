import { type Operation, operations, problems, type Validator, validators } from '@referral-codes/sdk/contract';
import { InputError } from '../errors.ts';
import { didYouMean } from '../message/suggest.ts';
import { type Duration, LONGEST_TIMER, milliseconds } from '../time/duration.ts';
import type { Effect, Fault, FaultKind } from './fault.ts';
import { problemBody } from './problem-body.ts';

type Checks = Record<string, (value: unknown) => boolean>;

/** The sets of values for each kind. A fault must have exactly one of them. */
const NEEDED: Record<FaultKind, Checks[]> = {
  latency: [{ delay: isDelay }, { min: isDelay, max: isDelay }, { median: isPositiveDelay, p99: isPositiveDelay }],
  status: [{ status: isErrorStatus }, { problem: isProblem }, { problem: isProblem, members: isObject }],
  'rate-limit': [{ retryAfter: (value) => isWhole(value, 0) }],
  'malformed-json': [{}],
  'broken-contract': [{}],
  'truncated-body': [{}],
  reset: [{}],
  silence: [{}],
  'answered-not-stored': [{}],
  'stored-not-answered': [{}],
};

export const faultKinds = Object.keys(NEEDED) as FaultKind[];

const OPTIONAL: Checks = {
  operation: (value) => isKeyOf(operations, value),
  record: isText,
  pair: (value) =>
    isObject(value) && Object.keys(value).length === 2 && isText(value.mentor_id) && isText(value.org_id),
  headers: (value) => isObject(value) && Object.values(value).every(isText),
  after: (value) => isWhole(value, 0),
  times: (value) => isWhole(value, 1),
  probability: (value) => typeof value === 'number' && value >= 0 && value <= 1,
};

/**
 * Checks that a value is a fault.
 * @throws {InputError}, a RangeError, if it is not; `message` gives the reason.
 */
export function readFault(value: unknown): Fault {
  const { kind, ...rest } = Object(value) as Record<string, unknown>;
  if (!isKeyOf(NEEDED, kind))
    throw new InputError(
      `kind must be one of ${faultKinds.join(', ')}, not ${JSON.stringify(kind)}${didYouMean(kind, faultKinds)}`,
    );
  const given = Object.entries(rest).filter(([, part]) => part !== undefined);
  for (const [name, part] of given)
    if (OPTIONAL[name] && !OPTIONAL[name](part)) throw new InputError(`${name} cannot be ${JSON.stringify(part)}`);
  checkValues(kind, Object.fromEntries(given.filter(([name]) => !OPTIONAL[name])));
  const fault = value as Fault;
  if (fault.kind === 'latency') checkOrder(fault);
  if ('problem' in fault) checkProblem(fault);
  return fault;
}

/** Checks the values of an effect, each by itself. */
function checkValues(kind: FaultKind, given: Record<string, unknown>): void {
  const sets = NEEDED[kind];
  if (sets.some((set) => fits(set, given))) return;
  const known = [...new Set(sets.flatMap((set) => Object.keys(set))), ...Object.keys(OPTIONAL)];
  const unknown = Object.keys(given).find((name) => !known.includes(name));
  const values = sets.map((set) => Object.keys(set).join(' and ') || 'no values').join(', or ');
  throw new InputError(
    `${kind} takes ${values}${unknown === undefined ? '' : `, and not ${unknown}${didYouMean(unknown, known)}`}`,
  );
}

/** A range and a distribution have a smaller and a larger value. */
function checkOrder(latency: Extract<Effect, { kind: 'latency' }>): void {
  if ('min' in latency && milliseconds(latency.min) > milliseconds(latency.max))
    throw new InputError(`min must not be above max; ${latency.min} is above ${latency.max}`);
  if ('median' in latency && milliseconds(latency.median) > milliseconds(latency.p99))
    throw new InputError(`median must not be above p99; ${latency.median} is above ${latency.p99}`);
}

/** Only the kind broken-contract breaks the contract: this problem must be one that the operation can respond with. */
function checkProblem({ problem, members, operation }: Extract<Fault, { problem: unknown }>): void {
  const answering = Object.entries<Operation>(operations)
    .filter(([, { problems }]) => problems.includes(problem))
    .map(([id]) => id);
  if (operation === undefined ? answering.length === 0 : !answering.includes(operation))
    throw new InputError(
      `${operation ?? 'no operation'} ${operation ? 'does not respond' : 'responds'} with the problem ${problem}; ${answering.length > 0 ? `it is one of ${answering.join(', ')}` : 'it belongs to requests that match no operation'}`,
    );
  const validator: Validator<unknown> = validators[problems[problem].schema];
  if (validator(problemBody(problem, members))) return;
  const [error] = validator.errors ?? [];
  throw new InputError(`members: ${error?.instancePath.slice(1) || 'the problem'} ${error?.message}`);
}

function fits(set: Checks, given: Record<string, unknown>): boolean {
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

function isProblem(value: unknown): boolean {
  return isKeyOf(problems, value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isWhole(value: unknown, min: number): boolean {
  return Number.isSafeInteger(value) && Number(value) >= min;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isErrorStatus(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 400 && Number(value) <= 599;
}
