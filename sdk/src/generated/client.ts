// Generated from openapi.yaml by `npm run generate`. Change the contract, not this file.

import type { Result } from '../errors.ts';
import type { CallOptions, ListOptions } from '../options.ts';
import type { Paged } from '../pages.ts';
import type { components } from './schema.ts';

/**
 * A code that a mentor hands out, or handed out, on behalf of an organisation.
 */
export type ReferralCodeRecord = components['schemas']['ReferralCodeRecord'];

/**
 * One page of the records.
 */
export type RecordPage = components['schemas']['RecordPage'];

/**
 * The body of a create. The server sets the other fields.
 */
export type NewCode = components['schemas']['NewCode'];

/**
 * The body of a deactivation.
 */
export type Deactivation = components['schemas']['Deactivation'];

/**
 * The confirmation of a deletion.
 */
export type DeletionReceipt = components['schemas']['DeletionReceipt'];

/**
 * A record's id.
 */
export type RecordId = components['schemas']['RecordId'];

/**
 * An opaque identifier that another system assigned, compared byte for byte.
 */
export type Identifier = components['schemas']['Identifier'];

/**
 * Groups of capital letters and digits, joined by hyphens.
 */
export type Code = components['schemas']['Code'];

/**
 * An error in the format of RFC 9457.
 */
export type Problem = components['schemas']['Problem'];

/**
 * A parameter or the body does not match the contract.
 */
export type InvalidRequest = components['schemas']['InvalidRequest'];

/**
 * No record has the id.
 */
export type RecordNotFound = components['schemas']['RecordNotFound'];

/**
 * The pair has no active record.
 */
export type NoActiveCode = components['schemas']['NoActiveCode'];

/**
 * No record has the code.
 */
export type CodeNotFound = components['schemas']['CodeNotFound'];

/**
 * Another record, active or not, has the code.
 */
export type CodeTaken = components['schemas']['CodeTaken'];

/**
 * The pair has an active record already.
 */
export type ActiveCodeExists = components['schemas']['ActiveCodeExists'];

/**
 * The body is over 64 KiB.
 */
export type BodyTooLarge = components['schemas']['BodyTooLarge'];

/**
 * The content type of the body is not application/json.
 */
export type UnsupportedMediaType = components['schemas']['UnsupportedMediaType'];

/**
 * deactivated_at is earlier than created_at.
 */
export type DeactivatedBeforeCreated = components['schemas']['DeactivatedBeforeCreated'];

/**
 * No operation has this path.
 */
export type PathNotFound = components['schemas']['PathNotFound'];

/**
 * No operation has this path with this method. `Allow` lists the methods of the path.
 */
export type MethodNotAllowed = components['schemas']['MethodNotAllowed'];

/**
 * The query of `listRecords`.
 */
export interface ListRecordsQuery {
  /**
   * The number of the page, from 1.
   */
  page?: number | undefined;
  /**
   * The maximum number of records on a page.
   */
  limit?: number | undefined;
}

/**
 * The query of `getActiveCode`.
 */
export interface GetActiveCodeQuery {
  /**
   * The mentor, compared byte for byte.
   */
  mentor_id: string;
  /**
   * The organisation, compared byte for byte.
   */
  org_id: string;
}

/**
 * The query of `findByCode`.
 */
export interface FindByCodeQuery {
  /**
   * The whole code, compared verbatim.
   */
  code: string;
}

/**
 * The body of `deactivateCode`; a field that can have only one value may be omitted.
 */
export type DeactivateCodeBody = Omit<Deactivation, 'status' | 'deactivated_at'> & {
  [name in 'status' | 'deactivated_at']?: Deactivation[name] | undefined;
};

/** One method for each operation of the contract. */
export interface ReferralCodeMethods {
  /**
   * List all referral code records.
   *
   * Lists active and inactive records in pages, oldest first.
   *
   * `GET /api/v1/referral-code-records`
   *
   * @throws {ReferralCodesError} 400 `invalid-request`: A parameter or the body does not match the contract.
   * @see Rules: `list-envelope`, `list-defaults`, `list-echoes-its-page`, `list-holds-at-most-limit`, `list-pages-partition`, `list-total-is-every-record`, `list-shows-created`, `list-keeps-inactive`, `list-hides-deleted`, `list-order-is-stable`, `list-oldest-first`, `list-past-the-end-is-empty`, `list-refuses-bad-paging`
   * @example
   * ```ts
   * const value = await codes.listRecords();
   * ```
   */
  listRecords(query?: ListRecordsQuery, options?: ListOptions): Paged<RecordPage>;

