// Generated from openapi.yaml by `npm run generate`. Change the contract, not this file.

/** The source document's own request and response of each operation. */
export const examples = {
  "listRecords": {
    "response": {
      "data": [
        {
          "id": "rc_8f3a21bc",
          "mentor_id": "usr_4491",
          "org_id": "org_002",
          "code": "JAN-VERV-8F3A",
          "status": "active",
          "created_at": "2026-01-10T09:00:00Z",
          "deactivated_at": null
        }
      ],
      "pagination": {
        "page": 1,
        "limit": 20,
        "total": 47
      }
    }
  },
  "createCode": {
    "request": {
      "mentor_id": "usr_4491",
      "org_id": "org_002",
      "code": "JAN-VERV-8F3A"
    },
    "response": {
      "id": "rc_8f3a21bc",
      "mentor_id": "usr_4491",
      "org_id": "org_002",
      "code": "JAN-VERV-8F3A",
      "status": "active",
      "created_at": "2026-03-26T12:00:00Z",
      "deactivated_at": null
    }
  },
  "getActiveCode": {
    "response": {
      "id": "rc_8f3a21bc",
      "mentor_id": "usr_4491",
      "org_id": "org_002",
      "code": "JAN-VERV-8F3A",
      "status": "active",
      "created_at": "2026-01-10T09:00:00Z",
      "deactivated_at": null
    }
  },
  "findByCode": {
    "response": {
      "id": "rc_8f3a21bc",
      "mentor_id": "usr_4491",
      "org_id": "org_002",
      "code": "JAN-VERV-8F3A",
      "status": "active",
      "created_at": "2026-01-10T09:00:00Z",
      "deactivated_at": null
    }
  },
  "getRecord": {
    "response": {
      "id": "rc_8f3a21bc",
      "mentor_id": "usr_4491",
      "org_id": "org_002",
      "code": "JAN-VERV-8F3A",
      "status": "active",
      "created_at": "2026-01-10T09:00:00Z",
      "deactivated_at": null
    }
  },
  "deactivateCode": {
    "request": {
      "status": "inactive",
      "deactivated_at": "2026-03-26T12:00:00Z"
    },
    "response": {
      "id": "rc_8f3a21bc",
      "mentor_id": "usr_4491",
      "org_id": "org_002",
      "code": "JAN-VERV-8F3A",
      "status": "inactive",
      "created_at": "2026-01-10T09:00:00Z",
      "deactivated_at": "2026-03-26T12:00:00Z"
    }
  },
  "deleteRecord": {
    "response": {
      "id": "rc_8f3a21bc",
      "deleted": true,
      "deleted_at": "2026-03-26T12:10:00Z"
    }
  }
} as const;
