// Generated from openapi.yaml by `npm run generate`. Change the contract, not this file.

/** The keywords of JSON Schema that the request bodies of the contract use. */
export interface RequestSchema {
  readonly type?: string;
  readonly const?: unknown;
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
  readonly properties?: Readonly<Record<string, RequestSchema>>;
}

/** The schema of each operation's request body. */
export const requestSchemas = {
  "createCode": {
    "type": "object",
    "required": [
      "mentor_id",
      "org_id",
      "code"
    ],
    "additionalProperties": false,
    "properties": {
      "mentor_id": {
        "type": "string",
        "minLength": 1,
        "maxLength": 64,
        "pattern": "^[A-Za-z0-9_-]+$"
      },
      "org_id": {
        "type": "string",
        "minLength": 1,
        "maxLength": 64,
        "pattern": "^[A-Za-z0-9_-]+$"
      },
      "code": {
        "type": "string",
        "minLength": 1,
        "maxLength": 64,
        "pattern": "^[A-Z0-9]+(-[A-Z0-9]+)*$"
      }
    }
  },
  "deactivateCode": {
    "type": "object",
    "required": [
      "status"
    ],
    "additionalProperties": false,
    "properties": {
      "status": {
        "type": "string",
        "const": "inactive"
      },
      "deactivated_at": {
        "type": "string",
        "format": "date-time"
      }
    }
  }
} as const satisfies Record<string, RequestSchema>;