  /**
   * Create a new referral code record.
   *
   * Creates an active record. This is refused if the pair has an active record, or if an existing record, active or inactive, has the code. The server chooses the id and sets the time.
   *
   * `POST /api/v1/referral-code-records`
   *
   * @throws {ReferralCodesError} 400 `invalid-request`: A parameter or the body does not match the contract.
   * @throws {ReferralCodesError} 409 `code-taken`: Another record, active or not, has the code.
   * @throws {ReferralCodesError} 409 `active-code-exists`: The pair has an active record already.
   * @throws {ReferralCodesError} 413 `body-too-large`: The body is over 64 KiB.
   * @throws {ReferralCodesError} 415 `unsupported-media-type`: The content type of the body is not application/json.
   * @see Rules: `create-answers-the-record`, `create-answers-201`, `create-mints-unique-ids`, `create-stamps-the-time`, `create-keeps-server-fields`, `create-refuses-missing-field`, `create-refuses-wrong-type`, `create-refuses-malformed-json`, `create-refuses-non-object`, `create-refuses-bad-values`, `create-refuses-unknown-fields`, `refused-create-changes-nothing`, `one-active-per-pair`, `one-active-under-race`, `active-conflict-is-409`, `pairs-are-independent`, `pair-is-free-after-deactivation`, `pair-is-free-after-deletion`, `code-is-unique`, `code-is-unique-under-race`, `code-conflict-is-409`
   * @example
   * ```ts
   * const value = await codes.createCode({ mentor_id: 'usr_4491', org_id: 'org_002', code: 'JAN-VERV-8F3A' });
   * ```
   */
  createCode(body: NewCode, options?: CallOptions): Promise<ReferralCodeRecord>;

  /**
   * Get the active code for a mentor+org pair.
   *
   * The one active record of the pair, if there is one.
   *
   * `GET /api/v1/referral-code-records/active`
   *
   * @throws {ReferralCodesError} 400 `invalid-request`: A parameter or the body does not match the contract.
   * @throws {ReferralCodesError} 404 `no-active-code`: The pair has no active record.
   * @see Rules: `active-answers-the-active-record`, `active-none-is-404`, `active-needs-mentor-and-org`
   * @example
   * ```ts
   * const value = await codes.getActiveCode({ mentor_id: 'usr_4491', org_id: 'org_002' });
   * ```
   */
  getActiveCode(query: GetActiveCodeQuery, options?: CallOptions): Promise<ReferralCodeRecord>;

  /**
   * Find a record by code string.
   *
   * The one record that has the code, active or inactive. The whole code is compared, verbatim.
   *
   * `GET /api/v1/referral-code-records/lookup`
   *
   * @throws {ReferralCodesError} 400 `invalid-request`: A parameter or the body does not match the contract.
   * @throws {ReferralCodesError} 404 `code-not-found`: No record has the code.
   * @see Rules: `lookup-finds-active`, `lookup-finds-inactive`, `lookup-is-exact`, `lookup-unknown-is-404`, `lookup-needs-code`
   * @example
   * ```ts
   * const value = await codes.findByCode({ code: 'JAN-VERV-8F3A' });
   * ```
   */
  findByCode(query: FindByCodeQuery, options?: CallOptions): Promise<ReferralCodeRecord>;

  /**
   * Get a referral code record by ID.
   *
   * The record, active or inactive.
   *
   * `GET /api/v1/referral-code-records/{id}`
   *
   * @param id The record's id. `active` and `lookup` are operations of their own, never ids.
   * @throws {ReferralCodesError} 404 `record-not-found`: No record has the id.
   * @see Rules: `get-answers-the-record`, `get-unknown-is-404`, `active-and-lookup-are-not-ids`
   * @example
   * ```ts
   * const value = await codes.getRecord('rc_8f3a21bc');
   * ```
   */
  getRecord(id: string, options?: CallOptions): Promise<ReferralCodeRecord>;

