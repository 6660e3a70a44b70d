import type { ReferralCodeRecord } from '@referral-codes/sdk/contract';
import { fromJson, type Json, toJson } from '../message/json.ts';

/** A record and its JSON, which answers carry as it stands. */
export interface StoredRecord {
  readonly record: ReferralCodeRecord;
  readonly json: Json<ReferralCodeRecord>;
}

/** What one write does to the records: all of it or nothing. */
export interface Change {
  /** A record whose id and code none has. */
  readonly add?: StoredRecord;
  /** A record to put in the place of the one with the same id, code, pair and created_at. */
  readonly replace?: StoredRecord;
  /** The id of a record to remove, if there is one. */
  readonly remove?: string;
}

export function storedRecord(record: ReferralCodeRecord): StoredRecord {
  return { record, json: toJson(record) };
}

interface Found<One, Many> {
  readonly size: number;
  get(id: string): One | undefined;
  withCode(code: string): One | undefined;
  activeOf(mentorId: string, orgId: string): One | undefined;
  /** Up to `limit` records from the `offset`th on: oldest first by created_at, then in the order they were added. */
  page(offset: number, limit: number): Many;
}

/** The records of a session as they are now; each is the caller's own. */
export type Records = Found<ReferralCodeRecord, ReferralCodeRecord[]>;

/**
 * Where a session keeps its records: as JSON, since most are only ever answered.
 * It is synchronous on purpose: nothing can come between a check and the write that follows, so every operation is
 * atomic with no lock. A database with a synchronous driver fits as it is.
 */
export interface Store extends Found<Json<ReferralCodeRecord>, Json<ReferralCodeRecord[]>> {
  apply(change: Change): void;
}

const read = (json: Json<ReferralCodeRecord> | undefined) => json && fromJson(json);

export const recordsIn = (store: Store): Records => ({
  get size() {
    return store.size;
  },
  get: (id) => read(store.get(id)),
  withCode: (code) => read(store.withCode(code)),
  activeOf: (mentorId, orgId) => read(store.activeOf(mentorId, orgId)),
  page(offset, limit) {
    const end = Math.min(offset + limit, store.size);
    const starts = Array.from(
      { length: Math.ceil(Math.max(0, end - offset) / AT_ONCE) },
      (_, at) => offset + at * AT_ONCE,
    );
    return starts.flatMap((start) => fromJson(store.page(start, Math.min(AT_ONCE, end - start))));
  },
});

/** A text of all records could be longer than a string may be. */
const AT_ONCE = 10_000;
