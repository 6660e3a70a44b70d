// Generated from openapi.yaml by `npm run generate`. Change the contract, not this file.

import type { OperationId } from './operations.ts';

export type RuleId =
  | 'record-shape'
  | 'status-agrees-with-deactivated-at'
  | 'times-carry-a-zone'
  | 'answers-are-json'
  | 'open-to-all'
  | 'list-envelope'
  | 'list-defaults'
  | 'list-echoes-its-page'
  | 'list-holds-at-most-limit'
  | 'list-pages-partition'
  | 'list-total-is-every-record'
  | 'list-shows-created'
  | 'list-keeps-inactive'
  | 'list-hides-deleted'
  | 'list-order-is-stable'
  | 'list-oldest-first'
  | 'list-past-the-end-is-empty'
  | 'list-refuses-bad-paging'
  | 'get-answers-the-record'
  | 'get-unknown-is-404'
  | 'active-and-lookup-are-not-ids'
  | 'reads-agree'
  | 'create-answers-the-record'
  | 'create-answers-201'
  | 'create-mints-unique-ids'
  | 'create-stamps-the-time'
  | 'create-keeps-server-fields'
  | 'create-refuses-missing-field'
  | 'create-refuses-wrong-type'
  | 'create-refuses-malformed-json'
  | 'create-refuses-non-object'
  | 'create-refuses-bad-values'
  | 'create-refuses-unknown-fields'
  | 'refused-create-changes-nothing'
  | 'one-active-per-pair'
  | 'one-active-under-race'
  | 'active-conflict-is-409'
  | 'pairs-are-independent'
  | 'pair-is-free-after-deactivation'
  | 'pair-is-free-after-deletion'
  | 'active-answers-the-active-record'
  | 'active-none-is-404'
  | 'active-needs-mentor-and-org'
  | 'code-is-unique'
  | 'code-is-unique-under-race'
  | 'code-conflict-is-409'
  | 'lookup-finds-active'
  | 'lookup-finds-inactive'
  | 'lookup-is-exact'
  | 'lookup-unknown-is-404'
  | 'lookup-needs-code'
  | 'deactivate-answers-inactive'
  | 'deactivate-keeps-the-given-time'
  | 'deactivate-fills-in-the-time'
  | 'deactivate-lasts'
  | 'deactivate-changes-nothing-else'
  | 'deactivate-touches-one-record'
  | 'deactivate-again-moves-nothing'
  | 'deactivate-again-is-200'
  | 'deactivation-is-final'
  | 'deactivate-unknown-is-404'
  | 'deactivate-refuses-bad-body'
  | 'deactivate-before-created-is-refused'
  | 'deactivate-under-race'
  | 'delete-answers-a-receipt'
  | 'delete-removes-everywhere'
  | 'delete-touches-one-record'
  | 'delete-unknown-is-404'
  | 'delete-again-is-404'
  | 'delete-under-race'
  | 'bad-input-is-never-5xx'
  | 'errors-are-problems'
  | 'errors-leak-nothing'
  | 'other-methods-are-405'
  | 'other-methods-change-nothing'
  | 'any-sequence-agrees-with-the-model';

export type Heading =
  | 'Shapes'
  | 'Listing'
  | 'Reading'
  | 'Creating'
  | 'The active code'
  | 'The code string'
  | 'Deactivating'
  | 'Deleting'
  | 'HTTP'
  | 'Whole behaviour';

/** Where a statement comes from: the source document, a conclusion from it, or a choice of this contract where it is silent. */
export type Provenance = 'documented' | 'derived' | 'chosen';

export interface Rule {
  readonly heading: Heading;
  readonly sentence: string;
  readonly provenance: Provenance;
  /** A server that breaks a MUST breaks the contract; one that breaks a SHOULD deviates from a choice. */
  readonly level: 'MUST' | 'SHOULD';
  /** The operation that it is about; undefined if it applies to all. */
  readonly operation?: OperationId;
  /** The line of the source document that it quotes, verbatim. */
  readonly source?: string;
}

