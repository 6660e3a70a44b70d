// Generated from openapi.yaml by `npm run generate`. Change the contract, not this file.

import { responseSchemas } from '../response-schemas.ts';
import { type StandardSchema, standard } from '../standard-schema.ts';
import type * as contract from './client.ts';
import {
  isReferralCodeRecord,
  isRecordPage,
  isNewCode,
  isDeactivation,
  isDeletionReceipt,
  isRecordId,
  isIdentifier,
  isCode,
  isProblem,
  isInvalidRequest,
  isRecordNotFound,
  isNoActiveCode,
  isCodeNotFound,
  isCodeTaken,
  isActiveCodeExists,
  isBodyTooLarge,
  isUnsupportedMediaType,
  isDeactivatedBeforeCreated,
  isPathNotFound,
  isMethodNotAllowed,
  isListRecordsQuery,
  isGetActiveCodeQuery,
  isFindByCodeQuery,
} from './validators.ts';

/**
 * A code that a mentor hands out, or handed out, on behalf of an organisation.
 */
export const ReferralCodeRecord: StandardSchema<contract.ReferralCodeRecord> = /* @__PURE__ */ standard<contract.ReferralCodeRecord>(isReferralCodeRecord);

/**
 * One page of the records.
 */
export const RecordPage: StandardSchema<contract.RecordPage> = /* @__PURE__ */ standard<contract.RecordPage>(isRecordPage);

/**
 * The body of a create. The server sets the other fields.
 */
export const NewCode: StandardSchema<contract.NewCode> = /* @__PURE__ */ standard<contract.NewCode>(isNewCode);

/**
 * The body of a deactivation.
 */
export const Deactivation: StandardSchema<contract.Deactivation> = /* @__PURE__ */ standard<contract.Deactivation>(isDeactivation);

/**
 * The confirmation of a deletion.
 */
export const DeletionReceipt: StandardSchema<contract.DeletionReceipt> = /* @__PURE__ */ standard<contract.DeletionReceipt>(isDeletionReceipt);

/**
 * A record's id.
 */
export const RecordId: StandardSchema<contract.RecordId> = /* @__PURE__ */ standard<contract.RecordId>(isRecordId);

/**
 * An opaque identifier that another system assigned, compared byte for byte.
 */
export const Identifier: StandardSchema<contract.Identifier> = /* @__PURE__ */ standard<contract.Identifier>(isIdentifier);

/**
 * Groups of capital letters and digits, joined by hyphens.
 */
export const Code: StandardSchema<contract.Code> = /* @__PURE__ */ standard<contract.Code>(isCode);

/**
 * An error in the format of RFC 9457.
 */
export const Problem: StandardSchema<contract.Problem> = /* @__PURE__ */ standard<contract.Problem>(isProblem);

/**
 * A parameter or the body does not match the contract.
 */
export const InvalidRequest: StandardSchema<contract.InvalidRequest> = /* @__PURE__ */ standard<contract.InvalidRequest>(isInvalidRequest);

/**
 * No record has the id.
 */
export const RecordNotFound: StandardSchema<contract.RecordNotFound> = /* @__PURE__ */ standard<contract.RecordNotFound>(isRecordNotFound);

/**
 * The pair has no active record.
 */
export const NoActiveCode: StandardSchema<contract.NoActiveCode> = /* @__PURE__ */ standard<contract.NoActiveCode>(isNoActiveCode);

/**
 * No record has the code.
 */
export const CodeNotFound: StandardSchema<contract.CodeNotFound> = /* @__PURE__ */ standard<contract.CodeNotFound>(isCodeNotFound);

/**
 * Another record, active or not, has the code.
 */
export const CodeTaken: StandardSchema<contract.CodeTaken> = /* @__PURE__ */ standard<contract.CodeTaken>(isCodeTaken);

/**
 * The pair has an active record already.
 */
export const ActiveCodeExists: StandardSchema<contract.ActiveCodeExists> = /* @__PURE__ */ standard<contract.ActiveCodeExists>(isActiveCodeExists);

/**
 * The body is over 64 KiB.
 */
export const BodyTooLarge: StandardSchema<contract.BodyTooLarge> = /* @__PURE__ */ standard<contract.BodyTooLarge>(isBodyTooLarge);

/**
 * The content type of the body is not application/json.
 */
export const UnsupportedMediaType: StandardSchema<contract.UnsupportedMediaType> = /* @__PURE__ */ standard<contract.UnsupportedMediaType>(isUnsupportedMediaType);

/**
 * deactivated_at is earlier than created_at.
 */
export const DeactivatedBeforeCreated: StandardSchema<contract.DeactivatedBeforeCreated> = /* @__PURE__ */ standard<contract.DeactivatedBeforeCreated>(isDeactivatedBeforeCreated);

/**
 * No operation has this path.
 */
export const PathNotFound: StandardSchema<contract.PathNotFound> = /* @__PURE__ */ standard<contract.PathNotFound>(isPathNotFound);

/**
 * No operation has this path with this method. `Allow` lists the methods of the path.
 */
export const MethodNotAllowed: StandardSchema<contract.MethodNotAllowed> = /* @__PURE__ */ standard<contract.MethodNotAllowed>(isMethodNotAllowed);

/**
 * The query of `listRecords`.
 */
export const ListRecordsQuery: StandardSchema<contract.ListRecordsQuery> = /* @__PURE__ */ standard<contract.ListRecordsQuery>(isListRecordsQuery);

/**
 * The query of `getActiveCode`.
 */
export const GetActiveCodeQuery: StandardSchema<contract.GetActiveCodeQuery> = /* @__PURE__ */ standard<contract.GetActiveCodeQuery>(isGetActiveCodeQuery);

/**
 * The query of `findByCode`.
 */
export const FindByCodeQuery: StandardSchema<contract.FindByCodeQuery> = /* @__PURE__ */ standard<contract.FindByCodeQuery>(isFindByCodeQuery);

/** The body of each operation's successful response. */
export const responses = /* @__PURE__ */ responseSchemas({
  listRecords: RecordPage,
  createCode: ReferralCodeRecord,
  getActiveCode: ReferralCodeRecord,
  findByCode: ReferralCodeRecord,
  getRecord: ReferralCodeRecord,
  deactivateCode: ReferralCodeRecord,
  deleteRecord: DeletionReceipt,
});

/** The body that an operation takes. */
export const requests = {
  createCode: NewCode,
  deactivateCode: Deactivation,
};

/** The query that an operation takes, as an object. */
export const queries = {
  listRecords: ListRecordsQuery,
  getActiveCode: GetActiveCodeQuery,
  findByCode: FindByCodeQuery,
};
