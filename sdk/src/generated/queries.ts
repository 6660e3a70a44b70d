// Generated from openapi.yaml by `npm run generate`. Change the contract, not this file.

import type { ErrorOf } from '../errors.ts';
import type {
  InfiniteQueryOptions,
  MutationOptions,
  QueryCallOptions,
  QueryKey,
  QueryOptions,
} from '../query-options.ts';
import type { DeactivateCodeBody, DeletionReceipt, FindByCodeQuery, GetActiveCodeQuery, ListRecordsQuery, NewCode, RecordPage, ReferralCodeRecord } from './client.ts';

/**
 * The variables of the mutation `createCode`: its path parameters and the fields of its body.
 */
export type CreateCodeVariables = NewCode;

/**
 * The variables of the mutation `deactivateCode`: its path parameters and the fields of its body.
 */
export type DeactivateCodeVariables = DeactivateCodeBody & {
  /**
   * The record's id. `active` and `lookup` are operations of their own, never ids.
   */
  id: string;
};

/**
 * The variables of the mutation `deleteRecord`: its path parameters and the fields of its body.
 */
export interface DeleteRecordVariables {
  /**
   * The record's id. `active` and `lookup` are operations of their own, never ids.
   */
  id: string;
}

/** The operations of the contract as options of TanStack Query: the reads as queries, the writes as mutations. */
export interface ReferralCodeQueries {
  /**
   * List all referral code records. Lists active and inactive records in pages, oldest first.
   *
   * `GET /api/v1/referral-code-records`
   */
  listRecords(query?: ListRecordsQuery, options?: QueryCallOptions): QueryOptions<RecordPage, ErrorOf<'listRecords'>>;

  /**
   * Create a new referral code record. Creates an active record. This is refused if the pair has an active record, or if an existing record, active or inactive, has the code. The server chooses the id and sets the time.
   *
   * `POST /api/v1/referral-code-records`
   */
  createCode(options?: QueryCallOptions): MutationOptions<ReferralCodeRecord, ErrorOf<'createCode'>, CreateCodeVariables>;

  /**
   * Get the active code for a mentor+org pair. The one active record of the pair, if there is one.
   *
   * `GET /api/v1/referral-code-records/active`
   */
  getActiveCode(query: GetActiveCodeQuery, options?: QueryCallOptions): QueryOptions<ReferralCodeRecord, ErrorOf<'getActiveCode'>>;

  /**
   * Find a record by code string. The one record that has the code, active or inactive. The whole code is compared, verbatim.
   *
   * `GET /api/v1/referral-code-records/lookup`
   */
  findByCode(query: FindByCodeQuery, options?: QueryCallOptions): QueryOptions<ReferralCodeRecord, ErrorOf<'findByCode'>>;

  /**
   * Get a referral code record by ID. The record, active or inactive.
   *
   * `GET /api/v1/referral-code-records/{id}`
   */
  getRecord(id: string, options?: QueryCallOptions): QueryOptions<ReferralCodeRecord, ErrorOf<'getRecord'>>;

  /**
   * Update a referral code record. Makes the record inactive. This is final. Repeating it changes nothing and is answered with the record as it is.
   *
   * `PUT /api/v1/referral-code-records/{id}`
   */
  deactivateCode(options?: QueryCallOptions): MutationOptions<ReferralCodeRecord, ErrorOf<'deactivateCode'>, DeactivateCodeVariables>;

  /**
   * Delete a referral code record. Deletes the record. No read shows it any more, and its code and its pair can be used again.
   *
   * `DELETE /api/v1/referral-code-records/{id}`
   */
  deleteRecord(options?: QueryCallOptions): MutationOptions<DeletionReceipt, ErrorOf<'deleteRecord'>, DeleteRecordVariables>;

  /** The operations that return pages of a list, as infinite queries. */
  readonly infinite: {
    /**
     * List all referral code records. Lists active and inactive records in pages, oldest first.
     *
     * `GET /api/v1/referral-code-records`
     */
    listRecords(query?: ListRecordsQuery, options?: QueryCallOptions): InfiniteQueryOptions<RecordPage, ErrorOf<'listRecords'>>;
  };

  /** The reads of one record, whose data is null if there is none: no error, and no record of before. */
  readonly orNull: {
    /**
     * Get the active code for a mentor+org pair. The one active record of the pair, if there is one.
     *
     * `GET /api/v1/referral-code-records/active`
     */
    getActiveCode(query: GetActiveCodeQuery, options?: QueryCallOptions): QueryOptions<ReferralCodeRecord | null, ErrorOf<'getActiveCode'>>;

    /**
     * Find a record by code string. The one record that has the code, active or inactive. The whole code is compared, verbatim.
     *
     * `GET /api/v1/referral-code-records/lookup`
     */
    findByCode(query: FindByCodeQuery, options?: QueryCallOptions): QueryOptions<ReferralCodeRecord | null, ErrorOf<'findByCode'>>;

    /**
     * Get a referral code record by ID. The record, active or inactive.
     *
     * `GET /api/v1/referral-code-records/{id}`
     */
    getRecord(id: string, options?: QueryCallOptions): QueryOptions<ReferralCodeRecord | null, ErrorOf<'getRecord'>>;
  };

  /** The keys of the queries that a write makes stale. Its mutation invalidates them when it has settled. */
  readonly stale: {
    createCode(variables: CreateCodeVariables): QueryKey[];
    deactivateCode(variables: DeactivateCodeVariables): QueryKey[];
    deleteRecord(variables: DeleteRecordVariables): QueryKey[];
  };
}

/** The reads that each write makes stale: those that return a resource which the write returns or which is at its path. */
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