/** All rules, in the order of the contract. */
export const rules: Readonly<Record<RuleId, Rule>> = {
  "record-shape": {
    "heading": "Shapes",
    "sentence": "A record MUST carry id, mentor_id, org_id, code, status, created_at and deactivated_at, typed as documented.",
    "provenance": "documented",
    "level": "MUST",
    "source": "\"status\": \"active\","
  },
  "status-agrees-with-deactivated-at": {
    "heading": "Shapes",
    "sentence": "A record MUST be active exactly while deactivated_at is null.",
    "provenance": "derived",
    "level": "MUST"
  },
  "times-carry-a-zone": {
    "heading": "Shapes",
    "sentence": "Every time MUST be RFC 3339 with a zone.",
    "provenance": "documented",
    "level": "MUST",
    "source": "\"created_at\": \"2026-01-10T09:00:00Z\","
  },
  "answers-are-json": {
    "heading": "Shapes",
    "sentence": "Every body MUST have the content type application/json (errors: any +json).",
    "provenance": "derived",
    "level": "MUST"
  },
  "open-to-all": {
    "heading": "Shapes",
    "sentence": "Every operation MUST work without credentials.",
    "provenance": "documented",
    "level": "MUST",
    "source": "Public"
  },
  "list-envelope": {
    "heading": "Shapes",
    "sentence": "A list MUST be {data, pagination: {page, limit, total}} with whole numbers.",
    "provenance": "documented",
    "level": "MUST",
    "operation": "listRecords",
    "source": "\"pagination\": {"
  },
  "list-defaults": {
    "heading": "Listing",
    "sentence": "Without parameters a list MUST be page 1 with limit 20.",
    "provenance": "documented",
    "level": "MUST",
    "operation": "listRecords",
    "source": "\"limit\": 20,"
  },
  "list-echoes-its-page": {
    "heading": "Listing",
    "sentence": "pagination MUST repeat the requested page and limit.",
    "provenance": "derived",
    "level": "MUST",
    "operation": "listRecords"
  },
  "list-holds-at-most-limit": {
    "heading": "Listing",
    "sentence": "A page MUST contain no more than limit records.",
    "provenance": "derived",
    "level": "MUST",
    "operation": "listRecords"
  },
  "list-pages-partition": {
    "heading": "Listing",
    "sentence": "Consecutive pages MUST neither repeat nor skip a record.",
    "provenance": "derived",
    "level": "MUST",
    "operation": "listRecords"
  },
  "list-total-is-every-record": {
    "heading": "Listing",
    "sentence": "total MUST count every record, whatever the page.",
    "provenance": "derived",
    "level": "MUST",
    "operation": "listRecords"
  },
  "list-shows-created": {
    "heading": "Listing",
    "sentence": "A list MUST show a created record.",
    "provenance": "derived",
    "level": "MUST",
    "operation": "listRecords"
  },
  "list-keeps-inactive": {
    "heading": "Listing",
    "sentence": "A list MUST still show a record that has become inactive.",
    "provenance": "derived",
    "level": "MUST",
    "operation": "listRecords"
  },
  "list-hides-deleted": {
    "heading": "Listing",
    "sentence": "A list MUST NOT show a record that has been deleted.",
    "provenance": "derived",
    "level": "MUST",
    "operation": "listRecords"
  },
  "list-order-is-stable": {
    "heading": "Listing",
    "sentence": "The same request MUST list the records in the same order while nothing changes.",
    "provenance": "derived",
    "level": "MUST",
    "operation": "listRecords"
  },
  "list-oldest-first": {
    "heading": "Listing",
    "sentence": "A list SHOULD run from the oldest record to the newest.",
    "provenance": "chosen",
    "level": "SHOULD",
    "operation": "listRecords"
  },
  "list-past-the-end-is-empty": {
    "heading": "Listing",
    "sentence": "A page past the end SHOULD answer 200 with empty data and the same total.",
    "provenance": "chosen",
    "level": "SHOULD",
    "operation": "listRecords"
  },
  "list-refuses-bad-paging": {
    "heading": "Listing",
    "sentence": "page or limit out of range or not a whole number SHOULD answer 400.",
    "provenance": "chosen",
    "level": "SHOULD",
    "operation": "listRecords"
  },
  "get-answers-the-record": {
    "heading": "Reading",
    "sentence": "A record MUST be readable by its id.",
    "provenance": "documented",
    "level": "MUST",
    "operation": "getRecord",
    "source": "Get a referral code record by ID"
  },
  "get-unknown-is-404": {
    "heading": "Reading",
    "sentence": "An unknown id MUST answer 404.",
    "provenance": "derived",
    "level": "MUST",
    "operation": "getRecord"
  },
  "active-and-lookup-are-not-ids": {
    "heading": "Reading",
    "sentence": "`/active` and `/lookup` MUST be operations of their own and never be read as ids.",
    "provenance": "documented",
    "level": "MUST",
    "operation": "getRecord",
    "source": "GET /api/v1/referral-code-records/api/v1/referral-code-records/lookup"
  },
  "reads-agree": {
    "heading": "Reading",
    "sentence": "After every write, get, list, active and lookup MUST agree immediately.",
    "provenance": "derived",
    "level": "MUST"
  },
  "create-answers-the-record": {
    "heading": "Creating",
    "sentence": "Create MUST answer the new record: the three fields as sent, status active, deactivated_at null.",
    "provenance": "documented",
    "level": "MUST",
    "operation": "createCode",
    "source": "Create a new referral code record (createCode)"
  },
  "create-answers-201": {
    "heading": "Creating",
    "sentence": "Create SHOULD answer 201 with a Location that leads to the record.",
    "provenance": "chosen",
    "level": "SHOULD",
    "operation": "createCode"
  },
  "create-mints-unique-ids": {
    "heading": "Creating",
    "sentence": "Every created record MUST get an id of its own.",
    "provenance": "derived",
    "level": "MUST",
    "operation": "createCode"
  },
  "create-stamps-the-time": {
    "heading": "Creating",
    "sentence": "created_at MUST be close to the current time.",
    "provenance": "derived",
    "level": "MUST",
    "operation": "createCode"
  },
  "create-keeps-server-fields": {
    "heading": "Creating",
    "sentence": "A client MUST NOT be able to choose id, status, created_at or deactivated_at.",
    "provenance": "derived",
    "level": "MUST",
    "operation": "createCode"
  },
  "create-refuses-missing-field": {
    "heading": "Creating",
    "sentence": "Create MUST refuse a missing field with a 4xx and store nothing.",
    "provenance": "derived",
    "level": "MUST",
    "operation": "createCode"
  },
  "create-refuses-wrong-type": {
    "heading": "Creating",
    "sentence": "Create MUST refuse a field of the wrong type with a 4xx and store nothing.",
    "provenance": "derived",
    "level": "MUST",
    "operation": "createCode"
  },
  "create-refuses-malformed-json": {
    "heading": "Creating",
    "sentence": "Create MUST refuse malformed JSON with a 4xx and store nothing.",
    "provenance": "derived",
    "level": "MUST",
    "operation": "createCode"
  },
  "create-refuses-non-object": {
    "heading": "Creating",
    "sentence": "Create MUST refuse a body that is not an object with a 4xx and store nothing.",
    "provenance": "derived",
    "level": "MUST",
    "operation": "createCode"
  },
  "create-refuses-bad-values": {
    "heading": "Creating",
    "sentence": "Create SHOULD answer 400 to empty, overlong or badly formed values.",
    "provenance": "chosen",
    "level": "SHOULD",
    "operation": "createCode"
  },
  "create-refuses-unknown-fields": {
    "heading": "Creating",
    "sentence": "Create SHOULD answer 400 to an unknown field.",
    "provenance": "chosen",
    "level": "SHOULD",
    "operation": "createCode"
  },
  "refused-create-changes-nothing": {
    "heading": "Creating",
    "sentence": "A refused create MUST NOT change any record.",
    "provenance": "derived",
    "level": "MUST",
    "operation": "createCode"
  },
  "one-active-per-pair": {
    "heading": "The active code",
    "sentence": "A mentor and org pair MUST never have two active records.",
    "provenance": "derived",
    "level": "MUST",
    "operation": "createCode"
  },
  "one-active-under-race": {
    "heading": "The active code",
    "sentence": "Simultaneous creates for one pair MUST leave exactly one active record, and none MUST be answered with a 5xx.",
    "provenance": "derived",
    "level": "MUST",
    "operation": "createCode"
  },
  "active-conflict-is-409": {
    "heading": "The active code",
    "sentence": "Create for a pair with an active record SHOULD answer 409 and leave that record active.",
    "provenance": "chosen",
    "level": "SHOULD",
    "operation": "createCode"
  },
  "pairs-are-independent": {
    "heading": "The active code",
    "sentence": "Another org of the mentor, and another mentor of the org, MUST be able to hold their own active codes.",
    "provenance": "derived",
    "level": "MUST",
    "operation": "createCode"
  },
  "pair-is-free-after-deactivation": {
    "heading": "The active code",
    "sentence": "Once the active record is deactivated, a new code MUST be accepted and become the active one.",
    "provenance": "derived",
    "level": "MUST",
    "operation": "createCode"
  },
  "pair-is-free-after-deletion": {
    "heading": "The active code",
    "sentence": "Once the active record is deleted, a new code MUST be accepted and become the active one.",
    "provenance": "derived",
    "level": "MUST",
    "operation": "createCode"
  },
  "active-answers-the-active-record": {
    "heading": "The active code",
    "sentence": "getActiveCode MUST answer the pair's active record.",
    "provenance": "documented",
    "level": "MUST",
    "operation": "getActiveCode",
    "source": "Get the active code for a mentor+org pair (getActiveCode)"
  },
  "active-none-is-404": {
    "heading": "The active code",
    "sentence": "getActiveCode MUST answer 404 for a pair without an active record.",
    "provenance": "derived",
    "level": "MUST",
    "operation": "getActiveCode"
  },
  "active-needs-mentor-and-org": {
    "heading": "The active code",
    "sentence": "getActiveCode without both mentor_id and org_id MUST answer a 4xx.",
    "provenance": "derived",
    "level": "MUST",
    "operation": "getActiveCode"
  },
  "code-is-unique": {
    "heading": "The code string",
    "sentence": "A code MUST belong to only one record, active or inactive, so that a lookup is unambiguous.",
    "provenance": "derived",
    "level": "MUST",
    "operation": "createCode"
  },
  "code-is-unique-under-race": {
    "heading": "The code string",
    "sentence": "Simultaneous creates of one code MUST leave exactly one record.",
    "provenance": "derived",
    "level": "MUST",
    "operation": "createCode"
  },
  "code-conflict-is-409": {
    "heading": "The code string",
    "sentence": "Create with a taken code SHOULD answer 409.",
    "provenance": "chosen",
    "level": "SHOULD",
    "operation": "createCode"
  },
  "lookup-finds-active": {
    "heading": "The code string",
    "sentence": "findByCode MUST find an active record.",
    "provenance": "documented",
    "level": "MUST",
    "operation": "findByCode",
    "source": "Find a record by code string (findByCode)"
  },
  "lookup-finds-inactive": {
    "heading": "The code string",
    "sentence": "findByCode MUST find an inactive record.",
    "provenance": "derived",
    "level": "MUST",
    "operation": "findByCode"
  },
  "lookup-is-exact": {
    "heading": "The code string",
    "sentence": "findByCode MUST match the whole code and nothing else.",
    "provenance": "derived",
    "level": "MUST",
    "operation": "findByCode"
  },
  "lookup-unknown-is-404": {
    "heading": "The code string",
    "sentence": "findByCode MUST answer 404 for a code that no record has.",
    "provenance": "derived",
    "level": "MUST",
    "operation": "findByCode"
  },
  "lookup-needs-code": {
    "heading": "The code string",
    "sentence": "findByCode without a code MUST answer a 4xx.",
    "provenance": "derived",
    "level": "MUST",
    "operation": "findByCode"
  },
  "deactivate-answers-inactive": {
    "heading": "Deactivating",
    "sentence": "Deactivation MUST answer the record with status inactive and its deactivated_at.",
    "provenance": "documented",
    "level": "MUST",
    "operation": "deactivateCode",
    "source": "Update a referral code record (deactivateCode)"
  },
  "deactivate-keeps-the-given-time": {
    "heading": "Deactivating",
    "sentence": "deactivated_at MUST be the same instant as the one sent.",
    "provenance": "documented",
    "level": "MUST",
    "operation": "deactivateCode",
    "source": "\"deactivated_at\": \"2026-03-26T12:00:00Z\""
  },
  "deactivate-fills-in-the-time": {
    "heading": "Deactivating",
    "sentence": "If no time is sent, deactivated_at SHOULD be close to the current time.",
    "provenance": "chosen",
    "level": "SHOULD",
    "operation": "deactivateCode"
  },
  "deactivate-lasts": {
    "heading": "Deactivating",
    "sentence": "Every later read MUST show the deactivation.",
    "provenance": "derived",
    "level": "MUST",
    "operation": "deactivateCode"
  },
  "deactivate-changes-nothing-else": {
    "heading": "Deactivating",
    "sentence": "Deactivation MUST NOT change id, mentor_id, org_id, code or created_at, whatever its body contains.",
    "provenance": "derived",
    "level": "MUST",
    "operation": "deactivateCode"
  },
  "deactivate-touches-one-record": {
    "heading": "Deactivating",
    "sentence": "Deactivation MUST NOT change any other record.",
    "provenance": "derived",
    "level": "MUST",
    "operation": "deactivateCode"
  },
  "deactivate-again-moves-nothing": {
    "heading": "Deactivating",
    "sentence": "Deactivating a record again MUST NOT change deactivated_at.",
    "provenance": "derived",
    "level": "MUST",
    "operation": "deactivateCode"
  },
  "deactivate-again-is-200": {
    "heading": "Deactivating",
    "sentence": "Deactivating a record again SHOULD answer 200.",
    "provenance": "chosen",
    "level": "SHOULD",
    "operation": "deactivateCode"
  },
  "deactivation-is-final": {
    "heading": "Deactivating",
    "sentence": "An update with status \"active\" SHOULD be refused.",
    "provenance": "chosen",
    "level": "SHOULD",
    "operation": "deactivateCode"
  },
  "deactivate-unknown-is-404": {
    "heading": "Deactivating",
    "sentence": "Deactivating an unknown id MUST answer 404.",
    "provenance": "derived",
    "level": "MUST",
    "operation": "deactivateCode"
  },
  "deactivate-refuses-bad-body": {
    "heading": "Deactivating",
    "sentence": "Deactivation MUST refuse any other status, an empty body, malformed JSON and a malformed time with a 4xx and change nothing.",
    "provenance": "derived",
    "level": "MUST",
    "operation": "deactivateCode"
  },
  "deactivate-before-created-is-refused": {
    "heading": "Deactivating",
    "sentence": "A deactivated_at earlier than created_at SHOULD answer 422.",
    "provenance": "chosen",
    "level": "SHOULD",
    "operation": "deactivateCode"
  },
  "deactivate-under-race": {
    "heading": "Deactivating",
    "sentence": "Simultaneous deactivations MUST agree on one deactivated_at.",
    "provenance": "derived",
    "level": "MUST",
    "operation": "deactivateCode"
  },
  "delete-answers-a-receipt": {
    "heading": "Deleting",
    "sentence": "Delete MUST answer {id, deleted: true, deleted_at} of that record.",
    "provenance": "documented",
    "level": "MUST",
    "operation": "deleteRecord",
    "source": "\"deleted\": true,"
  },
  "delete-removes-everywhere": {
    "heading": "Deleting",
    "sentence": "After a deletion, get and lookup MUST answer 404, and list and active MUST NOT show the record.",
    "provenance": "derived",
    "level": "MUST",
    "operation": "deleteRecord"
  },
  "delete-touches-one-record": {
    "heading": "Deleting",
    "sentence": "Deletion MUST NOT change any other record.",
    "provenance": "derived",
    "level": "MUST",
    "operation": "deleteRecord"
  },
  "delete-unknown-is-404": {
    "heading": "Deleting",
    "sentence": "Deleting an unknown id MUST answer 404.",
    "provenance": "derived",
    "level": "MUST",
    "operation": "deleteRecord"
  },
  "delete-again-is-404": {
    "heading": "Deleting",
    "sentence": "Deleting a record again SHOULD answer 404.",
    "provenance": "chosen",
    "level": "SHOULD",
    "operation": "deleteRecord"
  },
  "delete-under-race": {
    "heading": "Deleting",
    "sentence": "Only one of two simultaneous deletes SHOULD answer 200.",
    "provenance": "chosen",
    "level": "SHOULD",
    "operation": "deleteRecord"
  },
  "bad-input-is-never-5xx": {
    "heading": "HTTP",
    "sentence": "The response to any input MUST NOT be a 5xx.",
    "provenance": "derived",
    "level": "MUST"
  },
  "errors-are-problems": {
    "heading": "HTTP",
    "sentence": "Errors SHOULD be problem+json with type, title, status and detail.",
    "provenance": "chosen",
    "level": "SHOULD"
  },
  "errors-leak-nothing": {
    "heading": "HTTP",
    "sentence": "Errors SHOULD show no stack trace, file path or database query.",
    "provenance": "chosen",
    "level": "SHOULD"
  },
  "other-methods-are-405": {
    "heading": "HTTP",
    "sentence": "A method that no operation uses on a path SHOULD answer 405 with Allow.",
    "provenance": "chosen",
    "level": "SHOULD"
  },
  "other-methods-change-nothing": {
    "heading": "HTTP",
    "sentence": "A method that no operation uses on a path MUST NOT change anything.",
    "provenance": "derived",
    "level": "MUST"
  },
  "any-sequence-agrees-with-the-model": {
    "heading": "Whole behaviour",
    "sentence": "After any sequence of operations, every read MUST agree with the rules above.",
    "provenance": "derived",
    "level": "MUST"
  }
};
