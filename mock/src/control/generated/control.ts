// Generated from mock/control.yaml by `npm run generate`. Change the contract, not this file.

export type ControlId =
  | 'overview'
  | 'document'
  | 'reset'
  | 'getState'
  | 'putState'
  | 'putScenario'
  | 'getClock'
  | 'setClock'
  | 'advanceClock'
  | 'setIds'
  | 'setPolicy'
  | 'listFaults'
  | 'armFault'
  | 'clearFaults'
  | 'disarmFault'
  | 'getJournal'
  | 'clearJournal'
  | 'countJournal'
  | 'verify'
  | 'getBundle'
  | 'replay'
  | 'getHar'
  | 'getCurl'
  | 'waitForJournal'
  | 'streamJournal'
  | 'listSnapshots'
  | 'getSnapshot'
  | 'saveSnapshot'
  | 'deleteSnapshot'
  | 'loadSnapshot'
  | 'diffSnapshot'
  | 'listSessions'
  | 'endAllSessions'
  | 'forkSession'
  | 'endSession';

export interface ControlOperation {
  method: string;
  /** Below `/__mock`; `{name}` stands for a path parameter. */
  path: string;
  /** The status of a successful response. */
  success: number;
  /** The types of the query parameters. */
  query: Readonly<Record<string, 'string' | 'integer'>>;
}

export const controlOperations = {
  "overview": {
    "method": "GET",
    "path": "/",
    "success": 200,
    "query": {}
  },
  "document": {
    "method": "GET",
    "path": "/openapi.json",
    "success": 200,
    "query": {}
  },
  "reset": {
    "method": "POST",
    "path": "/reset",
    "success": 204,
    "query": {
      "sessions": "string"
    }
  },
  "getState": {
    "method": "GET",
    "path": "/state",
    "success": 200,
    "query": {}
  },
  "putState": {
    "method": "PUT",
    "path": "/state",
    "success": 204,
    "query": {}
  },
  "putScenario": {
    "method": "PUT",
    "path": "/scenario",
    "success": 204,
    "query": {}
  },
  "getClock": {
    "method": "GET",
    "path": "/clock",
    "success": 200,
    "query": {}
  },
  "setClock": {
    "method": "PUT",
    "path": "/clock",
    "success": 200,
    "query": {}
  },
  "advanceClock": {
    "method": "POST",
    "path": "/clock/advance",
    "success": 200,
    "query": {}
  },
  "setIds": {
    "method": "PUT",
    "path": "/ids",
    "success": 204,
    "query": {}
  },
  "setPolicy": {
    "method": "PUT",
    "path": "/policy",
    "success": 204,
    "query": {}
  },
  "listFaults": {
    "method": "GET",
    "path": "/faults",
    "success": 200,
    "query": {}
  },
  "armFault": {
    "method": "POST",
    "path": "/faults",
    "success": 201,
    "query": {}
  },
  "clearFaults": {
    "method": "DELETE",
    "path": "/faults",
    "success": 204,
    "query": {
      "seed": "integer"
    }
  },
  "disarmFault": {
    "method": "DELETE",
    "path": "/faults/{id}",
    "success": 204,
    "query": {}
  },
  "getJournal": {
    "method": "GET",
    "path": "/journal",
    "success": 200,
    "query": {
      "operation": "string",
      "method": "string",
      "status": "integer",
      "rule": "string",
      "fault": "string",
      "since": "integer",
      "limit": "integer",
      "sessions": "string"
    }
  },
  "clearJournal": {
    "method": "DELETE",
    "path": "/journal",
    "success": 204,
    "query": {
      "sessions": "string"
    }
  },
  "countJournal": {
    "method": "GET",
    "path": "/journal/count",
    "success": 200,
    "query": {
      "sessions": "string",
      "operation": "string",
      "method": "string",
      "status": "integer",
      "rule": "string",
      "fault": "string",
      "since": "integer"
    }
  },
  "verify": {
    "method": "POST",
    "path": "/verify",
    "success": 200,
    "query": {
      "sessions": "string"
    }
  },
  "getBundle": {
    "method": "GET",
    "path": "/bundle",
    "success": 200,
    "query": {}
  },
  "replay": {
    "method": "POST",
    "path": "/replay",
    "success": 200,
    "query": {}
  },
  "getHar": {
    "method": "GET",
    "path": "/journal/har",
    "success": 200,
    "query": {
      "operation": "string",
      "method": "string",
      "status": "integer",
      "rule": "string",
      "fault": "string",
      "since": "integer",
      "limit": "integer",
      "sessions": "string"
    }
  },
  "getCurl": {
    "method": "GET",
    "path": "/journal/curl",
    "success": 200,
    "query": {
      "operation": "string",
      "method": "string",
      "status": "integer",
      "rule": "string",
      "fault": "string",
      "since": "integer",
      "limit": "integer",
      "sessions": "string"
    }
  },
  "waitForJournal": {
    "method": "GET",
    "path": "/journal/wait",
    "success": 200,
    "query": {
      "operation": "string",
      "method": "string",
      "status": "integer",
      "rule": "string",
      "fault": "string",
      "since": "integer",
      "count": "integer",
      "within": "string"
    }
  },
  "streamJournal": {
    "method": "GET",
    "path": "/journal/stream",
    "success": 200,
    "query": {}
  },
  "listSnapshots": {
    "method": "GET",
    "path": "/snapshots",
    "success": 200,
    "query": {}
  },
  "getSnapshot": {
    "method": "GET",
    "path": "/snapshots/{name}",
    "success": 200,
    "query": {}
  },
  "saveSnapshot": {
    "method": "PUT",
    "path": "/snapshots/{name}",
    "success": 204,
    "query": {}
  },
  "deleteSnapshot": {
    "method": "DELETE",
    "path": "/snapshots/{name}",
    "success": 204,
    "query": {}
  },
  "loadSnapshot": {
    "method": "POST",
    "path": "/snapshots/{name}/load",
    "success": 204,
    "query": {}
  },
  "diffSnapshot": {
    "method": "GET",
    "path": "/snapshots/{name}/diff",
    "success": 200,
    "query": {}
  },
  "listSessions": {
    "method": "GET",
    "path": "/sessions",
    "success": 200,
    "query": {}
  },
  "endAllSessions": {
    "method": "DELETE",
    "path": "/sessions",
    "success": 204,
    "query": {}
  },
  "forkSession": {
    "method": "PUT",
    "path": "/sessions/{name}",
    "success": 204,
    "query": {}
  },
  "endSession": {
    "method": "DELETE",
    "path": "/sessions/{name}",
    "success": 204,
    "query": {}
  }
} as const satisfies Record<ControlId, ControlOperation>;

