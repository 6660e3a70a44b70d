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
  | 'waitForJournal'
  | 'streamJournal'
  | 'listSnapshots'
  | 'getSnapshot'
  | 'saveSnapshot'
  | 'deleteSnapshot'
  | 'loadSnapshot'
  | 'diffSnapshot'
  | 'listSessions'
  | 'forkSession'
  | 'endSession';

/** Below `/__mock`; `{name}` stands for a path parameter. */
export const controlOperations = {
  "overview": {
    "method": "GET",
    "path": "/"
  },
  "document": {
    "method": "GET",
    "path": "/openapi.json"
  },
  "reset": {
    "method": "POST",
    "path": "/reset"
  },
  "getState": {
    "method": "GET",
    "path": "/state"
  },
  "putState": {
    "method": "PUT",
    "path": "/state"
  },
  "putScenario": {
    "method": "PUT",
    "path": "/scenario"
  },
  "getClock": {
    "method": "GET",
    "path": "/clock"
  },
  "setClock": {
    "method": "PUT",
    "path": "/clock"
  },
  "advanceClock": {
    "method": "POST",
    "path": "/clock/advance"
  },
  "setIds": {
    "method": "PUT",
    "path": "/ids"
  },
  "setPolicy": {
    "method": "PUT",
    "path": "/policy"
  },
  "listFaults": {
    "method": "GET",
    "path": "/faults"
  },
  "armFault": {
    "method": "POST",
    "path": "/faults"
  },
  "clearFaults": {
    "method": "DELETE",
    "path": "/faults"
  },
  "disarmFault": {
    "method": "DELETE",
    "path": "/faults/{id}"
  },
  "getJournal": {
    "method": "GET",
    "path": "/journal"
  },
  "clearJournal": {
    "method": "DELETE",
    "path": "/journal"
  },
  "waitForJournal": {
    "method": "GET",
    "path": "/journal/wait"
  },
  "streamJournal": {
    "method": "GET",
    "path": "/journal/stream"
  },
  "listSnapshots": {
    "method": "GET",
    "path": "/snapshots"
  },
  "getSnapshot": {
    "method": "GET",
    "path": "/snapshots/{name}"
  },
  "saveSnapshot": {
    "method": "PUT",
    "path": "/snapshots/{name}"
  },
  "deleteSnapshot": {
    "method": "DELETE",
    "path": "/snapshots/{name}"
  },
  "loadSnapshot": {
    "method": "POST",
    "path": "/snapshots/{name}/load"
  },
  "diffSnapshot": {
    "method": "GET",
    "path": "/snapshots/{name}/diff"
  },
  "listSessions": {
    "method": "GET",
    "path": "/sessions"
  },
  "forkSession": {
    "method": "PUT",
    "path": "/sessions/{name}"
  },
  "endSession": {
    "method": "DELETE",
    "path": "/sessions/{name}"
  }
} as const satisfies Record<ControlId, { method: string; path: string }>;

