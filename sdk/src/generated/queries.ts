// Generated from openapi.yaml by `npm run generate`. Change the contract, not this file.

import type { InfiniteQueryOptions, Invalidating, MutationOptions, QueryOptions } from '../queries.ts';
import type * as types from './client.ts';

/** The reads that each write makes stale: those about the same things, by the contract's tags. */
export const staleReads = {
  "createCode": [
    "listRecords",
    "getActiveCode",
    "findByCode",
    "getRecord"
  ],
  "deactivateCode": [
    "listRecords",
    "getActiveCode",
    "findByCode",
    "getRecord"
  ],
  "deleteRecord": [
    "listRecords",
    "getActiveCode",
    "findByCode",
    "getRecord"
  ]
} as const;

/** Options for the query of every read and the mutation of every write. */
export interface ReferralCodeQueries {
  /**
   * List all referral code records: options for a query.
   */
  listRecords: {
    (query?: types.ListRecordsQuery): QueryOptions<types.RecordPage>;
    /** Options for a query that loads page after page. */
    infinite(query?: Omit<types.ListRecordsQuery, 'page'>): InfiniteQueryOptions<types.RecordPage>;
  };

  /**
   * Get the active code for a mentor+org pair: options for a query.
   */
  getActiveCode(query: types.GetActiveCodeQuery): QueryOptions<types.ReferralCodeRecord>;

  /**
   * Find a record by code string: options for a query.
   */
  findByCode(query: types.FindByCodeQuery): QueryOptions<types.ReferralCodeRecord>;

  /**
   * Get a referral code record by ID: options for a query.
   */
  getRecord(id: string): QueryOptions<types.ReferralCodeRecord>;

  /**
   * Create a new referral code record: options for a mutation.
   * Given the query client, it invalidates the reads that it makes stale.
   */
  createCode(client?: Invalidating): MutationOptions<types.ReferralCodeRecord, types.NewCode>;

  /**
   * Update a referral code record: options for a mutation.
   * Given the query client, it invalidates the reads that it makes stale.
   */
  deactivateCode(client?: Invalidating): MutationOptions<types.ReferralCodeRecord, { id: string; body?: types.DeactivateCodeBody }>;

  /**
   * Delete a referral code record: options for a mutation.
   * Given the query client, it invalidates the reads that it makes stale.
   */
  deleteRecord(client?: Invalidating): MutationOptions<types.DeletionReceipt, string>;
}
