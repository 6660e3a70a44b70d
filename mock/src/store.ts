import type { ReferralCodeRecord } from '@referral-codes/sdk/contract';

/** What one write does to the records: all of it or nothing. */
export interface Change {
  /** A record whose id and code none has. */
  readonly add?: ReferralCodeRecord;
  /** A record to put in the place of the one with the same id, code and created_at. */
  readonly replace?: ReferralCodeRecord;
  /** The id of a record to remove, if there is one. */
  readonly remove?: string;
}

/** The records as reads see them. */
export interface Records {
  readonly size: number;
  get(id: string): ReferralCodeRecord | undefined;
  withCode(code: string): ReferralCodeRecord | undefined;
  activeOf(mentorId: string, orgId: string): ReferralCodeRecord | undefined;
  /** Up to `limit` records from the `offset`th on: oldest first by created_at, then in the order they were added. */
  page(offset: number, limit: number): ReferralCodeRecord[];
}

/**
 * Where a world keeps its records. Records are never changed in place: a store may share them.
 * It is synchronous on purpose: nothing can come between a check and the write that follows, so every operation is
 * atomic with no lock. A database with a synchronous driver fits as it is.
 */
export interface Store extends Records {
  apply(change: Change): void;
}