  /**
   * Update a referral code record.
   *
   * Makes the record inactive. This is final. Repeating it changes nothing and is answered with the record as it is.
   *
   * `PUT /api/v1/referral-code-records/{id}`
   *
   * @param id The record's id. `active` and `lookup` are operations of their own, never ids.
   * @throws {ReferralCodesError} 400 `invalid-request`: A parameter or the body does not match the contract.
   * @throws {ReferralCodesError} 404 `record-not-found`: No record has the id.
   * @throws {ReferralCodesError} 413 `body-too-large`: The body is over 64 KiB.
   * @throws {ReferralCodesError} 415 `unsupported-media-type`: The content type of the body is not application/json.
   * @throws {ReferralCodesError} 422 `deactivated-before-created`: deactivated_at is earlier than created_at.
   * @see Rules: `deactivate-answers-inactive`, `deactivate-keeps-the-given-time`, `deactivate-fills-in-the-time`, `deactivate-lasts`, `deactivate-changes-nothing-else`, `deactivate-touches-one-record`, `deactivate-again-moves-nothing`, `deactivate-again-is-200`, `deactivation-is-final`, `deactivate-unknown-is-404`, `deactivate-refuses-bad-body`, `deactivate-before-created-is-refused`, `deactivate-under-race`
   * @example
   * ```ts
   * const value = await codes.deactivateCode('rc_8f3a21bc', { status: 'inactive', deactivated_at: '2026-03-26T12:00:00Z' });
   * ```
   */
  deactivateCode(id: string, body?: DeactivateCodeBody, options?: CallOptions): Promise<ReferralCodeRecord>;

  /**
   * Delete a referral code record.
   *
   * Deletes the record. No read shows it any more, and its code and its pair can be used again.
   *
   * `DELETE /api/v1/referral-code-records/{id}`
   *
   * @param id The record's id. `active` and `lookup` are operations of their own, never ids.
   * @throws {ReferralCodesError} 404 `record-not-found`: No record has the id.
   * @see Rules: `delete-answers-a-receipt`, `delete-removes-everywhere`, `delete-touches-one-record`, `delete-unknown-is-404`, `delete-again-is-404`, `delete-under-race`
   * @example
   * ```ts
   * const value = await codes.deleteRecord('rc_8f3a21bc');
   * ```
   */
  deleteRecord(id: string, options?: CallOptions): Promise<DeletionReceipt>;
}

/** The same methods, which resolve to a result instead of throwing a ReferralCodesError. */
export interface SafeReferralCodeMethods {
  /**
   * List all referral code records.
   *
   * Lists active and inactive records in pages, oldest first.
   *
   * `GET /api/v1/referral-code-records`
   *
   * @returns With `ok: false`: 400 `invalid-request`: A parameter or the body does not match the contract.
   * @see Rules: `list-envelope`, `list-defaults`, `list-echoes-its-page`, `list-holds-at-most-limit`, `list-pages-partition`, `list-total-is-every-record`, `list-shows-created`, `list-keeps-inactive`, `list-hides-deleted`, `list-order-is-stable`, `list-oldest-first`, `list-past-the-end-is-empty`, `list-refuses-bad-paging`
   * @example
   * ```ts
   * const result = await codes.safe.listRecords();
   * ```
   */
  listRecords(query?: ListRecordsQuery, options?: CallOptions): Promise<Result<RecordPage, 'listRecords'>>;

  /**
   * Create a new referral code record.
   *
   * Creates an active record. This is refused if the pair has an active record, or if an existing record, active or inactive, has the code. The server chooses the id and sets the time.
   *
   * `POST /api/v1/referral-code-records`
   *
   * @returns With `ok: false`: 400 `invalid-request`: A parameter or the body does not match the contract.
   * @returns With `ok: false`: 409 `code-taken`: Another record, active or not, has the code.
   * @returns With `ok: false`: 409 `active-code-exists`: The pair has an active record already.
   * @returns With `ok: false`: 413 `body-too-large`: The body is over 64 KiB.
   * @returns With `ok: false`: 415 `unsupported-media-type`: The content type of the body is not application/json.
   * @see Rules: `create-answers-the-record`, `create-answers-201`, `create-mints-unique-ids`, `create-stamps-the-time`, `create-keeps-server-fields`, `create-refuses-missing-field`, `create-refuses-wrong-type`, `create-refuses-malformed-json`, `create-refuses-non-object`, `create-refuses-bad-values`, `create-refuses-unknown-fields`, `refused-create-changes-nothing`, `one-active-per-pair`, `one-active-under-race`, `active-conflict-is-409`, `pairs-are-independent`, `pair-is-free-after-deactivation`, `pair-is-free-after-deletion`, `code-is-unique`, `code-is-unique-under-race`, `code-conflict-is-409`
   * @example
   * ```ts
   * const result = await codes.safe.createCode({ mentor_id: 'usr_4491', org_id: 'org_002', code: 'JAN-VERV-8F3A' });
   * ```
   */
  createCode(body: NewCode, options?: CallOptions): Promise<Result<ReferralCodeRecord, 'createCode'>>;

