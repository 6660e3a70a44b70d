import type { Deactivation, DeletionReceipt, NewCode, ReferralCodeRecord, RuleId } from '@referral-codes/sdk/contract';
import { fromJson, type Json, toJson } from '../message/json.ts';
import type { ProblemDetails } from '../message/problem.ts';
import { type Change, storedRecord } from '../store/store.ts';
import { compareTimes, toUtc, writeTime } from '../time/time.ts';

// The rules of the contract: a pure function for each operation except the list. Each takes the records that the operation is
// about, its input, and the time in milliseconds since 1970; it returns the response and the change of the records, or a
// problem. Records are passed as JSON, which is parsed only if a rule needs a field.

export interface Success<T> {
  /** The body of the response. */
  readonly json: Json<T>;
  /** What the operation changes, if anything. */
  readonly change?: Change;
}

/**
 * What happens to a new code for a pair that already has an active code. `refuse`: it is refused, as the contract demands.
 * `replace`: it is created, and the active code is deactivated.
 */
export type OnActiveConflict = 'refuse' | 'replace';

/** The records that a new code may conflict with. */
interface Conflicts {
  /** The record that already has the code. */
  readonly withCode: Json<ReferralCodeRecord> | undefined;
  /** The active record of the pair. */
  readonly active: Json<ReferralCodeRecord> | undefined;
}

/** @param id returns the id of a new record. */
export function createCode(
  conflicts: Conflicts,
  fields: NewCode,
  id: () => string,
  now: number,
  onActiveConflict: OnActiveConflict = 'refuse',
): Success<ReferralCodeRecord> | ProblemDetails {
  const taken = conflicts.withCode && fromJson(conflicts.withCode);
  if (taken) return codeTaken(taken);
  const active = conflicts.active && fromJson(conflicts.active);
  if (active && onActiveConflict === 'refuse') return activeCodeExists(active);
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
  return { json: add.json, change: active ? { replace: storedRecord(deactivated(active, now)), add } : { add } };
}

const codeTaken = ({ id, code }: ReferralCodeRecord): ProblemDetails => ({
  problem: 'code-taken',
  detail: `The code ${code} belongs to the record ${id}.`,
  rule: 'code-conflict-is-409',
  record_id: id,
});

const activeCodeExists = ({ id, mentor_id, org_id, code }: ReferralCodeRecord): ProblemDetails => ({
  problem: 'active-code-exists',
  detail: `${mentor_id} already has the active code ${code} for ${org_id}; deactivate the record ${id} first.`,
  rule: 'active-conflict-is-409',
  record_id: id,
});

export function deactivateCode(
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
  const replace = storedRecord(deactivated(record, now, deactivated_at));
  return { json: replace.json, change: { replace } };
}

export function deleteRecord(
  found: Json<ReferralCodeRecord> | undefined,
  id: string,
  now: number,
): Success<DeletionReceipt> | ProblemDetails {
  if (!found) return unknownId(id, 'delete-unknown-is-404');
  return { json: toJson({ id, deleted: true, deleted_at: writeTime(now) }), change: { remove: id } };
}

export function getRecord(
  json: Json<ReferralCodeRecord> | undefined,
  id: string,
): Success<ReferralCodeRecord> | ProblemDetails {
  return json ? { json } : unknownId(id, 'get-unknown-is-404');
}

export function getActiveCode(
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

export function findByCode(
  json: Json<ReferralCodeRecord> | undefined,
  code: string,
): Success<ReferralCodeRecord> | ProblemDetails {
  if (json) return { json };
  return { problem: 'code-not-found', detail: `No record has the code ${code}.`, rule: 'lookup-unknown-is-404' };
}

/**
 * Returns the record, deactivated at the given time. Without a time it is deactivated now, or at its created_at if that is
 * later, which is possible if the clock was moved back.
 */
function deactivated(record: ReferralCodeRecord, now: number, deactivatedAt?: string): ReferralCodeRecord {
  const time = deactivatedAt === undefined ? writeTime(now) : toUtc(deactivatedAt);
  const isTooEarly = compareTimes(time, record.created_at) < 0;
  return { ...record, status: 'inactive', deactivated_at: isTooEarly ? record.created_at : time };
}

const unknownId = (id: string, rule: RuleId): ProblemDetails => ({
  problem: 'record-not-found',
  detail: `No record has the id ${id}.`,
  rule,
});
