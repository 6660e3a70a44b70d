import type { ReferralCodeRecord } from '@referral-codes/sdk/contract';
import { fromJson, type Json, toJson } from '../message/json.ts';

/** A record and its JSON, which responses carry unchanged: written anew for each, a page of 20 takes 1.5 times the time. */
export interface StoredRecord {
  readonly record: ReferralCodeRecord;
  readonly json: Json<ReferralCodeRecord>;
}

/** What one operation changes: all of it or nothing. */
export interface Change {
  /** A new record; no other has its id or its code. */
  readonly add?: StoredRecord;
  /** Replaces the record with the same id, code, pair and created_at. */
  readonly replace?: StoredRecord;
  /** The id of a record to delete, if there is one. */
  readonly remove?: string;
}

export function storedRecord(record: ReferralCodeRecord): StoredRecord {
  return { record, json: toJson(record) };
}

interface Queries<One, Many> {
  readonly size: number;
  get(id: string): One | undefined;
  withCode(code: string): One | undefined;
  activeOf(mentorId: string, orgId: string): One | undefined;
  /** Up to `limit` records from index `offset` on: by created_at, oldest first, and then in the order in which they were added. */
  page(offset: number, limit: number): Many;
}

/** The current records of a session. Each is a copy that the caller may change. */
export type Records = Queries<ReferralCodeRecord, ReferralCodeRecord[]>;

/**
 * Holds the records of a session as JSON, because most records are only sent in responses.
 * It is synchronous, so that no other operation can change it between a check and the write that follows. So every operation is
 * atomic without a lock.
 */
export interface Store extends Queries<Json<ReferralCodeRecord>, Json<ReferralCodeRecord[]>> {
  apply(change: Change): void;
  /** All records in the order of `page`, as the strings that the store holds, so that they take no further memory. */
  all(): Json<ReferralCodeRecord>[];
}

/** How many records `page` parses at once: the JSON of all of them could exceed the longest possible string. */
const AT_ONCE = 10_000;

const read = (json: Json<ReferralCodeRecord> | undefined) => json && fromJson(json);

/** The records of a store as objects. */
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
