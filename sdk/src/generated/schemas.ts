// Generated from openapi.yaml by `npm run generate`. Change the contract, not this file.

import { type StandardSchema, standard } from '../standard.ts';
import type * as types from './client.ts';
import { queryValidators, validators } from './validators.ts';

/** A code that a mentor hands out, or handed out, on behalf of an organisation. */
export const ReferralCodeRecord: StandardSchema<types.ReferralCodeRecord> = /* @__PURE__ */ standard(validators.ReferralCodeRecord);

/** One page of the records. */
export const RecordPage: StandardSchema<types.RecordPage> = /* @__PURE__ */ standard(validators.RecordPage);

/** What a client says to create a record; the server fills in the rest. */
export const NewCode: StandardSchema<types.NewCode> = /* @__PURE__ */ standard(validators.NewCode);

/** What a client says to deactivate a record. */
export const Deactivation: StandardSchema<types.Deactivation> = /* @__PURE__ */ standard(validators.Deactivation);

/** What a server says once a record is deleted. */
export const DeletionReceipt: StandardSchema<types.DeletionReceipt> = /* @__PURE__ */ standard(validators.DeletionReceipt);

/** A record's id. */
export const RecordId: StandardSchema<types.RecordId> = /* @__PURE__ */ standard(validators.RecordId);

/** An opaque name given by someone else, compared byte for byte. */
export const Identifier: StandardSchema<types.Identifier> = /* @__PURE__ */ standard(validators.Identifier);

/** Groups of capital letters and digits, joined by hyphens. */
export const Code: StandardSchema<types.Code> = /* @__PURE__ */ standard(validators.Code);

/** Any refusal, as RFC 9457 writes it. */
export const Problem: StandardSchema<types.Problem> = /* @__PURE__ */ standard(validators.Problem);

/** A parameter or the body does not keep the contract. */
export const InvalidRequest: StandardSchema<types.InvalidRequest> = /* @__PURE__ */ standard(validators.InvalidRequest);

/** No record has the id. */
export const RecordNotFound: StandardSchema<types.RecordNotFound> = /* @__PURE__ */ standard(validators.RecordNotFound);

/** The pair has no active record. */
export const NoActiveCode: StandardSchema<types.NoActiveCode> = /* @__PURE__ */ standard(validators.NoActiveCode);

/** No record has the code. */
export const CodeNotFound: StandardSchema<types.CodeNotFound> = /* @__PURE__ */ standard(validators.CodeNotFound);

/** Another record, active or not, has the code. */
export const CodeTaken: StandardSchema<types.CodeTaken> = /* @__PURE__ */ standard(validators.CodeTaken);

/** The pair has an active record already. */
export const ActiveCodeExists: StandardSchema<types.ActiveCodeExists> = /* @__PURE__ */ standard(validators.ActiveCodeExists);

/** The body is over 64 KiB. */
export const BodyTooLarge: StandardSchema<types.BodyTooLarge> = /* @__PURE__ */ standard(validators.BodyTooLarge);

/** The body is not typed application/json. */
export const UnsupportedMediaType: StandardSchema<types.UnsupportedMediaType> = /* @__PURE__ */ standard(validators.UnsupportedMediaType);

/** deactivated_at is earlier than created_at. */
export const DeactivatedBeforeCreated: StandardSchema<types.DeactivatedBeforeCreated> = /* @__PURE__ */ standard(validators.DeactivatedBeforeCreated);

/** Nothing lives at this path; no operation answers it. */
export const PathNotFound: StandardSchema<types.PathNotFound> = /* @__PURE__ */ standard(validators.PathNotFound);

/** The path is an operation's, the method is not; `Allow` names the ones that are. */
export const MethodNotAllowed: StandardSchema<types.MethodNotAllowed> = /* @__PURE__ */ standard(validators.MethodNotAllowed);

/** What each operation takes: its query or its body. */
export const requests: {
  readonly listRecords: StandardSchema<types.ListRecordsQuery>;
  readonly createCode: StandardSchema<types.NewCode>;
  readonly getActiveCode: StandardSchema<types.GetActiveCodeQuery>;
  readonly findByCode: StandardSchema<types.FindByCodeQuery>;
  readonly deactivateCode: StandardSchema<types.Deactivation>;
} = {
  listRecords: standard(queryValidators.listRecords),
  createCode: NewCode,
  getActiveCode: standard(queryValidators.getActiveCode),
  findByCode: standard(queryValidators.findByCode),
  deactivateCode: Deactivation,
};

/** What each operation answers. */
export const responses: {
  readonly listRecords: StandardSchema<types.RecordPage>;
  readonly createCode: StandardSchema<types.ReferralCodeRecord>;
  readonly getActiveCode: StandardSchema<types.ReferralCodeRecord>;
  readonly findByCode: StandardSchema<types.ReferralCodeRecord>;
  readonly getRecord: StandardSchema<types.ReferralCodeRecord>;
  readonly deactivateCode: StandardSchema<types.ReferralCodeRecord>;
  readonly deleteRecord: StandardSchema<types.DeletionReceipt>;
} = {
  listRecords: RecordPage,
  createCode: ReferralCodeRecord,
  getActiveCode: ReferralCodeRecord,
  findByCode: ReferralCodeRecord,
  getRecord: ReferralCodeRecord,
  deactivateCode: ReferralCodeRecord,
  deleteRecord: DeletionReceipt,
};