/** The OpenAPI document of the control API. */
export const controlDocument: Readonly<Record<string, unknown>> = {"openapi":"3.1.0","info":{"title":"Control API of referral-codes-mock","version":"1.0.0","summary":"Inspects and changes the state of a running mock.","description":"Each request is about one session: the one that the request header `X-Mock-Session` names, or else the default session.\nRequests from pages of another origin, or with an unknown Host name, get 403. A mock that listens beyond loopback\nprints a token at start, which every request must carry: `Authorization: Bearer <token>`.\n\nRequests are validated against this document. An unknown query parameter, an unknown field and an unexpected body get\n400; a body whose Content-Type is not `application/json` gets 415. A body may have 64 KiB, a state or bug bundle 64 MiB; a larger one\ngets 413. A request that would exceed a limit (100 faults in a session, 100 waits or 20 event streams at a time) gets 429.\n","license":{"name":"MIT","identifier":"MIT"}},"servers":[{"url":"http://127.0.0.1:4010/__mock","description":"The default address."}],"security":[{},{"token":[]}],"paths":{"/":{"parameters":[{"$ref":"#/components/parameters/Session"}],"get":{"operationId":"overview","summary":"Get an overview of the session","responses":{"200":{"description":"The overview.","content":{"application/json":{"schema":{"$ref":"#/components/schemas/Overview"}}}},"4XX":{"$ref":"#/components/responses/Refused"}}}},"/openapi.json":{"parameters":[{"$ref":"#/components/parameters/Session"}],"get":{"operationId":"document","summary":"Get this document","responses":{"200":{"description":"This document.","content":{"application/json":{"schema":{"type":"object","additionalProperties":true}}}},"4XX":{"$ref":"#/components/responses/Refused"}}}},"/reset":{"parameters":[{"$ref":"#/components/parameters/Session"}],"post":{"operationId":"reset","summary":"Go back to the initial state and its faults, disarm all other faults and clear the journal","parameters":[{"$ref":"#/components/parameters/Sessions"}],"responses":{"204":{"description":"Done."},"4XX":{"$ref":"#/components/responses/Refused"}}}},"/state":{"parameters":[{"$ref":"#/components/parameters/Session"}],"get":{"operationId":"getState","summary":"Get the current state","responses":{"200":{"description":"The state.","content":{"application/json":{"schema":{"$ref":"#/components/schemas/Snapshot"}}}},"4XX":{"$ref":"#/components/responses/Refused"}}},"put":{"operationId":"putState","summary":"Replace the state","requestBody":{"required":true,"content":{"application/json":{"schema":{"$ref":"#/components/schemas/State"}}}},"responses":{"204":{"description":"Done."},"4XX":{"$ref":"#/components/responses/Refused"}}}},"/scenario":{"parameters":[{"$ref":"#/components/parameters/Session"}],"put":{"operationId":"putScenario","summary":"Replace the state by a shipped scenario","requestBody":{"required":true,"content":{"application/json":{"schema":{"type":"object","required":["name"],"additionalProperties":false,"properties":{"name":{"$ref":"#/components/schemas/ScenarioName"}}}}}},"responses":{"204":{"description":"Done."},"4XX":{"$ref":"#/components/responses/Refused"}}}},"/clock":{"parameters":[{"$ref":"#/components/parameters/Session"}],"get":{"operationId":"getClock","summary":"Get the clock","responses":{"200":{"description":"The clock.","content":{"application/json":{"schema":{"$ref":"#/components/schemas/ClockState"}}}},"4XX":{"$ref":"#/components/responses/Refused"}}},"put":{"operationId":"setClock","summary":"Stop the clock, set its offset from the real time, or let it follow the real time again","requestBody":{"required":true,"content":{"application/json":{"schema":{"type":"object","required":["setting"],"additionalProperties":false,"properties":{"setting":{"$ref":"#/components/schemas/ClockSetting"}}}}}},"responses":{"200":{"description":"The clock.","content":{"application/json":{"schema":{"$ref":"#/components/schemas/ClockState"}}}},"4XX":{"$ref":"#/components/responses/Refused"}}}},"/clock/advance":{"parameters":[{"$ref":"#/components/parameters/Session"}],"post":{"operationId":"advanceClock","summary":"Move the clock forward or back","requestBody":{"required":true,"content":{"application/json":{"schema":{"type":"object","required":["by"],"additionalProperties":false,"properties":{"by":{"$ref":"#/components/schemas/Duration"}}}}}},"responses":{"200":{"description":"The clock.","content":{"application/json":{"schema":{"$ref":"#/components/schemas/ClockState"}}}},"4XX":{"$ref":"#/components/responses/Refused"}}}},"/ids":{"parameters":[{"$ref":"#/components/parameters/Session"}],"put":{"operationId":"setIds","summary":"Set the seed and position that decide the next ids","requestBody":{"required":true,"content":{"application/json":{"schema":{"$ref":"#/components/schemas/IdState"}}}},"responses":{"204":{"description":"Done."},"4XX":{"$ref":"#/components/responses/Refused"}}}},"/policy":{"parameters":[{"$ref":"#/components/parameters/Session"}],"put":{"operationId":"setPolicy","summary":"Choose what happens to a new code for a pair that already has an active code","requestBody":{"required":true,"content":{"application/json":{"schema":{"type":"object","required":["onActiveConflict"],"additionalProperties":false,"properties":{"onActiveConflict":{"$ref":"#/components/schemas/OnActiveConflict"}}}}}},"responses":{"204":{"description":"Done."},"4XX":{"$ref":"#/components/responses/Refused"}}}},"/faults":{"parameters":[{"$ref":"#/components/parameters/Session"}],"get":{"operationId":"listFaults","summary":"List the armed faults","responses":{"200":{"description":"The faults.","content":{"application/json":{"schema":{"type":"array","items":{"$ref":"#/components/schemas/ArmedFault"}}}}},"4XX":{"$ref":"#/components/responses/Refused"}}},"post":{"operationId":"armFault","summary":"Arm a fault","requestBody":{"required":true,"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Fault"}}}},"responses":{"201":{"description":"The id of the fault.","content":{"application/json":{"schema":{"type":"object","required":["id"],"properties":{"id":{"type":"string"}}}}}},"4XX":{"$ref":"#/components/responses/Refused"}}},"delete":{"operationId":"clearFaults","summary":"Disarm all faults and restart the random numbers that decide when faults happen","parameters":[{"name":"seed","in":"query","description":"The seed of the random numbers. Default is the seed of the session.","schema":{"$ref":"#/components/schemas/SafeInteger"}}],"responses":{"204":{"description":"Done."},"4XX":{"$ref":"#/components/responses/Refused"}}}},"/faults/{id}":{"parameters":[{"$ref":"#/components/parameters/Session"}],"delete":{"operationId":"disarmFault","summary":"Disarm a fault","parameters":[{"name":"id","in":"path","required":true,"schema":{"type":"string","maxLength":64}}],"responses":{"204":{"description":"Done."},"4XX":{"$ref":"#/components/responses/Refused"}}}},"/journal":{"parameters":[{"$ref":"#/components/parameters/Session"}],"get":{"operationId":"getJournal","summary":"List the exchanges of the session, oldest first","parameters":[{"$ref":"#/components/parameters/Operation"},{"$ref":"#/components/parameters/Method"},{"$ref":"#/components/parameters/Status"},{"$ref":"#/components/parameters/Rule"},{"$ref":"#/components/parameters/Fault"},{"$ref":"#/components/parameters/Since"},{"name":"limit","in":"query","description":"Only the newest ones.","schema":{"type":"integer","minimum":1,"maximum":1024}},{"$ref":"#/components/parameters/Sessions"}],"responses":{"200":{"description":"The exchanges.","content":{"application/json":{"schema":{"type":"array","items":{"$ref":"#/components/schemas/JournalEntry"}}}}},"4XX":{"$ref":"#/components/responses/Refused"}}},"delete":{"operationId":"clearJournal","summary":"Remove every exchange","parameters":[{"$ref":"#/components/parameters/Sessions"}],"responses":{"204":{"description":"Done."},"4XX":{"$ref":"#/components/responses/Refused"}}}},"/journal/count":{"parameters":[{"$ref":"#/components/parameters/Session"}],"get":{"operationId":"countJournal","summary":"Count the exchanges that match, since the journal was cleared","description":"By operation, or without a filter, this includes exchanges that the journal has dropped to stay within its limits. With other filters the response is 409 once exchanges that may match were dropped.","parameters":[{"$ref":"#/components/parameters/Sessions"},{"$ref":"#/components/parameters/Operation"},{"$ref":"#/components/parameters/Method"},{"$ref":"#/components/parameters/Status"},{"$ref":"#/components/parameters/Rule"},{"$ref":"#/components/parameters/Fault"},{"$ref":"#/components/parameters/Since"}],"responses":{"200":{"description":"The count.","content":{"application/json":{"schema":{"type":"object","required":["count"],"properties":{"count":{"type":"integer"}}}}}},"4XX":{"$ref":"#/components/responses/Refused"}}}},"/verify":{"parameters":[{"$ref":"#/components/parameters/Session"}],"post":{"operationId":"verify","summary":"Check which requests were received","description":"If they are not as expected, the response is 409, and its `detail` says what came instead, the nearest first.","parameters":[{"$ref":"#/components/parameters/Sessions"}],"requestBody":{"required":true,"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Verification"}}}},"responses":{"200":{"description":"The exchanges that were expected, the first one answered first.","content":{"application/json":{"schema":{"type":"array","items":{"$ref":"#/components/schemas/JournalEntry"}}}}},"4XX":{"$ref":"#/components/responses/Refused"}}}},"/bundle":{"parameters":[{"$ref":"#/components/parameters/Session"}],"get":{"operationId":"getBundle","summary":"Get a bug bundle, which contains everything that is needed to run the exchanges again","description":"It begins with the last reset or replacement of the state. If the journal no longer has everything since then, the response is 409. `referral-codes-mock --replay FILE` runs it again.","responses":{"200":{"description":"The bundle.","content":{"application/json":{"schema":{"$ref":"#/components/schemas/BugBundle"}}}},"4XX":{"$ref":"#/components/responses/Refused"}}}},"/replay":{"parameters":[{"$ref":"#/components/parameters/Session"}],"post":{"operationId":"replay","summary":"Run the exchanges of a bug bundle again on a mock of their own and compare the responses","requestBody":{"required":true,"content":{"application/json":{"schema":{"$ref":"#/components/schemas/BugBundle"}}}},"responses":{"200":{"description":"Where the responses differ.","content":{"application/json":{"schema":{"type":"array","items":{"type":"object","required":["exchange","part"],"properties":{"exchange":{"type":"integer","description":"The position of the exchange in the bundle from 1."},"part":{"type":"string","enum":["connection","status","headers","body"]},"recorded":{},"replayed":{}}}}}}},"4XX":{"$ref":"#/components/responses/Refused"}}}},"/journal/har":{"parameters":[{"$ref":"#/components/parameters/Session"}],"get":{"operationId":"getHar","summary":"Export the exchanges as an HTTP Archive","parameters":[{"$ref":"#/components/parameters/Operation"},{"$ref":"#/components/parameters/Method"},{"$ref":"#/components/parameters/Status"},{"$ref":"#/components/parameters/Rule"},{"$ref":"#/components/parameters/Fault"},{"$ref":"#/components/parameters/Since"},{"name":"limit","in":"query","description":"Only the newest ones.","schema":{"type":"integer","minimum":1,"maximum":1024}},{"$ref":"#/components/parameters/Sessions"}],"responses":{"200":{"description":"An HTTP Archive 1.2.","content":{"application/json":{"schema":{"type":"object","required":["log"],"properties":{"log":{}}}}}},"4XX":{"$ref":"#/components/responses/Refused"}}}},"/journal/curl":{"parameters":[{"$ref":"#/components/parameters/Session"}],"get":{"operationId":"getCurl","summary":"Export the requests as curl commands for bash","parameters":[{"$ref":"#/components/parameters/Operation"},{"$ref":"#/components/parameters/Method"},{"$ref":"#/components/parameters/Status"},{"$ref":"#/components/parameters/Rule"},{"$ref":"#/components/parameters/Fault"},{"$ref":"#/components/parameters/Since"},{"name":"limit","in":"query","description":"Only the newest ones.","schema":{"type":"integer","minimum":1,"maximum":1024}},{"$ref":"#/components/parameters/Sessions"}],"responses":{"200":{"description":"One line for each exchange.","content":{"text/plain":{"schema":{"type":"string"}}}},"4XX":{"$ref":"#/components/responses/Refused"}}}},"/journal/wait":{"parameters":[{"$ref":"#/components/parameters/Session"}],"get":{"operationId":"waitForJournal","summary":"Wait until enough exchanges match, those that are already in the journal included","parameters":[{"$ref":"#/components/parameters/Operation"},{"$ref":"#/components/parameters/Method"},{"$ref":"#/components/parameters/Status"},{"$ref":"#/components/parameters/Rule"},{"$ref":"#/components/parameters/Fault"},{"$ref":"#/components/parameters/Since"},{"name":"count","in":"query","description":"How many exchanges to wait for.","schema":{"type":"integer","minimum":1,"maximum":1024,"default":1}},{"name":"within","in":"query","description":"How long to wait, from 0s to 1h. Default is 2s.","schema":{"$ref":"#/components/schemas/DurationText"}}],"responses":{"200":{"description":"The exchanges that match.","content":{"application/json":{"schema":{"type":"array","items":{"$ref":"#/components/schemas/JournalEntry"}}}}},"4XX":{"$ref":"#/components/responses/Refused"}}}},"/journal/stream":{"parameters":[{"$ref":"#/components/parameters/Session"}],"get":{"operationId":"streamJournal","summary":"Follow the journal, as server-sent events","responses":{"200":{"description":"One event for each new exchange, with a JournalEntry as its data.","content":{"text/event-stream":{"schema":{"type":"string"}}}},"4XX":{"$ref":"#/components/responses/Refused"}}}},"/snapshots":{"parameters":[{"$ref":"#/components/parameters/Session"}],"get":{"operationId":"listSnapshots","summary":"List the names of the snapshots","responses":{"200":{"description":"The names.","content":{"application/json":{"schema":{"type":"array","items":{"type":"string"}}}}},"4XX":{"$ref":"#/components/responses/Refused"}}}},"/snapshots/{name}":{"parameters":[{"$ref":"#/components/parameters/Session"},{"name":"name","in":"path","required":true,"schema":{"$ref":"#/components/schemas/SnapshotName"}}],"get":{"operationId":"getSnapshot","summary":"Get a snapshot","responses":{"200":{"description":"The state.","content":{"application/json":{"schema":{"$ref":"#/components/schemas/Snapshot"}}}},"4XX":{"$ref":"#/components/responses/Refused"}}},"put":{"operationId":"saveSnapshot","summary":"Save the current state under a name, for every session to load","responses":{"204":{"description":"Done."},"4XX":{"$ref":"#/components/responses/Refused"}}},"delete":{"operationId":"deleteSnapshot","summary":"Delete a snapshot","responses":{"204":{"description":"Done."},"4XX":{"$ref":"#/components/responses/Refused"}}}},"/snapshots/{name}/load":{"parameters":[{"$ref":"#/components/parameters/Session"},{"name":"name","in":"path","required":true,"schema":{"$ref":"#/components/schemas/SnapshotName"}}],"post":{"operationId":"loadSnapshot","summary":"Replace the state by a snapshot","responses":{"204":{"description":"Done."},"4XX":{"$ref":"#/components/responses/Refused"}}}},"/snapshots/{name}/diff":{"parameters":[{"$ref":"#/components/parameters/Session"},{"name":"name","in":"path","required":true,"schema":{"$ref":"#/components/schemas/SnapshotName"}}],"get":{"operationId":"diffSnapshot","summary":"Compare the records with those of a snapshot","responses":{"200":{"description":"The differences.","content":{"application/json":{"schema":{"$ref":"#/components/schemas/Difference"}}}},"4XX":{"$ref":"#/components/responses/Refused"}}}},"/sessions":{"parameters":[{"$ref":"#/components/parameters/Session"}],"get":{"operationId":"listSessions","summary":"List the names of the sessions beside the default one, least recently used first","responses":{"200":{"description":"The names.","content":{"application/json":{"schema":{"type":"array","items":{"type":"string"}}}}},"4XX":{"$ref":"#/components/responses/Refused"}}},"delete":{"operationId":"endAllSessions","summary":"End every session; the default session is reset instead","responses":{"204":{"description":"Done."},"4XX":{"$ref":"#/components/responses/Refused"}}}},"/sessions/{name}":{"parameters":[{"$ref":"#/components/parameters/Session"},{"name":"name","in":"path","required":true,"schema":{"$ref":"#/components/schemas/SessionName"}}],"put":{"operationId":"forkSession","summary":"Copy the state of the session to another session, which is made if it does not exist and is reset to this state","responses":{"204":{"description":"Done."},"4XX":{"$ref":"#/components/responses/Refused"}}},"delete":{"operationId":"endSession","summary":"End a session; the default session is reset instead","responses":{"204":{"description":"Done."},"4XX":{"$ref":"#/components/responses/Refused"}}}}},"components":{"parameters":{"Session":{"name":"X-Mock-Session","in":"header","description":"The session that the request is about. Default is the default session.","schema":{"$ref":"#/components/schemas/SessionName"}},"Sessions":{"name":"sessions","in":"query","description":"The request is about all sessions together.","schema":{"type":"string","enum":["all"]}},"Operation":{"name":"operation","in":"query","description":"Only requests for this operation.","schema":{"$ref":"#/components/schemas/OperationId"}},"Method":{"name":"method","in":"query","description":"Only requests with this method.","schema":{"type":"string","pattern":"^[A-Z-]{1,32}$"}},"Status":{"name":"status","in":"query","description":"Only responses with this status.","schema":{"type":"integer","minimum":100,"maximum":599}},"Rule":{"name":"rule","in":"query","description":"Only requests that were rejected because of this rule.","schema":{"$ref":"#/components/schemas/RuleId"}},"Fault":{"name":"fault","in":"query","description":"Only exchanges with a fault of this kind.","schema":{"$ref":"#/components/schemas/FaultKind"}},"Since":{"name":"since","in":"query","description":"Only exchanges with a greater seq.","schema":{"type":"integer","minimum":0}}},"securitySchemes":{"token":{"type":"http","scheme":"bearer","description":"Needed if the mock listens beyond loopback."}},"responses":{"Refused":{"description":"The request was rejected; `detail` says why.","content":{"application/problem+json":{"schema":{"$ref":"#/components/schemas/Problem"}}}}},"schemas":{"Problem":{"type":"object","required":["type","title","status","detail"],"properties":{"type":{"type":"string"},"title":{"type":"string"},"status":{"type":"integer"},"detail":{"type":"string","description":"Which parameter or field is wrong, and which values are allowed."}}},"SessionName":{"type":"string","pattern":"^(?!\\.{1,2}$)[A-Za-z0-9_.-]{1,64}$","description":"1 to 64 characters of A-Z a-z 0-9 . _ -; the names . and .. are not allowed"},"SnapshotName":{"type":"string","minLength":1,"maxLength":100,"pattern":"^(?!\\.{1,2}$)","description":"1 to 100 characters; the names . and .. are not allowed"},"SafeInteger":{"type":"integer","minimum":-9007199254740991,"maximum":9007199254740991},"OperationId":{"type":"string","description":"An operationId of the contract.","enum":["listRecords","createCode","getActiveCode","findByCode","getRecord","deactivateCode","deleteRecord"]},"ProblemSlug":{"type":"string","description":"A problem of the contract.","enum":["invalid-request","record-not-found","no-active-code","code-not-found","code-taken","active-code-exists","body-too-large","unsupported-media-type","deactivated-before-created","path-not-found","method-not-allowed"]},"RuleId":{"type":"string","description":"A rule of the contract.","enum":["record-shape","status-agrees-with-deactivated-at","times-carry-a-zone","answers-are-json","open-to-all","list-envelope","list-defaults","list-echoes-its-page","list-holds-at-most-limit","list-pages-partition","list-total-is-every-record","list-shows-created","list-keeps-inactive","list-hides-deleted","list-order-is-stable","list-oldest-first","list-past-the-end-is-empty","list-refuses-bad-paging","get-answers-the-record","get-unknown-is-404","active-and-lookup-are-not-ids","reads-agree","create-answers-the-record","create-answers-201","create-mints-unique-ids","create-stamps-the-time","create-keeps-server-fields","create-refuses-missing-field","create-refuses-wrong-type","create-refuses-malformed-json","create-refuses-non-object","create-refuses-bad-values","create-refuses-unknown-fields","refused-create-changes-nothing","one-active-per-pair","one-active-under-race","active-conflict-is-409","pairs-are-independent","pair-is-free-after-deactivation","pair-is-free-after-deletion","active-answers-the-active-record","active-none-is-404","active-needs-mentor-and-org","code-is-unique","code-is-unique-under-race","code-conflict-is-409","lookup-finds-active","lookup-finds-inactive","lookup-is-exact","lookup-unknown-is-404","lookup-needs-code","deactivate-answers-inactive","deactivate-keeps-the-given-time","deactivate-fills-in-the-time","deactivate-lasts","deactivate-changes-nothing-else","deactivate-touches-one-record","deactivate-again-moves-nothing","deactivate-again-is-200","deactivation-is-final","deactivate-unknown-is-404","deactivate-refuses-bad-body","deactivate-before-created-is-refused","deactivate-under-race","delete-answers-a-receipt","delete-removes-everywhere","delete-touches-one-record","delete-unknown-is-404","delete-again-is-404","delete-under-race","bad-input-is-never-5xx","errors-are-problems","errors-leak-nothing","other-methods-are-405","other-methods-change-nothing","any-sequence-agrees-with-the-model"]},"ScenarioName":{"type":"string","enum":["empty","source","demo","many","edge"]},"OnActiveConflict":{"type":"string","enum":["refuse","replace"]},"DurationText":{"type":"string","maxLength":40,"pattern":"^[+-]?(\\d+(\\.\\d+)?(ms|[smhd]))+$","description":"A text such as 2h, 1h30m, -5m or 250ms."},"Duration":{"type":["string","number"],"maxLength":40,"pattern":"^[+-]?(\\d+(\\.\\d+)?(ms|[smhd]))+$","description":"A number of milliseconds, or a text such as 2h, 1h30m, -5m or 250ms."},"ClockSetting":{"type":"string","maxLength":64,"description":"real, an RFC 3339 time, or an offset such as +2h."},"ClockState":{"type":"object","required":["now","setting"],"properties":{"now":{"type":"string","format":"date-time"},"setting":{"$ref":"#/components/schemas/ClockSetting"}}},"IdState":{"type":"object","required":["seed","drawn"],"additionalProperties":false,"properties":{"seed":{"$ref":"#/components/schemas/SafeInteger"},"drawn":{"$ref":"#/components/schemas/SafeInteger"}}},"Record":{"type":"object","description":"A record as in openapi.yaml. All records together must keep its rules.","required":["id","mentor_id","org_id","code","status","created_at","deactivated_at"],"additionalProperties":false,"properties":{"id":{"type":"string","maxLength":64},"mentor_id":{"type":"string","maxLength":64},"org_id":{"type":"string","maxLength":64},"code":{"type":"string","maxLength":64},"status":{"type":"string","enum":["active","inactive"]},"created_at":{"type":"string","format":"date-time"},"deactivated_at":{"type":["string","null"],"format":"date-time"}}},"State":{"type":"object","required":["records"],"additionalProperties":false,"properties":{"records":{"type":"array","items":{"$ref":"#/components/schemas/Record"}},"clock":{"$ref":"#/components/schemas/ClockSetting"},"ids":{"$ref":"#/components/schemas/IdState"},"onActiveConflict":{"$ref":"#/components/schemas/OnActiveConflict"},"faults":{"type":"array","maxItems":100,"items":{"$ref":"#/components/schemas/Fault"},"description":"The armed faults. If there is no list the armed faults stay."},"faultDraws":{"description":"The position in the random numbers that decide when faults with a probability happen.","allOf":[{"$ref":"#/components/schemas/IdState"}]}}},"Snapshot":{"description":"A state that leaves nothing out.","type":"object","allOf":[{"$ref":"#/components/schemas/State"}],"required":["records","clock","ids","onActiveConflict","faults","faultDraws"]},"Overview":{"type":"object","required":["session","records","clock","onActiveConflict","faults","exchanges","dropped","totals","scenarios","sessions","snapshots"],"properties":{"session":{"type":"string"},"records":{"type":"integer","description":"The number of records."},"clock":{"$ref":"#/components/schemas/ClockState"},"onActiveConflict":{"$ref":"#/components/schemas/OnActiveConflict"},"faults":{"type":"integer","description":"The number of armed faults."},"exchanges":{"type":"integer","description":"The number of exchanges since the journal was cleared."},"dropped":{"type":"object","description":"How many of them the journal has dropped and how many of the others have lost their bodies, to stay within its limits.","required":["exchanges","bodies"],"properties":{"exchanges":{"type":"integer"},"bodies":{"type":"integer"}}},"totals":{"type":"object","description":"The number of exchanges of each operation","additionalProperties":{"type":"integer"}},"scenarios":{"type":"array","items":{"$ref":"#/components/schemas/ScenarioName"}},"sessions":{"type":"array","items":{"type":"string"}},"snapshots":{"type":"array","items":{"type":"string"}}}},"FaultKind":{"type":"string","enum":["latency","status","rate-limit","malformed-json","broken-contract","truncated-body","reset","silence","answered-not-stored","stored-not-answered"]},"Fault":{"type":"object","required":["kind"],"additionalProperties":false,"description":"latency takes delay, or min and max, or median and p99; status takes status, or problem and optionally members; rate-limit takes retryAfter. It happens to every request that meets all other conditions: operation, record, pair, headers, after, times and probability.","properties":{"kind":{"$ref":"#/components/schemas/FaultKind"},"delay":{"$ref":"#/components/schemas/Duration"},"min":{"$ref":"#/components/schemas/Duration"},"max":{"$ref":"#/components/schemas/Duration"},"median":{"$ref":"#/components/schemas/Duration"},"p99":{"$ref":"#/components/schemas/Duration"},"status":{"type":"integer","minimum":400,"maximum":599},"problem":{"$ref":"#/components/schemas/ProblemSlug"},"members":{"type":"object","additionalProperties":true,"description":"Replace or complete the members of the problem."},"retryAfter":{"type":"integer","minimum":0,"maximum":9007199254740991,"description":"Seconds."},"operation":{"$ref":"#/components/schemas/OperationId"},"record":{"type":"string","maxLength":64,"description":"Only requests whose path has this id."},"pair":{"type":"object","description":"Only requests whose query or body names this pair.","required":["mentor_id","org_id"],"additionalProperties":false,"properties":{"mentor_id":{"type":"string","maxLength":64},"org_id":{"type":"string","maxLength":64}}},"headers":{"type":"object","description":"Only requests that have all these headers with these values.","additionalProperties":{"type":"string"}},"after":{"type":"integer","minimum":0,"maximum":9007199254740991,"description":"How many of these requests it leaves alone first."},"times":{"type":"integer","minimum":1,"maximum":9007199254740991,"description":"How often it happens before it is disarmed."},"probability":{"type":"number","minimum":0,"maximum":1}},"dependentRequired":{"min":["max"],"max":["min"],"median":["p99"],"p99":["median"]}},"ArmedFault":{"type":"object","required":["id","fault","fired"],"properties":{"id":{"type":"string"},"fault":{"$ref":"#/components/schemas/Fault"},"fired":{"type":"integer","description":"How often it has happened."}}},"Message":{"type":"object","required":["headers","body"],"properties":{"headers":{"type":"array","items":{"type":"array","prefixItems":[{"type":"string"},{"type":"string"}],"minItems":2,"maxItems":2}},"body":{"type":["string","null"]}}},"IntendedResponse":{"type":"object","required":["status","headers","body"],"properties":{"status":{"type":"integer"},"headers":{"type":"array","items":{"type":"array","prefixItems":[{"type":"string"},{"type":"string"}],"minItems":2,"maxItems":2}},"body":{"type":["string","null"]}}},"JournalEntry":{"type":"object","required":["seq","session","at","method","url","operation","status","problem","rule","fault","duration","request","response","connectionFault","intendedResponse","bodiesDropped","nearMisses"],"properties":{"seq":{"type":"integer","description":"Counts up from 1 in each session."},"session":{"type":"string"},"at":{"type":"string","format":"date-time","description":"The real time at which the request arrived."},"method":{"type":"string"},"url":{"type":"string"},"operation":{"oneOf":[{"$ref":"#/components/schemas/OperationId"},{"type":"null"}],"description":"Null if path and method match no operation."},"status":{"type":["integer","null"],"description":"The status that the client received. Null if it received no response."},"problem":{"oneOf":[{"$ref":"#/components/schemas/ProblemSlug"},{"type":"null"}],"description":"The problem that the response reported."},"rule":{"oneOf":[{"$ref":"#/components/schemas/RuleId"},{"type":"null"}],"description":"The rule because of which the request was rejected."},"fault":{"oneOf":[{"$ref":"#/components/schemas/FaultKind"},{"type":"null"}],"description":"The kind of fault that happened."},"duration":{"type":"number","description":"Milliseconds."},"request":{"$ref":"#/components/schemas/Message"},"response":{"description":"The response as the client received it, of which a fault may have cut off a part. Null if it received none.","oneOf":[{"$ref":"#/components/schemas/Message"},{"type":"null"}]},"connectionFault":{"type":["string","null"],"enum":["reset","truncate","silence",null],"description":"What a fault did to the connection."},"intendedResponse":{"description":"The whole response that the mock had made, if a fault broke the connection before the client had received all of it.","oneOf":[{"$ref":"#/components/schemas/IntendedResponse"},{"type":"null"}]},"bodiesDropped":{"type":"boolean","description":"Whether the bodies were dropped to keep the journal within its size limit."},"nearMisses":{"type":"array","description":"The operations that a request for an unknown path or method may have been meant for.","items":{"type":"object","required":["operation","method","path","hint"],"properties":{"operation":{"$ref":"#/components/schemas/OperationId"},"method":{"type":"string"},"path":{"type":"string"},"hint":{"type":"string","description":"What to change in the request."}}}}}},"BugBundle":{"type":"object","required":["format","version","session","preferFaults","start","exchanges"],"additionalProperties":false,"properties":{"format":{"const":"referral-codes-mock bug bundle"},"version":{"const":1},"session":{"$ref":"#/components/schemas/SessionName"},"preferFaults":{"type":"boolean","description":"Whether requests could choose a fault for themselves."},"start":{"$ref":"#/components/schemas/Snapshot"},"exchanges":{"type":"array","items":{"$ref":"#/components/schemas/BundledExchange"},"description":"In the order in which their operations were carried out."}}},"BundledExchange":{"type":"object","required":["request","circumstances","fault","response"],"additionalProperties":false,"properties":{"request":{"type":"object","required":["method","url","headers","body","isTooLong"],"additionalProperties":false,"properties":{"method":{"type":"string"},"url":{"type":"string","pattern":"^https?://[^/]*/"},"headers":{"type":"array","items":{"type":"array","prefixItems":[{"type":"string"},{"type":"string"}],"minItems":2,"maxItems":2}},"body":{"type":["string","null"],"description":"Null if it was not read."},"isTooLong":{"type":"boolean","description":"Whether it was longer than the contract allows."}}},"circumstances":{"description":"What decided the result beside the request and the records. Null if no operation was carried out.","oneOf":[{"$ref":"#/components/schemas/Circumstances"},{"type":"null"}]},"fault":{"oneOf":[{"$ref":"#/components/schemas/Fault"},{"type":"null"}],"description":"The fault that happened, except for latency."},"response":{"description":"Null if the request broke off.","oneOf":[{"$ref":"#/components/schemas/BundledResponse"},{"type":"null"}]}}},"Circumstances":{"type":"object","required":["now","ids","onActiveConflict"],"additionalProperties":false,"properties":{"now":{"type":"string","format":"date-time","description":"The time of the clock."},"ids":{"$ref":"#/components/schemas/IdState"},"onActiveConflict":{"$ref":"#/components/schemas/OnActiveConflict"}}},"BundledResponse":{"type":"object","required":["status","headers","body","connectionFault"],"additionalProperties":false,"properties":{"status":{"type":"integer","description":"0 if there was none."},"headers":{"type":"array","items":{"type":"array","prefixItems":[{"type":"string"},{"type":"string"}],"minItems":2,"maxItems":2}},"body":{"type":["string","null"]},"connectionFault":{"type":["string","null"],"enum":["reset","truncate","silence",null]}}},"Verification":{"type":"object","required":["requests"],"additionalProperties":false,"properties":{"requests":{"type":"array","minItems":1,"maxItems":100,"items":{"$ref":"#/components/schemas/ExpectedRequest"}},"inOrder":{"type":"boolean","description":"Whether they must have been answered in the order of the list. Others may come between them."},"within":{"$ref":"#/components/schemas/Duration"},"quietFor":{"$ref":"#/components/schemas/Duration"}}},"ExpectedRequest":{"type":"object","additionalProperties":false,"description":"Which requests to look for, and how many of them there must be. Without a count there must be at least one.","properties":{"operation":{"$ref":"#/components/schemas/OperationId"},"method":{"type":"string","pattern":"^[A-Z-]{1,32}$"},"path":{"type":"string","pattern":"^/","description":"The path as in the URL with or without the mount; or the path with its query."},"headers":{"type":"object","description":"Headers that the request must have.","additionalProperties":{"type":"string"}},"body":{"description":"JSON that the body must contain. Objects may have more members and everything else must be equal."},"status":{"type":"integer","minimum":100,"maximum":599},"rule":{"$ref":"#/components/schemas/RuleId"},"fault":{"$ref":"#/components/schemas/FaultKind"},"since":{"type":"integer","minimum":0},"exactly":{"type":"integer","minimum":0},"atLeast":{"type":"integer","minimum":0},"atMost":{"type":"integer","minimum":0}}},"Difference":{"type":"object","required":["added","removed","changed"],"properties":{"added":{"type":"array","items":{"$ref":"#/components/schemas/Record"}},"removed":{"type":"array","items":{"$ref":"#/components/schemas/Record"}},"changed":{"type":"array","items":{"type":"object","required":["before","after"],"properties":{"before":{"$ref":"#/components/schemas/Record"},"after":{"$ref":"#/components/schemas/Record"}}}}}}}}};
