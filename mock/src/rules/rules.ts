import type { Deactivation, DeletionReceipt, NewCode, ReferralCodeRecord, RuleId } from '@referral-codes/sdk/contract';
import { fromJson, type Json, toJson } from '../message/json.ts';
import type { ProblemDetails } from '../message/problem.ts';
import { type Change, storedRecord } from '../store/store.ts';
import { compareTimes, toUtc, writeTime } from '../time/time.ts';

// The rules of the contract, as pure functions. Each takes the records concerned, the command, and the time in milliseconds
// since 1970; it returns the response and the change of the records, or a problem. Records are passed as JSON, which is parsed
// only if a rule needs a field.

export interface Success<T> {
  /** The body of the response. */
  readonly json: Json<T>;
  /** What the operation changes, if anything. */
  readonly change?: Change;
}

/**
 * What happens to a new code for a pair that already has an active code: it is refused, as the contract says, or it replaces the
 * active one, which is deactivated, as on some servers.
 */
export type OnActiveConflict = 'refuse' | 'replace';

/** The records that a new code may conflict with. */
interface Conflicts {
  /** The record that already has the code. */
  readonly withCode: Json<ReferralCodeRecord> | undefined;
  /** The active record of the pair. */
  readonly active: Json<ReferralCodeRecord> | undefined;
}

export function create(
  conflicts: Conflicts,
  fields: NewCode,
  id: () => string,
  now: number,
  onActiveConflict: OnActiveConflict = 'refuse',
): Success<ReferralCodeRecord> | ProblemDetails {
  if (conflicts.withCode) {
    const taken = fromJson(conflicts.withCode);
    return {
      problem: 'code-taken',
      detail: `The code ${taken.code} belongs to the record ${taken.id}.`,
      rule: 'code-conflict-is-409',
      record_id: taken.id,
    };
  }
  const active = conflicts.active && fromJson(conflicts.active);
  if (active && onActiveConflict === 'refuse')
    return {
      problem: 'active-code-exists',
      detail: `${active.mentor_id} already has the active code ${active.code} for ${active.org_id}; deactivate the record ${active.id} first.`,
      rule: 'active-conflict-is-409',
      record_id: active.id,
    };
  const { mentor_id, org_id, code } = fields;
  const add = storedRecord({
    id: id(),
    mentor_id,
    org_id,
    code,
    status: 'active',
    created_at: writeTime(now),
    deactivated_at: null,
  });
  return { json: add.json, change: active ? { replace: storedRecord(inactive(active, now)), add } : { add } };
}

export function deactivate(
  found: Json<ReferralCodeRecord> | undefined,
  id: string,
  { deactivated_at }: Deactivation,
  now: number,
): Success<ReferralCodeRecord> | ProblemDetails {
  if (!found) return unknownId(id, 'deactivate-unknown-is-404');
  const record = fromJson(found);
  // deactivate-again-moves-nothing, deactivate-again-is-200
  if (record.status === 'inactive') return { json: found };
  if (deactivated_at !== undefined && compareTimes(deactivated_at, record.created_at) < 0)
    return {
      problem: 'deactivated-before-created',
      detail: `deactivated_at ${deactivated_at} is earlier than created_at ${record.created_at}.`,
      rule: 'deactivate-before-created-is-refused',
    };
  const replace = storedRecord(inactive(record, now, deactivated_at));
  return { json: replace.json, change: { replace } };
}

export function remove(
  found: Json<ReferralCodeRecord> | undefined,
  id: string,
  now: number,
): Success<DeletionReceipt> | ProblemDetails {
  if (!found) return unknownId(id, 'delete-unknown-is-404');
  return { json: toJson({ id, deleted: true, deleted_at: writeTime(now) }), change: { remove: id } };
}

export function get(
  json: Json<ReferralCodeRecord> | undefined,
  id: string,
): Success<ReferralCodeRecord> | ProblemDetails {
  return json ? { json } : unknownId(id, 'get-unknown-is-404');
}

export function active(
  json: Json<ReferralCodeRecord> | undefined,
  pair: { mentor_id: string; org_id: string },
): Success<ReferralCodeRecord> | ProblemDetails {
  if (json) return { json };
  return {
    problem: 'no-active-code',
    detail: `${pair.mentor_id} has no active code for ${pair.org_id}.`,
    rule: 'active-none-is-404',
  };
}

export function lookup(
  json: Json<ReferralCodeRecord> | undefined,
  code: string,
): Success<ReferralCodeRecord> | ProblemDetails {
  if (json) return { json };
  return { problem: 'code-not-found', detail: `No record has the code ${code}.`, rule: 'lookup-unknown-is-404' };
}

/**
 * The record, deactivated at the given time or else now; but never before created_at, which can be later than now if the clock
 * was moved back.
 */
function inactive(record: ReferralCodeRecord, now: number, deactivatedAt?: string): ReferralCodeRecord {
  const time = deactivatedAt === undefined ? writeTime(now) : toUtc(deactivatedAt);
  const isTooEarly = compareTimes(time, record.created_at) < 0;
  return { ...record, status: 'inactive', deactivated_at: isTooEarly ? record.created_at : time };
}

const unknownId = (id: string, rule: RuleId): ProblemDetails => ({
  problem: 'record-not-found',
  detail: `No record has the id ${id}.`,
  rule,
});
