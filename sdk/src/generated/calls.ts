// Generated from openapi.yaml by `npm run generate`. Change the contract, not this file.

export type OperationId =
  | 'listRecords'
  | 'createCode'
  | 'getActiveCode'
  | 'findByCode'
  | 'getRecord'
  | 'deactivateCode'
  | 'deleteRecord';

export type ProblemSlug =
  | 'invalid-request'
  | 'record-not-found'
  | 'no-active-code'
  | 'code-not-found'
  | 'code-taken'
  | 'active-code-exists'
  | 'body-too-large'
  | 'unsupported-media-type'
  | 'deactivated-before-created'
  | 'path-not-found'
  | 'method-not-allowed';

/** How an operation is called. */
export interface Call {
  readonly method: string;
  /** Below the server URL; `{id}` stands for a path parameter. The method takes its path parameters in this order. */
  readonly path: string;
  /** The names of the query parameters. Undefined if there are none. */
  readonly query?: readonly string[];
  /** The fields of the body that can have only one value. Undefined if the operation has no body. */
  readonly body?: Readonly<Record<string, unknown>>;
  /** Set if the operation returns pages of a list. */
  readonly paged?: true;
  /** The problems that the contract lists for it. */
  readonly problems: readonly OperationProblems[OperationId][];
}

/** The problems that the contract lists for each operation. */
export interface OperationProblems {
  listRecords: 'invalid-request';
  createCode: 'invalid-request' | 'code-taken' | 'active-code-exists' | 'body-too-large' | 'unsupported-media-type';
  getActiveCode: 'invalid-request' | 'no-active-code';
  findByCode: 'invalid-request' | 'code-not-found';
  getRecord: 'record-not-found';
  deactivateCode: 'invalid-request' | 'record-not-found' | 'body-too-large' | 'unsupported-media-type' | 'deactivated-before-created';
  deleteRecord: 'record-not-found';
}

export const calls: Readonly<Record<OperationId, Call>> = {
  "listRecords": {
    "method": "GET",
    "path": "/api/v1/referral-code-records",
    "query": [
      "page",
      "limit"
    ],
    "paged": true,
    "problems": [
      "invalid-request"
    ]
  },
  "createCode": {
    "method": "POST",
    "path": "/api/v1/referral-code-records",
    "body": {},
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
    "query": [
      "mentor_id",
      "org_id"
    ],
    "problems": [
      "invalid-request",
      "no-active-code"
    ]
  },
  "findByCode": {
    "method": "GET",
    "path": "/api/v1/referral-code-records/lookup",
    "query": [
      "code"
    ],
    "problems": [
      "invalid-request",
      "code-not-found"
    ]
  },
  "getRecord": {
    "method": "GET",
    "path": "/api/v1/referral-code-records/{id}",
    "problems": [
      "record-not-found"
    ]
  },
  "deactivateCode": {
    "method": "PUT",
    "path": "/api/v1/referral-code-records/{id}",
    "body": {
      "status": "inactive"
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
    "problems": [
      "record-not-found"
    ]
  }
};

/** A problem's `type` is this and its slug. */
export const PROBLEM_URN = 'urn:problem:referral-codes:';

/** The documented mount path, with which a server URL ends by default. */
export const defaultMount = '/api/v1/referral-code-records';
