// Generated from mock/control.yaml by `npm run generate`. Change the contract, not this file.

export interface paths {
    "/": {
        parameters: {
            query?: never;
            header?: {
                /** @description The session that is meant; the default session unless given. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path?: never;
            cookie?: never;
        };
        /** What the session is like */
        get: operations["overview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: {
                /** @description The session that is meant; the default session unless given. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path?: never;
            cookie?: never;
        };
        /** This document */
        get: operations["document"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/reset": {
        parameters: {
            query?: never;
            header?: {
                /** @description The session that is meant; the default session unless given. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Back to the scenario, with no fault armed and an empty journal */
        post: operations["reset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/state": {
        parameters: {
            query?: never;
            header?: {
                /** @description The session that is meant; the default session unless given. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path?: never;
            cookie?: never;
        };
        /** A snapshot of now */
        get: operations["getState"];
        /** Become this state */
        put: operations["putState"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/scenario": {
        parameters: {
            query?: never;
            header?: {
                /** @description The session that is meant; the default session unless given. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Become one of the shipped scenarios */
        put: operations["putScenario"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/clock": {
        parameters: {
            query?: never;
            header?: {
                /** @description The session that is meant; the default session unless given. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path?: never;
            cookie?: never;
        };
        /** What time it is */
        get: operations["getClock"];
        /** Stop the clock at a time, move it away from the real time or back to it */
        put: operations["setClock"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/clock/advance": {
        parameters: {
            query?: never;
            header?: {
                /** @description The session that is meant; the default session unless given. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Move the clock */
        post: operations["advanceClock"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ids": {
        parameters: {
            query?: never;
            header?: {
                /** @description The session that is meant; the default session unless given. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Decide the ids to come */
        put: operations["setIds"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/policy": {
        parameters: {
            query?: never;
            header?: {
                /** @description The session that is meant; the default session unless given. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Decide what becomes of a new code for a pair that has an active one */
        put: operations["setPolicy"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/faults": {
        parameters: {
            query?: never;
            header?: {
                /** @description The session that is meant; the default session unless given. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path?: never;
            cookie?: never;
        };
        /** The faults that are armed */
        get: operations["listFaults"];
        put?: never;
        /** Arm a fault */
        post: operations["armFault"];
        /** Disarm all faults, and begin anew with the random numbers of a seed */
        delete: operations["clearFaults"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/faults/{id}": {
        parameters: {
            query?: never;
            header?: {
                /** @description The session that is meant; the default session unless given. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Disarm a fault */
        delete: operations["disarmFault"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/journal": {
        parameters: {
            query?: {
                /** @description The operationId. */
                operation?: components["schemas"]["OperationId"];
                method?: string;
                status?: number;
                /** @description The rule that refused it. */
                rule?: components["schemas"]["RuleId"];
                /** @description The kind of fault that came about. */
                fault?: components["schemas"]["FaultKind"];
                /** @description Only those with a greater seq. */
                since?: number;
            };
            header?: {
                /** @description The session that is meant; the default session unless given. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path?: never;
            cookie?: never;
        };
        /** The exchanges of the session, oldest first */
        get: operations["getJournal"];
        put?: never;
        post?: never;
        /** Forget every exchange */
        delete: operations["clearJournal"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/journal/wait": {
        parameters: {
            query?: {
                /** @description The operationId. */
                operation?: components["schemas"]["OperationId"];
                method?: string;
                status?: number;
                /** @description The rule that refused it. */
                rule?: components["schemas"]["RuleId"];
                /** @description The kind of fault that came about. */
                fault?: components["schemas"]["FaultKind"];
                /** @description Only those with a greater seq. */
                since?: number;
            };
            header?: {
                /** @description The session that is meant; the default session unless given. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path?: never;
            cookie?: never;
        };
        /** Wait until enough exchanges passed the filter, those already there included */
        get: operations["waitForJournal"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/journal/stream": {
        parameters: {
            query?: never;
            header?: {
                /** @description The session that is meant; the default session unless given. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path?: never;
            cookie?: never;
        };
        /** Every exchange from now on, as server-sent events */
        get: operations["streamJournal"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/snapshots": {
        parameters: {
            query?: never;
            header?: {
                /** @description The session that is meant; the default session unless given. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path?: never;
            cookie?: never;
        };
        /** The names of the snapshots */
        get: operations["listSnapshots"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/snapshots/{name}": {
        parameters: {
            query?: never;
            header?: {
                /** @description The session that is meant; the default session unless given. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path: {
                name: components["schemas"]["SnapshotName"];
            };
            cookie?: never;
        };
        /** Download a snapshot */
        get: operations["getSnapshot"];
        /** Save the state of now under a name, for every session to load */
        put: operations["saveSnapshot"];
        post?: never;
        /** Delete a snapshot */
        delete: operations["deleteSnapshot"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/snapshots/{name}/load": {
        parameters: {
            query?: never;
            header?: {
                /** @description The session that is meant; the default session unless given. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path: {
                name: components["schemas"]["SnapshotName"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Become a snapshot */
        post: operations["loadSnapshot"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/snapshots/{name}/diff": {
        parameters: {
            query?: never;
            header?: {
                /** @description The session that is meant; the default session unless given. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path: {
                name: components["schemas"]["SnapshotName"];
            };
            cookie?: never;
        };
        /** What became of the records since a snapshot */
        get: operations["diffSnapshot"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions": {
        parameters: {
            query?: never;
            header?: {
                /** @description The session that is meant; the default session unless given. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path?: never;
            cookie?: never;
        };
        /** The names of the sessions, least recently used first */
        get: operations["listSessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions/{name}": {
        parameters: {
            query?: never;
            header?: {
                /** @description The session that is meant; the default session unless given. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path: {
                name: components["schemas"]["SessionName"];
            };
            cookie?: never;
        };
        get?: never;
        /** Make a session that begins as the session is now */
        put: operations["forkSession"];
        post?: never;
        /** Drop a session */
        delete: operations["endSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Problem: {
            type: string;
            title: string;
            status: number;
            /** @description Which parameter or field is wrong, and what is allowed there. */
            detail: string;
        };
        /** @description 1 to 64 of A-Z a-z 0-9 . _ - */
        SessionName: string;
        SnapshotName: string;
        SafeInteger: number;
        /**
         * @description An operationId of the contract.
         * @enum {string}
         */
        OperationId: "listRecords" | "createCode" | "getActiveCode" | "findByCode" | "getRecord" | "deactivateCode" | "deleteRecord";
        /**
         * @description A problem of the contract.
         * @enum {string}
         */
        ProblemSlug: "invalid-request" | "record-not-found" | "no-active-code" | "code-not-found" | "code-taken" | "active-code-exists" | "body-too-large" | "unsupported-media-type" | "deactivated-before-created" | "path-not-found" | "method-not-allowed";
        /**
         * @description A rule of the contract.
         * @enum {string}
         */
        RuleId: "record-shape" | "status-agrees-with-deactivated-at" | "times-carry-a-zone" | "answers-are-json" | "open-to-all" | "list-envelope" | "list-defaults" | "list-echoes-its-page" | "list-holds-at-most-limit" | "list-pages-partition" | "list-total-is-every-record" | "list-shows-created" | "list-keeps-inactive" | "list-hides-deleted" | "list-order-is-stable" | "list-oldest-first" | "list-past-the-end-is-empty" | "list-refuses-bad-paging" | "get-answers-the-record" | "get-unknown-is-404" | "active-and-lookup-are-not-ids" | "reads-agree" | "create-answers-the-record" | "create-answers-201" | "create-mints-unique-ids" | "create-stamps-the-time" | "create-keeps-server-fields" | "create-refuses-missing-field" | "create-refuses-wrong-type" | "create-refuses-malformed-json" | "create-refuses-non-object" | "create-refuses-bad-values" | "create-refuses-unknown-fields" | "refused-create-changes-nothing" | "one-active-per-pair" | "one-active-under-race" | "active-conflict-is-409" | "pairs-are-independent" | "pair-is-free-after-deactivation" | "pair-is-free-after-deletion" | "active-answers-the-active-record" | "active-none-is-404" | "active-needs-mentor-and-org" | "code-is-unique" | "code-is-unique-under-race" | "code-conflict-is-409" | "lookup-finds-active" | "lookup-finds-inactive" | "lookup-is-exact" | "lookup-unknown-is-404" | "lookup-needs-code" | "deactivate-answers-inactive" | "deactivate-keeps-the-given-time" | "deactivate-fills-in-the-time" | "deactivate-lasts" | "deactivate-changes-nothing-else" | "deactivate-touches-one-record" | "deactivate-again-moves-nothing" | "deactivate-again-is-200" | "deactivation-is-final" | "deactivate-unknown-is-404" | "deactivate-refuses-bad-body" | "deactivate-before-created-is-refused" | "deactivate-under-race" | "delete-answers-a-receipt" | "delete-removes-everywhere" | "delete-touches-one-record" | "delete-unknown-is-404" | "delete-again-is-404" | "delete-under-race" | "bad-input-is-never-5xx" | "errors-are-problems" | "errors-leak-nothing" | "other-methods-are-405" | "other-methods-change-nothing" | "any-sequence-agrees-with-the-model";
        /** @enum {string} */
        ScenarioName: "empty" | "source" | "demo" | "many" | "edge";
        /** @enum {string} */
        OnActiveConflict: "refuse" | "replace";
        /** @description A text such as 2h, 1h30m, -5m or 250ms. */
        DurationText: string;
        /** @description Milliseconds, or a text such as 2h, 1h30m, -5m or 250ms. */
        Duration: string | number;
        /** @description real, an RFC 3339 time, or an offset such as +2h. */
        ClockSetting: string;
        ClockState: {
            /** Format: date-time */
            now: string;
            setting: components["schemas"]["ClockSetting"];
        };
        IdState: {
            seed: components["schemas"]["SafeInteger"];
            drawn: components["schemas"]["SafeInteger"];
        };
        /** @description As the contract of the API has it, whose rules hold for all of them together. */
        Record: {
            id: string;
            mentor_id: string;
            org_id: string;
            code: string;
            /** @enum {string} */
            status: "active" | "inactive";
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            deactivated_at: string | null;
        };
        State: {
            records: components["schemas"]["Record"][];
            clock?: components["schemas"]["ClockSetting"];
            ids?: components["schemas"]["IdState"];
            onActiveConflict?: components["schemas"]["OnActiveConflict"];
        };
        Overview: {
            session: string;
            /** @description How many there are. */
            records: number;
            clock: components["schemas"]["ClockState"];
            onActiveConflict: components["schemas"]["OnActiveConflict"];
            /** @description How many are armed. */
            faults: number;
            /** @description How many the journal holds. */
            exchanges: number;
            scenarios: components["schemas"]["ScenarioName"][];
            sessions: string[];
            snapshots: string[];
        };
        /** @enum {string} */
        FaultKind: "latency" | "status" | "rate-limit" | "malformed-json" | "broken-contract" | "truncated-body" | "reset" | "silence" | "answered-not-stored" | "stored-not-answered";
        /** @description latency takes delay, or min and max, or median and p99; status takes status or problem; rate-limit takes retryAfter. It comes about for every operation, always and without end unless told otherwise. */
        Fault: {
            kind: components["schemas"]["FaultKind"];
            delay?: components["schemas"]["Duration"];
            min?: components["schemas"]["Duration"];
            max?: components["schemas"]["Duration"];
            median?: components["schemas"]["Duration"];
            p99?: components["schemas"]["Duration"];
            status?: number;
            problem?: components["schemas"]["ProblemSlug"];
            /** @description Seconds. */
            retryAfter?: number;
            operation?: components["schemas"]["OperationId"];
            times?: number;
            probability?: number;
        };
        ArmedFault: {
            id: string;
            fault: components["schemas"]["Fault"];
            fired: number;
        };
        Message: {
            headers: string[][];
            body: string | null;
        } | null;
        JournalEntry: {
            /** @description Counts up in each session. */
            seq: number;
            /** @description `default` for requests without a session. */
            session: string;
            /**
             * Format: date-time
             * @description The real time the request came.
             */
            at: string;
            method: string;
            url: string;
            /** @description None where the path or the method is no operation's. */
            operation: string | null;
            /** @description None where it was never answered. */
            status: number | null;
            /** @description Why it was refused. */
            problem: string | null;
            /** @description The rule that refused it. */
            rule: string | null;
            /** @description The kind of fault that came about. */
            fault: string | null;
            /** @description Milliseconds. */
            duration: number;
            request: components["schemas"]["Message"];
            response: components["schemas"]["Message"];
            /** @description Whether its bodies were dropped because the journal had to stay within its bound. */
            bodiesDropped: boolean;
            nearMisses: {
                operation: string;
                method: string;
                path: string;
                hint: string;
            }[];
        };
        Difference: {
            added: components["schemas"]["Record"][];
            removed: components["schemas"]["Record"][];
            changed: {
                before: components["schemas"]["Record"];
                after: components["schemas"]["Record"];
            }[];
        };
    };
    responses: {
        /** @description It was refused; `detail` says why. */
        Refused: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: {
        /** @description The session that is meant; the default session unless given. */
        Session: components["schemas"]["SessionName"];
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    overview: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session that is meant; the default session unless given. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Overview"];
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    document: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session that is meant; the default session unless given. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description This document. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    reset: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session that is meant; the default session unless given. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    getState: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session that is meant; the default session unless given. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The state. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["State"];
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    putState: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session that is meant; the default session unless given. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["State"];
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    putScenario: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session that is meant; the default session unless given. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: components["schemas"]["ScenarioName"];
                };
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    getClock: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session that is meant; the default session unless given. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The clock. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClockState"];
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    setClock: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session that is meant; the default session unless given. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    setting: components["schemas"]["ClockSetting"];
                };
            };
        };
        responses: {
            /** @description The clock. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClockState"];
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    advanceClock: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session that is meant; the default session unless given. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    by: components["schemas"]["Duration"];
                };
            };
        };
        responses: {
            /** @description The clock. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClockState"];
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    setIds: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session that is meant; the default session unless given. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["IdState"];
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    setPolicy: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session that is meant; the default session unless given. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    onActiveConflict: components["schemas"]["OnActiveConflict"];
                };
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    listFaults: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session that is meant; the default session unless given. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The faults. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ArmedFault"][];
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    armFault: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session that is meant; the default session unless given. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Fault"];
            };
        };
        responses: {
            /** @description Its id. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    clearFaults: {
        parameters: {
            query?: {
                /** @description The session's unless given. */
                seed?: components["schemas"]["SafeInteger"];
            };
            header?: {
                /** @description The session that is meant; the default session unless given. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    disarmFault: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session that is meant; the default session unless given. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    getJournal: {
        parameters: {
            query?: {
                /** @description The operationId. */
                operation?: components["schemas"]["OperationId"];
                method?: string;
                status?: number;
                /** @description The rule that refused it. */
                rule?: components["schemas"]["RuleId"];
                /** @description The kind of fault that came about. */
                fault?: components["schemas"]["FaultKind"];
                /** @description Only those with a greater seq. */
                since?: number;
                /** @description Only the newest of them. */
                limit?: number;
                format?: "json" | "har" | "curl";
            };
            header?: {
                /** @description The session that is meant; the default session unless given. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The exchanges, an HTTP Archive of them, or a curl line each. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JournalEntry"][] | Record<string, never>;
                    "text/plain": string;
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    clearJournal: {
        parameters: {
            query?: {
                /** @description The operationId. */
                operation?: components["schemas"]["OperationId"];
                method?: string;
                status?: number;
                /** @description The rule that refused it. */
                rule?: components["schemas"]["RuleId"];
                /** @description The kind of fault that came about. */
                fault?: components["schemas"]["FaultKind"];
                /** @description Only those with a greater seq. */
                since?: number;
            };
            header?: {
                /** @description The session that is meant; the default session unless given. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    waitForJournal: {
        parameters: {
            query?: {
                /** @description The operationId. */
                operation?: components["schemas"]["OperationId"];
                method?: string;
                status?: number;
                /** @description The rule that refused it. */
                rule?: components["schemas"]["RuleId"];
                /** @description The kind of fault that came about. */
                fault?: components["schemas"]["FaultKind"];
                /** @description Only those with a greater seq. */
                since?: number;
                /** @description 1 unless given. */
                count?: number;
                /** @description From 0s to 1h; 2s unless given. */
                within?: components["schemas"]["DurationText"];
            };
            header?: {
                /** @description The session that is meant; the default session unless given. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The exchanges. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JournalEntry"][];
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    streamJournal: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session that is meant; the default session unless given. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description An event an exchange, its data a JournalEntry. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    listSnapshots: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session that is meant; the default session unless given. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The names. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string[];
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    getSnapshot: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session that is meant; the default session unless given. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path: {
                name: components["schemas"]["SnapshotName"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The state. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["State"];
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    saveSnapshot: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session that is meant; the default session unless given. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path: {
                name: components["schemas"]["SnapshotName"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    deleteSnapshot: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session that is meant; the default session unless given. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path: {
                name: components["schemas"]["SnapshotName"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    loadSnapshot: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session that is meant; the default session unless given. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path: {
                name: components["schemas"]["SnapshotName"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    diffSnapshot: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session that is meant; the default session unless given. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path: {
                name: components["schemas"]["SnapshotName"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The differences. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Difference"];
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    listSessions: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session that is meant; the default session unless given. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The names. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string[];
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    forkSession: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session that is meant; the default session unless given. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path: {
                name: components["schemas"]["SessionName"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    endSession: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session that is meant; the default session unless given. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path: {
                name: components["schemas"]["SessionName"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Refused"];
        };
    };
}
