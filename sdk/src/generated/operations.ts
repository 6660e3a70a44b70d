// Generated from openapi.yaml by `npm run generate`. Change the contract, not this file.

import type { OperationId, ProblemSlug } from './calls.ts';
import type { components } from './schema.ts';

export { type OperationId, PROBLEM_URN, type ProblemSlug } from './calls.ts';

export type SchemaName = keyof components['schemas'];

/** The request and the responses of an operation. */
export interface Operation {
  readonly method: string;
  /** Below the server URL; `{id}` stands for a path parameter. */
  readonly path: string;
  /** The query parameters and their types. */
  readonly query: Readonly<Record<string, 'string' | 'integer'>>;
  /** The schema of the request body; null if there is none. */
  readonly body: SchemaName | null;
  /** The status and the body schema of the successful response. */
  readonly success: { readonly status: number; readonly schema: SchemaName };
  /** The problems that the contract lists for it. */
  readonly problems: readonly ProblemSlug[];
}

export const operations = {
  "listRecords": {
    "method": "GET",
    "path": "/api/v1/referral-code-records",
    "query": {
      "page": "integer",
      "limit": "integer"
    },
    "body": null,
    "success": {
      "status": 200,
      "schema": "RecordPage"
    },
    "problems": [
      "invalid-request"
    ]
  },
  "createCode": {
    "method": "POST",
    "path": "/api/v1/referral-code-records",
    "query": {},
    "body": "NewCode",
    "success": {
      "status": 201,
      "schema": "ReferralCodeRecord"
    },
    "problems": [
      "invalid-request",
      "code-taken",
      "active-code-exists",
      "body-too-large",
      "unsupported-media-type"
    ]
  },
  "getActiveCode": {
    "method": "GET",
    "path": "/api/v1/referral-code-records/active",
    "query": {
      "mentor_id": "string",
      "org_id": "string"
    },
    "body": null,
    "success": {
      "status": 200,
      "schema": "ReferralCodeRecord"
    },
    "problems": [
      "invalid-request",
      "no-active-code"
    ]
  },
  "findByCode": {
    "method": "GET",
    "path": "/api/v1/referral-code-records/lookup",
    "query": {
      "code": "string"
    },
    "body": null,
    "success": {
      "status": 200,
      "schema": "ReferralCodeRecord"
    },
    "problems": [
      "invalid-request",
      "code-not-found"
    ]
  },
  "getRecord": {
    "method": "GET",
    "path": "/api/v1/referral-code-records/{id}",
    "query": {},
    "body": null,
    "success": {
      "status": 200,
      "schema": "ReferralCodeRecord"
    },
    "problems": [
      "record-not-found"
    ]
  },
  "deactivateCode": {
    "method": "PUT",
    "path": "/api/v1/referral-code-records/{id}",
    "query": {},
    "body": "Deactivation",
    "success": {
      "status": 200,
      "schema": "ReferralCodeRecord"
    },
    "problems": [
      "invalid-request",
      "record-not-found",
      "body-too-large",
      "unsupported-media-type",
      "deactivated-before-created"
    ]
  },
  "deleteRecord": {
    "method": "DELETE",
    "path": "/api/v1/referral-code-records/{id}",
    "query": {},
    "body": null,
    "success": {
      "status": 200,
      "schema": "DeletionReceipt"
    },
    "problems": [
      "record-not-found"
    ]
  }
} as const satisfies Record<OperationId, Operation>;

/** Every problem: its HTTP status, its title and the schema of its body. */
export const problems = {
  "invalid-request": {
    "status": 400,
    "title": "Invalid request",
    "schema": "InvalidRequest"
  },
  "record-not-found": {
    "status": 404,
    "title": "Record not found",
    "schema": "RecordNotFound"
  },
  "no-active-code": {
    "status": 404,
    "title": "No active code",
    "schema": "NoActiveCode"
  },
  "code-not-found": {
    "status": 404,
    "title": "Code not found",
    "schema": "CodeNotFound"
  },
  "code-taken": {
    "status": 409,
    "title": "Code taken",
    "schema": "CodeTaken"
  },
  "active-code-exists": {
    "status": 409,
    "title": "Active code exists",
    "schema": "ActiveCodeExists"
  },
  "body-too-large": {
    "status": 413,
    "title": "Body too large",
    "schema": "BodyTooLarge"
  },
  "unsupported-media-type": {
    "status": 415,
    "title": "Unsupported media type",
    "schema": "UnsupportedMediaType"
  },
  "deactivated-before-created": {
    "status": 422,
    "title": "Deactivated before created",
    "schema": "DeactivatedBeforeCreated"
  },
  "path-not-found": {
    "status": 404,
    "title": "Path not found",
    "schema": "PathNotFound"
  },
  "method-not-allowed": {
    "status": 405,
    "title": "Method not allowed",
    "schema": "MethodNotAllowed"
  }
} as const satisfies Record<
  ProblemSlug,
  { status: number; title: string; schema: SchemaName }
>;

/** The path parameters of each operation, decoded. */
export interface PathParameters {
  listRecords: Record<never, string>;
  createCode: Record<never, string>;
  getActiveCode: Record<never, string>;
  findByCode: Record<never, string>;
  getRecord: { readonly id: string };
  deactivateCode: { readonly id: string };
  deleteRecord: { readonly id: string };
}

/** The body of each problem, by slug. Its `type` is `PROBLEM_URN` followed by the slug. */
export interface Problems {
  'invalid-request': components['schemas']['InvalidRequest'];
  'record-not-found': components['schemas']['RecordNotFound'];
  'no-active-code': components['schemas']['NoActiveCode'];
  'code-not-found': components['schemas']['CodeNotFound'];
  'code-taken': components['schemas']['CodeTaken'];
  'active-code-exists': components['schemas']['ActiveCodeExists'];
  'body-too-large': components['schemas']['BodyTooLarge'];
  'unsupported-media-type': components['schemas']['UnsupportedMediaType'];
  'deactivated-before-created': components['schemas']['DeactivatedBeforeCreated'];
  'path-not-found': components['schemas']['PathNotFound'];
  'method-not-allowed': components['schemas']['MethodNotAllowed'];
}

/** The mount paths that a server URL may end with; the first one is the documented one. */
export const mounts = ["/api/v1/referral-code-records",""] as const;

/** Where `referral-codes-mock` listens by default. */
export const defaultOrigin = "http://127.0.0.1:4010";

/** The largest request body, in bytes. */
export const bodyLimit = 65536;