/** The OpenAPI document of the control API. */
export const controlDocument: object = {"openapi":"3.1.0","info":{"title":"Control of referral-codes-mock","version":"1.0.0","summary":"What a tester tells the mock beside the API it serves.","description":"Everything here is about one world: the default one, or the session the request header `X-Mock-Session` names.\nPages of other origins and Host names the mock does not know are refused with 403. A mock that listens beyond\nloopback prints a token at start and asks for it: `Authorization: Bearer <token>`.\n","license":{"name":"MIT","identifier":"MIT"}},"servers":[{"url":"http://127.0.0.1:4010/__mock","description":"Where the mock listens unless told otherwise."}],"security":[{},{"token":[]}],"paths":{"/":{"get":{"operationId":"overview","summary":"What the world is like","responses":{"200":{"description":"The world.","content":{"application/json":{"schema":{"$ref":"#/components/schemas/Overview"}}}},"4XX":{"$ref":"#/components/responses/Refused"}}}},"/openapi.json":{"get":{"operationId":"document","summary":"This document","responses":{"200":{"description":"This document.","content":{"application/json":{"schema":{"type":"object"}}}},"4XX":{"$ref":"#/components/responses/Refused"}}}},"/reset":{"post":{"operationId":"reset","summary":"Back to the scenario, with no fault armed and an empty journal","responses":{"204":{"description":"Done."},"4XX":{"$ref":"#/components/responses/Refused"}}}},"/state":{"get":{"operationId":"getState","summary":"A snapshot of now","responses":{"200":{"description":"The state.","content":{"application/json":{"schema":{"$ref":"#/components/schemas/State"}}}},"4XX":{"$ref":"#/components/responses/Refused"}}},"put":{"operationId":"putState","summary":"Become this state","requestBody":{"required":true,"content":{"application/json":{"schema":{"$ref":"#/components/schemas/State"}}}},"responses":{"204":{"description":"Done."},"4XX":{"$ref":"#/components/responses/Refused"}}}},"/scenario":{"put":{"operationId":"putScenario","summary":"Become one of the shipped scenarios","requestBody":{"required":true,"content":{"application/json":{"schema":{"type":"object","required":["name"],"properties":{"name":{"$ref":"#/components/schemas/ScenarioName"}}}}}},"responses":{"204":{"description":"Done."},"4XX":{"$ref":"#/components/responses/Refused"}}}},"/clock":{"get":{"operationId":"getClock","summary":"What time it is","responses":{"200":{"description":"The clock.","content":{"application/json":{"schema":{"$ref":"#/components/schemas/ClockState"}}}},"4XX":{"$ref":"#/components/responses/Refused"}}},"put":{"operationId":"setClock","summary":"Stop the clock at a time, move it away from the real time or back to it","requestBody":{"required":true,"content":{"application/json":{"schema":{"type":"object","required":["setting"],"properties":{"setting":{"type":"string","description":"real, an RFC 3339 time, or an offset such as +2h."}}}}}},"responses":{"200":{"description":"The clock.","content":{"application/json":{"schema":{"$ref":"#/components/schemas/ClockState"}}}},"4XX":{"$ref":"#/components/responses/Refused"}}}},"/clock/advance":{"post":{"operationId":"advanceClock","summary":"Move the clock","requestBody":{"required":true,"content":{"application/json":{"schema":{"type":"object","required":["by"],"properties":{"by":{"$ref":"#/components/schemas/Duration"}}}}}},"responses":{"200":{"description":"The clock.","content":{"application/json":{"schema":{"$ref":"#/components/schemas/ClockState"}}}},"4XX":{"$ref":"#/components/responses/Refused"}}}},"/ids":{"put":{"operationId":"setIds","summary":"Decide the ids to come","requestBody":{"required":true,"content":{"application/json":{"schema":{"$ref":"#/components/schemas/IdState"}}}},"responses":{"204":{"description":"Done."},"4XX":{"$ref":"#/components/responses/Refused"}}}},"/policy":{"put":{"operationId":"setPolicy","summary":"Decide what becomes of a new code for a pair that has an active one","requestBody":{"required":true,"content":{"application/json":{"schema":{"type":"object","required":["onActiveConflict"],"properties":{"onActiveConflict":{"$ref":"#/components/schemas/OnActiveConflict"}}}}}},"responses":{"204":{"description":"Done."},"4XX":{"$ref":"#/components/responses/Refused"}}}},"/faults":{"get":{"operationId":"listFaults","summary":"The faults that are armed","responses":{"200":{"description":"The faults.","content":{"application/json":{"schema":{"type":"array","items":{"$ref":"#/components/schemas/ArmedFault"}}}}},"4XX":{"$ref":"#/components/responses/Refused"}}},"post":{"operationId":"armFault","summary":"Arm a fault","requestBody":{"required":true,"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Fault"}}}},"responses":{"201":{"description":"Its id.","content":{"application/json":{"schema":{"type":"object","required":["id"],"properties":{"id":{"type":"string"}}}}}},"4XX":{"$ref":"#/components/responses/Refused"}}},"delete":{"operationId":"clearFaults","summary":"Disarm all faults, and begin anew with the random numbers of a seed","parameters":[{"name":"seed","in":"query","description":"The world's unless given.","schema":{"type":"integer"}}],"responses":{"204":{"description":"Done."},"4XX":{"$ref":"#/components/responses/Refused"}}}},"/faults/{id}":{"delete":{"operationId":"disarmFault","summary":"Disarm a fault","parameters":[{"name":"id","in":"path","required":true,"schema":{"type":"string"}}],"responses":{"204":{"description":"Done."},"4XX":{"$ref":"#/components/responses/Refused"}}}},"/journal":{"parameters":[{"name":"operation","in":"query","description":"The operationId.","schema":{"type":"string"}},{"name":"method","in":"query","schema":{"type":"string"}},{"name":"status","in":"query","schema":{"type":"integer"}},{"name":"rule","in":"query","description":"The rule that refused it.","schema":{"type":"string"}},{"name":"fault","in":"query","description":"The kind of fault that came about.","schema":{"type":"string"}},{"name":"since","in":"query","description":"Only those with a greater seq.","schema":{"type":"integer"}}],"get":{"operationId":"getJournal","summary":"The exchanges of the world, oldest first","parameters":[{"name":"limit","in":"query","description":"Only the newest of them.","schema":{"type":"integer"}},{"name":"format","in":"query","schema":{"enum":["json","har","curl"],"default":"json"}}],"responses":{"200":{"description":"The exchanges, an HTTP Archive of them, or a curl line each.","content":{"application/json":{"schema":{"type":["array","object"],"items":{"$ref":"#/components/schemas/JournalEntry"}}},"text/plain":{"schema":{"type":"string"}}}},"4XX":{"$ref":"#/components/responses/Refused"}}},"delete":{"operationId":"clearJournal","summary":"Forget every exchange","responses":{"204":{"description":"Done."},"4XX":{"$ref":"#/components/responses/Refused"}}}},"/journal/wait":{"parameters":[{"name":"operation","in":"query","description":"The operationId.","schema":{"type":"string"}},{"name":"method","in":"query","schema":{"type":"string"}},{"name":"status","in":"query","schema":{"type":"integer"}},{"name":"rule","in":"query","description":"The rule that refused it.","schema":{"type":"string"}},{"name":"fault","in":"query","description":"The kind of fault that came about.","schema":{"type":"string"}},{"name":"since","in":"query","description":"Only those with a greater seq.","schema":{"type":"integer"}}],"get":{"operationId":"waitForJournal","summary":"Wait until enough exchanges passed the filter, those already there included","parameters":[{"name":"count","in":"query","description":"1 unless given.","schema":{"type":"integer"}},{"name":"within","in":"query","description":"2s unless given.","schema":{"type":"string"}}],"responses":{"200":{"description":"The exchanges.","content":{"application/json":{"schema":{"type":"array","items":{"$ref":"#/components/schemas/JournalEntry"}}}}},"4XX":{"$ref":"#/components/responses/Refused"}}}},"/journal/stream":{"get":{"operationId":"streamJournal","summary":"Every exchange from now on, as server-sent events","responses":{"200":{"description":"An event an exchange, its data a JournalEntry.","content":{"text/event-stream":{"schema":{"type":"string"}}}},"4XX":{"$ref":"#/components/responses/Refused"}}}},"/snapshots":{"get":{"operationId":"listSnapshots","summary":"The names of the snapshots","responses":{"200":{"description":"The names.","content":{"application/json":{"schema":{"type":"array","items":{"type":"string"}}}}},"4XX":{"$ref":"#/components/responses/Refused"}}}},"/snapshots/{name}":{"parameters":[{"name":"name","in":"path","required":true,"schema":{"type":"string"}}],"get":{"operationId":"getSnapshot","summary":"Download a snapshot","responses":{"200":{"description":"The state.","content":{"application/json":{"schema":{"$ref":"#/components/schemas/State"}}}},"4XX":{"$ref":"#/components/responses/Refused"}}},"put":{"operationId":"saveSnapshot","summary":"Save the state of now under a name, for every session to load","responses":{"204":{"description":"Done."},"4XX":{"$ref":"#/components/responses/Refused"}}},"delete":{"operationId":"deleteSnapshot","summary":"Delete a snapshot","responses":{"204":{"description":"Done."},"4XX":{"$ref":"#/components/responses/Refused"}}}},"/snapshots/{name}/load":{"parameters":[{"name":"name","in":"path","required":true,"schema":{"type":"string"}}],"post":{"operationId":"loadSnapshot","summary":"Become a snapshot","responses":{"204":{"description":"Done."},"4XX":{"$ref":"#/components/responses/Refused"}}}},"/snapshots/{name}/diff":{"parameters":[{"name":"name","in":"path","required":true,"schema":{"type":"string"}}],"get":{"operationId":"diffSnapshot","summary":"What became of the records since a snapshot","responses":{"200":{"description":"The differences.","content":{"application/json":{"schema":{"$ref":"#/components/schemas/Difference"}}}},"4XX":{"$ref":"#/components/responses/Refused"}}}},"/sessions":{"get":{"operationId":"listSessions","summary":"The names of the sessions, least recently used first","responses":{"200":{"description":"The names.","content":{"application/json":{"schema":{"type":"array","items":{"type":"string"}}}}},"4XX":{"$ref":"#/components/responses/Refused"}}}},"/sessions/{name}":{"parameters":[{"name":"name","in":"path","required":true,"schema":{"type":"string"}}],"put":{"operationId":"forkSession","summary":"Make a session that begins as the world is now","responses":{"204":{"description":"Done."},"4XX":{"$ref":"#/components/responses/Refused"}}},"delete":{"operationId":"endSession","summary":"Drop a session","responses":{"204":{"description":"Done."},"4XX":{"$ref":"#/components/responses/Refused"}}}}},"components":{"securitySchemes":{"token":{"type":"http","scheme":"bearer","description":"Only where the mock listens beyond loopback."}},"responses":{"Refused":{"description":"It was refused; `detail` says why.","content":{"application/problem+json":{"schema":{"$ref":"#/components/schemas/Problem"}}}}},"schemas":{"Problem":{"type":"object","required":["type","title","status","detail"],"properties":{"type":{"type":"string"},"title":{"type":"string"},"status":{"type":"integer"},"detail":{"type":"string"}}},"ScenarioName":{"enum":["empty","source","demo","many","edge"]},"OnActiveConflict":{"enum":["refuse","replace"]},"Duration":{"type":["string","number"],"description":"Milliseconds, or a text such as 2h, 1h30m, -5m or 250ms."},"ClockState":{"type":"object","required":["now","setting"],"properties":{"now":{"type":"string","format":"date-time"},"setting":{"type":"string","description":"What sets it so again."}}},"IdState":{"type":"object","required":["seed","drawn"],"properties":{"seed":{"type":"integer"},"drawn":{"type":"integer"}}},"Record":{"type":"object","description":"As the contract of the API has it."},"State":{"type":"object","required":["records"],"properties":{"records":{"type":"array","items":{"$ref":"#/components/schemas/Record"}},"clock":{"type":"string"},"ids":{"$ref":"#/components/schemas/IdState"},"onActiveConflict":{"$ref":"#/components/schemas/OnActiveConflict"}}},"Overview":{"type":"object","required":["session","records","clock","onActiveConflict","faults","exchanges","scenarios","sessions","snapshots"],"properties":{"session":{"type":"string"},"records":{"type":"integer","description":"How many there are."},"clock":{"$ref":"#/components/schemas/ClockState"},"onActiveConflict":{"$ref":"#/components/schemas/OnActiveConflict"},"faults":{"type":"integer","description":"How many are armed."},"exchanges":{"type":"integer","description":"How many the journal holds."},"scenarios":{"type":"array","items":{"$ref":"#/components/schemas/ScenarioName"}},"sessions":{"type":"array","items":{"type":"string"}},"snapshots":{"type":"array","items":{"type":"string"}}}},"Fault":{"type":"object","required":["kind"],"description":"latency takes delay, or min and max, or median and p99; status takes status or problem; rate-limit takes retryAfter. It comes about for every operation, always and without end unless told otherwise.","properties":{"kind":{"enum":["latency","status","rate-limit","malformed-json","broken-contract","truncated-body","reset","silence","answered-not-stored","stored-not-answered"]},"operation":{"type":"string","description":"An operationId."},"times":{"type":"integer","minimum":1},"probability":{"type":"number","minimum":0,"maximum":1}}},"ArmedFault":{"type":"object","required":["id","fault","fired"],"properties":{"id":{"type":"string"},"fault":{"$ref":"#/components/schemas/Fault"},"fired":{"type":"integer"}}},"Message":{"type":["object","null"],"required":["headers","body"],"properties":{"headers":{"type":"array","items":{"type":"array","items":{"type":"string"}}},"body":{"type":["string","null"]}}},"JournalEntry":{"type":"object","required":["seq","session","at","method","url","operation","status","problem","rule","fault","duration","request","response","nearMisses"],"properties":{"seq":{"type":"integer","description":"Counts up in each session."},"session":{"type":"string","description":"`default` for requests without a session."},"at":{"type":"string","format":"date-time","description":"The real time the request came."},"method":{"type":"string"},"url":{"type":"string"},"operation":{"type":["string","null"],"description":"None where the path or the method is no operation's."},"status":{"type":["integer","null"],"description":"None where it was never answered."},"problem":{"type":["string","null"],"description":"Why it was refused."},"rule":{"type":["string","null"],"description":"The rule that refused it."},"fault":{"type":["string","null"],"description":"The kind of fault that came about."},"duration":{"type":"number","description":"Milliseconds."},"request":{"$ref":"#/components/schemas/Message"},"response":{"$ref":"#/components/schemas/Message"},"nearMisses":{"type":"array","items":{"type":"object","required":["operation","method","path","hint"],"properties":{"operation":{"type":"string"},"method":{"type":"string"},"path":{"type":"string"},"hint":{"type":"string"}}}}}},"Difference":{"type":"object","required":["added","removed","changed"],"properties":{"added":{"type":"array","items":{"$ref":"#/components/schemas/Record"}},"removed":{"type":"array","items":{"$ref":"#/components/schemas/Record"}},"changed":{"type":"array","items":{"type":"object","required":["before","after"],"properties":{"before":{"$ref":"#/components/schemas/Record"},"after":{"$ref":"#/components/schemas/Record"}}}}}}}}};