  /**
   * Get the active code for a mentor+org pair.
   *
   * The one active record of the pair, if there is one.
   *
   * `GET /api/v1/referral-code-records/active`
   *
   * @returns With `ok: false`: 400 `invalid-request`: A parameter or the body does not match the contract.
   * @returns With `ok: false`: 404 `no-active-code`: The pair has no active record.
   * @see Rules: `active-answers-the-active-record`, `active-none-is-404`, `active-needs-mentor-and-org`
   * @example
   * ```ts
   * const result = await codes.safe.getActiveCode({ mentor_id: 'usr_4491', org_id: 'org_002' });
   * ```
   */
  getActiveCode(query: GetActiveCodeQuery, options?: CallOptions): Promise<Result<ReferralCodeRecord, 'getActiveCode'>>;

  /**
   * Find a record by code string.
   *
   * The one record that has the code, active or inactive. The whole code is compared, verbatim.
   *
   * `GET /api/v1/referral-code-records/lookup`
   *
   * @returns With `ok: false`: 400 `invalid-request`: A parameter or the body does not match the contract.
   * @returns With `ok: false`: 404 `code-not-found`: No record has the code.
   * @see Rules: `lookup-finds-active`, `lookup-finds-inactive`, `lookup-is-exact`, `lookup-unknown-is-404`, `lookup-needs-code`
   * @example
   * ```ts
   * const result = await codes.safe.findByCode({ code: 'JAN-VERV-8F3A' });
   * ```
   */
  findByCode(query: FindByCodeQuery, options?: CallOptions): Promise<Result<ReferralCodeRecord, 'findByCode'>>;

  /**
   * Get a referral code record by ID.
   *
   * The record, active or inactive.
   *
   * `GET /api/v1/referral-code-records/{id}`
   *
   * @param id The record's id. `active` and `lookup` are operations of their own, never ids.
   * @returns With `ok: false`: 404 `record-not-found`: No record has the id.
   * @see Rules: `get-answers-the-record`, `get-unknown-is-404`, `active-and-lookup-are-not-ids`
   * @example
   * ```ts
   * const result = await codes.safe.getRecord('rc_8f3a21bc');
   * ```
   */
  getRecord(id: string, options?: CallOptions): Promise<Result<ReferralCodeRecord, 'getRecord'>>;

  /**
   * Update a referral code record.
   *
   * Makes the record inactive. This is final. Repeating it changes nothing and is answered with the record as it is.
   *
   * `PUT /api/v1/referral-code-records/{id}`
   *
   * @param id The record's id. `active` and `lookup` are operations of their own, never ids.
   * @returns With `ok: false`: 400 `invalid-request`: A parameter or the body does not match the contract.
   * @returns With `ok: false`: 404 `record-not-found`: No record has the id.
   * @returns With `ok: false`: 413 `body-too-large`: The body is over 64 KiB.
   * @returns With `ok: false`: 415 `unsupported-media-type`: The content type of the body is not application/json.
   * @returns With `ok: false`: 422 `deactivated-before-created`: deactivated_at is earlier than created_at.
   * @see Rules: `deactivate-answers-inactive`, `deactivate-keeps-the-given-time`, `deactivate-fills-in-the-time`, `deactivate-lasts`, `deactivate-changes-nothing-else`, `deactivate-touches-one-record`, `deactivate-again-moves-nothing`, `deactivate-again-is-200`, `deactivation-is-final`, `deactivate-unknown-is-404`, `deactivate-refuses-bad-body`, `deactivate-before-created-is-refused`, `deactivate-under-race`
   * @example
   * ```ts
   * const result = await codes.safe.deactivateCode('rc_8f3a21bc', { status: 'inactive', deactivated_at: '2026-03-26T12:00:00Z' });
   * ```
   */
  deactivateCode(id: string, body?: DeactivateCodeBody, options?: CallOptions): Promise<Result<ReferralCodeRecord, 'deactivateCode'>>;

  /**
   * Delete a referral code record.
   *
   * Deletes the record. No read shows it any more, and its code and its pair can be used again.
   *
   * `DELETE /api/v1/referral-code-records/{id}`
   *
   * @param id The record's id. `active` and `lookup` are operations of their own, never ids.
   * @returns With `ok: false`: 404 `record-not-found`: No record has the id.
   * @see Rules: `delete-answers-a-receipt`, `delete-removes-everywhere`, `delete-touches-one-record`, `delete-unknown-is-404`, `delete-again-is-404`, `delete-under-race`
   * @example
   * ```ts
   * const result = await codes.safe.deleteRecord('rc_8f3a21bc');
   * ```
   */
  deleteRecord(id: string, options?: CallOptions): Promise<Result<DeletionReceipt, 'deleteRecord'>>;
}
