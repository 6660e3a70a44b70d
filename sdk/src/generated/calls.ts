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
  /** The problems that the contract lists for it, and the status of each. Undefined for a request that it does not know. */
  readonly problems?: { readonly [slug in OperationProblems[OperationId]]?: number };
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
    "problems": {
      "invalid-request": 400
    }
  },
  "createCode": {
    "method": "POST",
    "path": "/api/v1/referral-code-records",
    "body": {},
    "problems": {
      "invalid-request": 400,
      "code-taken": 409,
      "active-code-exists": 409,
      "body-too-large": 413,
      "unsupported-media-type": 415
    }
  },
  "getActiveCode": {
    "method": "GET",
    "path": "/api/v1/referral-code-records/active",
    "query": [
      "mentor_id",
      "org_id"
    ],
    "problems": {
      "invalid-request": 400,
      "no-active-code": 404
    }
  },
  "findByCode": {
    "method": "GET",
    "path": "/api/v1/referral-code-records/lookup",
    "query": [
      "code"
    ],
    "problems": {
      "invalid-request": 400,
      "code-not-found": 404
    }
  },
  "getRecord": {
    "method": "GET",
    "path": "/api/v1/referral-code-records/{id}",
    "problems": {
      "record-not-found": 404
    }
  },
  "deactivateCode": {
    "method": "PUT",
    "path": "/api/v1/referral-code-records/{id}",
    "body": {
      "status": "inactive"
    },
    "problems": {
      "invalid-request": 400,
      "record-not-found": 404,
      "body-too-large": 413,
      "unsupported-media-type": 415,
      "deactivated-before-created": 422
    }
  },
  "deleteRecord": {
    "method": "DELETE",
    "path": "/api/v1/referral-code-records/{id}",
    "problems": {
      "record-not-found": 404
    }
  }
};

/** The segments of paths that are operations, where others have a path parameter: no value of it. */
export const RESERVED_SEGMENTS: readonly string[] = ["active","lookup"];

/** A problem's `type` is this and its slug. */
export const PROBLEM_URN = 'urn:problem:referral-codes:';

/** The documented mount path, with which a server URL ends by default. */
export const defaultMount = '/api/v1/referral-code-records';
