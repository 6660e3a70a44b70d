import { type ReferralCodeRecord, type ValidationError, validators } from '@referral-codes/sdk/contract';
import type { Fault } from '../faults/fault.ts';
import { type FaultDraws, MOST_FAULTS } from '../faults/faults.ts';
import { readFault } from '../faults/read-fault.ts';
import { detailOf } from '../message/invalid-request.ts';
import type { OnActiveConflict } from '../rules/rules.ts';
import { Clock, type ClockSetting } from '../time/clock.ts';
import type { IdState } from '../time/ids.ts';
import { compareTimes, toUtc } from '../time/time.ts';

/** The state of a session: everything that decides its next responses. Also the format of scenarios. */
export interface State {
  readonly records: readonly ReferralCodeRecord[];
  readonly clock?: ClockSetting;
  readonly ids?: IdState;
  readonly onActiveConflict?: OnActiveConflict;
  /** The armed faults. */
  readonly faults?: readonly Fault[];
  /** The position in the random numbers that decide when faults with a probability happen. */
  readonly faultDraws?: FaultDraws;
}

/** One thing that is wrong with a state. */
export interface StateFlaw {
  /** The keys that lead to it, such as `['records', 0, 'id']`. */
  readonly path: readonly (string | number)[];
  readonly reason: string;
}

/** Thrown for an invalid state. Each line of the message names a place and what is wrong there. */
export class StateError extends Error {
  override readonly name = 'StateError';
  readonly flaws: readonly StateFlaw[];

  constructor(flaws: readonly StateFlaw[]) {
    super(flaws.map(({ path, reason }) => `${path.join('.') || 'the state'}: ${reason}`).join('\n'));
    this.flaws = flaws;
  }
}

/** The largest number of flaws that an error lists: a large state may have millions. */
const MAX_FLAWS = 100;

/**
 * Validates a state against the contract and its rules, and converts its times to UTC.
 * @throws {StateError} with the first 100 flaws if it is invalid.
 */
export function readState(value: unknown): State {
  const flaws = isObject(value) ? first(MAX_FLAWS, flawsOf(value)) : [flaw([], 'must be an object')];
  if (flaws.length > 0) throw new StateError(flaws);
  const state = value as State;
  return { ...state, records: state.records.map(inUtc) };
}

function* flawsOf(state: Record<string, unknown>): Generator<StateFlaw> {
  yield* settingFlaws(state);
  yield* recordsFlaws(state.records);
}

function first<T>(count: number, values: Iterable<T>): T[] {
  const taken: T[] = [];
  for (const value of values) if (taken.push(value) === count) break;
  return taken;
}

const KEYS = ['records', 'clock', 'ids', 'onActiveConflict', 'faults', 'faultDraws'];

function* settingFlaws({
  clock,
  ids,
  onActiveConflict,
  faults,
  faultDraws,
  ...rest
}: Partial<Record<string, unknown>>): Generator<StateFlaw> {
  for (const key of Object.keys(rest))
    if (!KEYS.includes(key)) yield flaw([key], `is not allowed; allowed is ${KEYS.join(', ')}`);
  if (clock !== undefined && !isClockSetting(clock))
    yield flaw(['clock'], 'must be real, a time or an offset such as +2h');
  if (ids !== undefined && !(isObject(ids) && isWhole(ids.seed) && isWhole(ids.drawn)))
    yield flaw(['ids'], 'must be an object with two whole numbers, seed and drawn');
  if (onActiveConflict !== undefined && onActiveConflict !== 'refuse' && onActiveConflict !== 'replace')
    yield flaw(['onActiveConflict'], 'must be refuse or replace');
  if (faultDraws !== undefined && !(isObject(faultDraws) && isWhole(faultDraws.seed) && isWhole(faultDraws.drawn)))
    yield flaw(['faultDraws'], 'must be an object with two whole numbers, seed and drawn');
  if (faults !== undefined) yield* faultFlaws(faults);
}

function* faultFlaws(faults: unknown): Generator<StateFlaw> {
  if (!Array.isArray(faults) || faults.length > MOST_FAULTS)
    return yield flaw(['faults'], `must be a list of at most ${MOST_FAULTS} faults`);
  for (const [index, fault] of faults.entries()) {
    try {
      readFault(fault);
    } catch (error) {
      yield flaw(['faults', index], (error as Error).message);
    }
  }
}

function* recordsFlaws(records: unknown): Generator<StateFlaw> {
  if (!Array.isArray(records)) return yield flaw(['records'], 'must be a list of records');
  const seen = new Map<string, number>();
  for (const [index, record] of records.entries()) {
    const own = [...shapeFlaws(record)];
    for (const { path, reason } of own) yield flaw(['records', index, ...path], reason);
    if (own.length > 0) continue;
    for (const [key, description, field] of identities(record)) {
      const first = seen.get(key);
      if (first !== undefined) yield flaw(['records', index, field], `${description}, like record ${first}`);
      else seen.set(key, index);
    }
  }
}

/** The flaws of one record, regardless of the other records. */
function* shapeFlaws(record: unknown): Generator<StateFlaw> {
  const { ReferralCodeRecord: shape, RecordId, Identifier, Code } = validators;
  if (!shape(record)) return yield* (shape.errors ?? []).map(fromAjv);
  const fields = { id: RecordId, mentor_id: Identifier, org_id: Identifier, code: Code };
  for (const [name, validator] of Object.entries(fields))
    if (!validator(record[name as keyof typeof fields]))
      for (const error of validator.errors?.slice(0, 1) ?? []) yield flaw([name], detailOf(error));
  // status-agrees-with-deactivated-at
  if ((record.status === 'active') !== (record.deactivated_at === null))
    yield flaw(['status'], 'must be active if deactivated_at is null, and inactive otherwise');
  if (record.deactivated_at !== null && compareTimes(record.deactivated_at, record.created_at) < 0)
    yield flaw(['deactivated_at'], 'must not be earlier than created_at');
}

/**
 * What no two records may have in common: the id, the code (code-is-unique) and, if they are active, the pair
 * (one-active-per-pair). Each has a key to compare, a description for the message, and the field that the message names.
 */
function identities({
  id,
  code,
  status,
  mentor_id,
  org_id,
}: ReferralCodeRecord): [key: string, description: string, field: string][] {
  const shared: [string, string, string][] = [
    [`id ${id}`, `has the id ${id}`, 'id'],
    [`code ${code}`, `has the code ${code}`, 'code'],
  ];
  if (status === 'active')
    shared.push([`pair ${mentor_id} ${org_id}`, `is active for ${mentor_id} and ${org_id}`, 'status']);
  return shared;
}

function inUtc({ created_at, deactivated_at, ...record }: ReferralCodeRecord): ReferralCodeRecord {
  return { ...record, created_at: toUtc(created_at), deactivated_at: deactivated_at && toUtc(deactivated_at) };
}

function isClockSetting(value: unknown): boolean {
  try {
    new Clock().set(value as ClockSetting);
    return typeof value === 'string';
  } catch {
    return false;
  }
}

const flaw = (path: StateFlaw['path'], reason: string): StateFlaw => ({ path, reason });

const fromAjv = (error: ValidationError): StateFlaw =>
  flaw(error.instancePath.split('/').slice(1), detailOf(error, true));

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isWhole = (value: unknown): boolean => Number.isSafeInteger(value);
