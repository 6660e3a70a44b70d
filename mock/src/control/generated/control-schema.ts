// Generated from mock/control.yaml by `npm run generate`. Change the contract, not this file.

export interface paths {
    "/": {
        parameters: {
            query?: never;
            header?: {
                /** @description The session that the request is about. Default is the default session. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path?: never;
            cookie?: never;
        };
        /** Get an overview of the session */
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
                /** @description The session that the request is about. Default is the default session. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path?: never;
            cookie?: never;
        };
        /** Get this document */
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
                /** @description The session that the request is about. Default is the default session. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Go back to the initial state and its faults, disarm all other faults and clear the journal */
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
                /** @description The session that the request is about. Default is the default session. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path?: never;
            cookie?: never;
        };
        /** Get the current state */
        get: operations["getState"];
        /** Replace the state */
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
                /** @description The session that the request is about. Default is the default session. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Replace the state by a shipped scenario */
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
                /** @description The session that the request is about. Default is the default session. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path?: never;
            cookie?: never;
        };
        /** Get the clock */
        get: operations["getClock"];
        /** Stop the clock, set its offset from the real time, or let it follow the real time again */
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
                /** @description The session that the request is about. Default is the default session. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Move the clock forward or back */
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
                /** @description The session that the request is about. Default is the default session. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Set the seed and position that decide the next ids */
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
                /** @description The session that the request is about. Default is the default session. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Choose what happens to a new code for a pair that already has an active code */
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
                /** @description The session that the request is about. Default is the default session. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path?: never;
            cookie?: never;
        };
        /** List the armed faults */
        get: operations["listFaults"];
        put?: never;
        /** Arm a fault */
        post: operations["armFault"];
        /** Disarm all faults and restart the random numbers that decide when faults happen */
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
                /** @description The session that the request is about. Default is the default session. */
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
            query?: never;
            header?: {
                /** @description The session that the request is about. Default is the default session. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path?: never;
            cookie?: never;
        };
        /** List the exchanges of the session, oldest first */
        get: operations["getJournal"];
        put?: never;
        post?: never;
        /** Remove every exchange */
        delete: operations["clearJournal"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/journal/count": {
        parameters: {
            query?: never;
            header?: {
                /** @description The session that the request is about. Default is the default session. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path?: never;
            cookie?: never;
        };
        /**
         * Count the exchanges that match, since the journal was cleared
         * @description By operation, or without a filter, this includes exchanges that the journal has dropped to stay within its limits. With other filters the response is 409 once exchanges that may match were dropped.
         */
        get: operations["countJournal"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/verify": {
        parameters: {
            query?: never;
            header?: {
                /** @description The session that the request is about. Default is the default session. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Check which requests were received
         * @description If they are not as expected, the response is 409, and its `detail` says what came instead, the nearest first.
         */
        post: operations["verify"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bundle": {
        parameters: {
            query?: never;
            header?: {
                /** @description The session that the request is about. Default is the default session. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path?: never;
            cookie?: never;
        };
        /**
         * Get a bug bundle, which contains everything that is needed to run the exchanges again
         * @description It begins with the last reset or replacement of the state. If the journal no longer has everything since then, the response is 409. `referral-codes-mock --replay FILE` runs it again.
         */
        get: operations["getBundle"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/replay": {
        parameters: {
            query?: never;
            header?: {
                /** @description The session that the request is about. Default is the default session. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Run the exchanges of a bug bundle again on a mock of their own and compare the responses */
        post: operations["replay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/journal/har": {
        parameters: {
            query?: never;
            header?: {
                /** @description The session that the request is about. Default is the default session. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path?: never;
            cookie?: never;
        };
        /** Export the exchanges as an HTTP Archive */
        get: operations["getHar"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/journal/curl": {
        parameters: {
            query?: never;
            header?: {
                /** @description The session that the request is about. Default is the default session. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path?: never;
            cookie?: never;
        };
        /** Export the requests as curl commands for bash */
        get: operations["getCurl"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/journal/wait": {
        parameters: {
            query?: never;
            header?: {
                /** @description The session that the request is about. Default is the default session. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path?: never;
            cookie?: never;
        };
        /** Wait until enough exchanges match, those that are already in the journal included */
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
                /** @description The session that the request is about. Default is the default session. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path?: never;
            cookie?: never;
        };
        /** Follow the journal, as server-sent events */
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
                /** @description The session that the request is about. Default is the default session. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path?: never;
            cookie?: never;
        };
        /** List the names of the snapshots */
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
                /** @description The session that the request is about. Default is the default session. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path: {
                name: components["schemas"]["SnapshotName"];
            };
            cookie?: never;
        };
        /** Get a snapshot */
        get: operations["getSnapshot"];
        /** Save the current state under a name, for every session to load */
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
                /** @description The session that the request is about. Default is the default session. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path: {
                name: components["schemas"]["SnapshotName"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Replace the state by a snapshot */
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
                /** @description The session that the request is about. Default is the default session. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path: {
                name: components["schemas"]["SnapshotName"];
            };
            cookie?: never;
        };
        /** Compare the records with those of a snapshot */
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
                /** @description The session that the request is about. Default is the default session. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path?: never;
            cookie?: never;
        };
        /** List the names of the sessions beside the default one, least recently used first */
        get: operations["listSessions"];
        put?: never;
        post?: never;
        /** End every session; the default session is reset instead */
        delete: operations["endAllSessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions/{name}": {
        parameters: {
            query?: never;
            header?: {
                /** @description The session that the request is about. Default is the default session. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path: {
                name: components["schemas"]["SessionName"];
            };
            cookie?: never;
        };
        get?: never;
        /** Copy the state of the session to another session, which is made if it does not exist and is reset to this state */
        put: operations["forkSession"];
        post?: never;
        /** End a session; the default session is reset instead */
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
            /** @description Which parameter or field is wrong, and which values are allowed. */
            detail: string;
        };
        /** @description 1 to 64 characters of A-Z a-z 0-9 . _ -; the names . and .. are not allowed */
        SessionName: string;
        /** @description 1 to 100 characters; the names . and .. are not allowed */
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
        /** @description A number of milliseconds, or a text such as 2h, 1h30m, -5m or 250ms. */
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
        /** @description A record as in openapi.yaml. All records together must keep its rules. */
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
            /** @description The armed faults. If there is no list the armed faults stay. */
            faults?: components["schemas"]["Fault"][];
            /** @description The position in the random numbers that decide when faults with a probability happen. */
            faultDraws?: components["schemas"]["IdState"];
        };
        /** @description A state that leaves nothing out. */
        Snapshot: WithRequired<components["schemas"]["State"], "records" | "clock" | "ids" | "onActiveConflict" | "faults" | "faultDraws">;
        Overview: {
            session: string;
            /** @description The number of records. */
            records: number;
            clock: components["schemas"]["ClockState"];
            onActiveConflict: components["schemas"]["OnActiveConflict"];
            /** @description The number of armed faults. */
            faults: number;
            /** @description The number of exchanges since the journal was cleared. */
            exchanges: number;
            /** @description How many of them the journal has dropped and how many of the others have lost their bodies, to stay within its limits. */
            dropped: {
                exchanges: number;
                bodies: number;
            };
            /** @description The number of exchanges of each operation */
            totals: {
                [key: string]: number;
            };
            scenarios: components["schemas"]["ScenarioName"][];
            sessions: string[];
            snapshots: string[];
        };
        /** @enum {string} */
        FaultKind: "latency" | "status" | "rate-limit" | "malformed-json" | "broken-contract" | "truncated-body" | "reset" | "silence" | "answered-not-stored" | "stored-not-answered";
        /** @description latency takes delay, or min and max, or median and p99; status takes status, or problem and optionally members; rate-limit takes retryAfter. It happens to every request that meets all other conditions: operation, record, pair, headers, after, times and probability. */
        Fault: {
            kind: components["schemas"]["FaultKind"];
            delay?: components["schemas"]["Duration"];
            min?: components["schemas"]["Duration"];
            max?: components["schemas"]["Duration"];
            median?: components["schemas"]["Duration"];
            p99?: components["schemas"]["Duration"];
            status?: number;
            problem?: components["schemas"]["ProblemSlug"];
            /** @description Replace or complete the members of the problem. */
            members?: {
                [key: string]: unknown;
            };
            /** @description Seconds. */
            retryAfter?: number;
            operation?: components["schemas"]["OperationId"];
            /** @description Only requests whose path has this id. */
            record?: string;
            /** @description Only requests whose query or body names this pair. */
            pair?: {
                mentor_id: string;
                org_id: string;
            };
            /** @description Only requests that have all these headers with these values. */
            headers?: {
                [key: string]: string;
            };
            /** @description How many of these requests it leaves alone first. */
            after?: number;
            /** @description How often it happens before it is disarmed. */
            times?: number;
            probability?: number;
        };
        ArmedFault: {
            id: string;
            fault: components["schemas"]["Fault"];
            /** @description How often it has happened. */
            fired: number;
        };
        Message: {
            headers: [
                string,
                string
            ][];
            body: string | null;
        };
        IntendedResponse: {
            status: number;
            headers: [
                string,
                string
            ][];
            body: string | null;
        };
        JournalEntry: {
            /** @description Counts up from 1 in each session. */
            seq: number;
            session: string;
            /**
             * Format: date-time
             * @description The real time at which the request arrived.
             */
            at: string;
            method: string;
            url: string;
            /** @description Null if path and method match no operation. */
            operation: components["schemas"]["OperationId"] | null;
            /** @description The status that the client received. Null if it received no response. */
            status: number | null;
            /** @description The problem that the response reported. */
            problem: components["schemas"]["ProblemSlug"] | null;
            /** @description The rule because of which the request was rejected. */
            rule: components["schemas"]["RuleId"] | null;
            /** @description The kind of fault that happened. */
            fault: components["schemas"]["FaultKind"] | null;
            /** @description Milliseconds. */
            duration: number;
            request: components["schemas"]["Message"];
            /** @description The response as the client received it, of which a fault may have cut off a part. Null if it received none. */
            response: components["schemas"]["Message"] | null;
            /**
             * @description What a fault did to the connection.
             * @enum {string|null}
             */
            connectionFault: "reset" | "truncate" | "silence" | null;
            /** @description The whole response that the mock had made, if a fault broke the connection before the client had received all of it. */
            intendedResponse: components["schemas"]["IntendedResponse"] | null;
            /** @description Whether the bodies were dropped to keep the journal within its size limit. */
            bodiesDropped: boolean;
            /** @description The operations that a request for an unknown path or method may have been meant for. */
            nearMisses: {
                operation: components["schemas"]["OperationId"];
                method: string;
                path: string;
                /** @description What to change in the request. */
                hint: string;
            }[];
        };
        BugBundle: {
            /** @constant */
            format: "referral-codes-mock bug bundle";
            /** @constant */
            version: 1;
            session: components["schemas"]["SessionName"];
            /** @description Whether requests could choose a fault for themselves. */
            preferFaults: boolean;
            start: components["schemas"]["Snapshot"];
            /** @description In the order in which their operations were carried out. */
            exchanges: components["schemas"]["BundledExchange"][];
        };
        BundledExchange: {
            request: {
                method: string;
                url: string;
                headers: [
                    string,
                    string
                ][];
                /** @description Null if it was not read. */
                body: string | null;
                /** @description Whether it was longer than the contract allows. */
                isTooLong: boolean;
            };
            /** @description What decided the result beside the request and the records. Null if no operation was carried out. */
            circumstances: components["schemas"]["Circumstances"] | null;
            /** @description The fault that happened, except for latency. */
            fault: components["schemas"]["Fault"] | null;
            /** @description Null if the request broke off. */
            response: components["schemas"]["BundledResponse"] | null;
        };
        Circumstances: {
            /**
             * Format: date-time
             * @description The time of the clock.
             */
            now: string;
            ids: components["schemas"]["IdState"];
            onActiveConflict: components["schemas"]["OnActiveConflict"];
        };
        BundledResponse: {
            /** @description 0 if there was none. */
            status: number;
            headers: [
                string,
                string
            ][];
            body: string | null;
            /** @enum {string|null} */
            connectionFault: "reset" | "truncate" | "silence" | null;
        };
        Verification: {
            requests: components["schemas"]["ExpectedRequest"][];
            /** @description Whether they must have been answered in the order of the list. Others may come between them. */
            inOrder?: boolean;
            within?: components["schemas"]["Duration"];
            quietFor?: components["schemas"]["Duration"];
        };
        /** @description Which requests to look for, and how many of them there must be. Without a count there must be at least one. */
        ExpectedRequest: {
            operation?: components["schemas"]["OperationId"];
            method?: string;
            /** @description The path as in the URL with or without the mount; or the path with its query. */
            path?: string;
            /** @description Headers that the request must have. */
            headers?: {
                [key: string]: string;
            };
            /** @description JSON that the body must contain. Objects may have more members and everything else must be equal. */
            body?: unknown;
            status?: number;
            rule?: components["schemas"]["RuleId"];
            fault?: components["schemas"]["FaultKind"];
            since?: number;
            exactly?: number;
            atLeast?: number;
            atMost?: number;
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
        /** @description The request was rejected; `detail` says why. */
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
        /** @description The session that the request is about. Default is the default session. */
        Session: components["schemas"]["SessionName"];
        /** @description The request is about all sessions together. */
        Sessions: "all";
        /** @description Only requests for this operation. */
        Operation: components["schemas"]["OperationId"];
        /** @description Only requests with this method. */
        Method: string;
        /** @description Only responses with this status. */
        Status: number;
        /** @description Only requests that were rejected because of this rule. */
        Rule: components["schemas"]["RuleId"];
        /** @description Only exchanges with a fault of this kind. */
        Fault: components["schemas"]["FaultKind"];
        /** @description Only exchanges with a greater seq. */
        Since: number;
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
                /** @description The session that the request is about. Default is the default session. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The overview. */
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
                /** @description The session that the request is about. Default is the default session. */
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
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    reset: {
        parameters: {
            query?: {
                /** @description The request is about all sessions together. */
                sessions?: components["parameters"]["Sessions"];
            };
            header?: {
                /** @description The session that the request is about. Default is the default session. */
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
                /** @description The session that the request is about. Default is the default session. */
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
                    "application/json": components["schemas"]["Snapshot"];
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    putState: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session that the request is about. Default is the default session. */
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
                /** @description The session that the request is about. Default is the default session. */
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
                /** @description The session that the request is about. Default is the default session. */
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
                /** @description The session that the request is about. Default is the default session. */
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
                /** @description The session that the request is about. Default is the default session. */
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
                /** @description The session that the request is about. Default is the default session. */
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
                /** @description The session that the request is about. Default is the default session. */
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
                /** @description The session that the request is about. Default is the default session. */
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
                /** @description The session that the request is about. Default is the default session. */
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
            /** @description The id of the fault. */
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
                /** @description The seed of the random numbers. Default is the seed of the session. */
                seed?: components["schemas"]["SafeInteger"];
            };
            header?: {
                /** @description The session that the request is about. Default is the default session. */
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
                /** @description The session that the request is about. Default is the default session. */
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
                /** @description Only requests for this operation. */
                operation?: components["parameters"]["Operation"];
                /** @description Only requests with this method. */
                method?: components["parameters"]["Method"];
                /** @description Only responses with this status. */
                status?: components["parameters"]["Status"];
                /** @description Only requests that were rejected because of this rule. */
                rule?: components["parameters"]["Rule"];
                /** @description Only exchanges with a fault of this kind. */
                fault?: components["parameters"]["Fault"];
                /** @description Only exchanges with a greater seq. */
                since?: components["parameters"]["Since"];
                /** @description Only the newest ones. */
                limit?: number;
                /** @description The request is about all sessions together. */
                sessions?: components["parameters"]["Sessions"];
            };
            header?: {
                /** @description The session that the request is about. Default is the default session. */
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
    clearJournal: {
        parameters: {
            query?: {
                /** @description The request is about all sessions together. */
                sessions?: components["parameters"]["Sessions"];
            };
            header?: {
                /** @description The session that the request is about. Default is the default session. */
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
    countJournal: {
        parameters: {
            query?: {
                /** @description The request is about all sessions together. */
                sessions?: components["parameters"]["Sessions"];
                /** @description Only requests for this operation. */
                operation?: components["parameters"]["Operation"];
                /** @description Only requests with this method. */
                method?: components["parameters"]["Method"];
                /** @description Only responses with this status. */
                status?: components["parameters"]["Status"];
                /** @description Only requests that were rejected because of this rule. */
                rule?: components["parameters"]["Rule"];
                /** @description Only exchanges with a fault of this kind. */
                fault?: components["parameters"]["Fault"];
                /** @description Only exchanges with a greater seq. */
                since?: components["parameters"]["Since"];
            };
            header?: {
                /** @description The session that the request is about. Default is the default session. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The count. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        count: number;
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    verify: {
        parameters: {
            query?: {
                /** @description The request is about all sessions together. */
                sessions?: components["parameters"]["Sessions"];
            };
            header?: {
                /** @description The session that the request is about. Default is the default session. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Verification"];
            };
        };
        responses: {
            /** @description The exchanges that were expected, the first one answered first. */
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
    getBundle: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session that the request is about. Default is the default session. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The bundle. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BugBundle"];
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    replay: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session that the request is about. Default is the default session. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BugBundle"];
            };
        };
        responses: {
            /** @description Where the responses differ. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description The position of the exchange in the bundle from 1. */
                        exchange: number;
                        /** @enum {string} */
                        part: "connection" | "status" | "headers" | "body";
                        recorded?: unknown;
                        replayed?: unknown;
                    }[];
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    getHar: {
        parameters: {
            query?: {
                /** @description Only requests for this operation. */
                operation?: components["parameters"]["Operation"];
                /** @description Only requests with this method. */
                method?: components["parameters"]["Method"];
                /** @description Only responses with this status. */
                status?: components["parameters"]["Status"];
                /** @description Only requests that were rejected because of this rule. */
                rule?: components["parameters"]["Rule"];
                /** @description Only exchanges with a fault of this kind. */
                fault?: components["parameters"]["Fault"];
                /** @description Only exchanges with a greater seq. */
                since?: components["parameters"]["Since"];
                /** @description Only the newest ones. */
                limit?: number;
                /** @description The request is about all sessions together. */
                sessions?: components["parameters"]["Sessions"];
            };
            header?: {
                /** @description The session that the request is about. Default is the default session. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description An HTTP Archive 1.2. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        log: unknown;
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    getCurl: {
        parameters: {
            query?: {
                /** @description Only requests for this operation. */
                operation?: components["parameters"]["Operation"];
                /** @description Only requests with this method. */
                method?: components["parameters"]["Method"];
                /** @description Only responses with this status. */
                status?: components["parameters"]["Status"];
                /** @description Only requests that were rejected because of this rule. */
                rule?: components["parameters"]["Rule"];
                /** @description Only exchanges with a fault of this kind. */
                fault?: components["parameters"]["Fault"];
                /** @description Only exchanges with a greater seq. */
                since?: components["parameters"]["Since"];
                /** @description Only the newest ones. */
                limit?: number;
                /** @description The request is about all sessions together. */
                sessions?: components["parameters"]["Sessions"];
            };
            header?: {
                /** @description The session that the request is about. Default is the default session. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One line for each exchange. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    waitForJournal: {
        parameters: {
            query?: {
                /** @description Only requests for this operation. */
                operation?: components["parameters"]["Operation"];
                /** @description Only requests with this method. */
                method?: components["parameters"]["Method"];
                /** @description Only responses with this status. */
                status?: components["parameters"]["Status"];
                /** @description Only requests that were rejected because of this rule. */
                rule?: components["parameters"]["Rule"];
                /** @description Only exchanges with a fault of this kind. */
                fault?: components["parameters"]["Fault"];
                /** @description Only exchanges with a greater seq. */
                since?: components["parameters"]["Since"];
                /** @description How many exchanges to wait for. */
                count?: number;
                /** @description How long to wait, from 0s to 1h. Default is 2s. */
                within?: components["schemas"]["DurationText"];
            };
            header?: {
                /** @description The session that the request is about. Default is the default session. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The exchanges that match. */
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
                /** @description The session that the request is about. Default is the default session. */
                "X-Mock-Session"?: components["parameters"]["Session"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One event for each new exchange, with a JournalEntry as its data. */
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
                /** @description The session that the request is about. Default is the default session. */
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
                /** @description The session that the request is about. Default is the default session. */
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
                    "application/json": components["schemas"]["Snapshot"];
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    saveSnapshot: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session that the request is about. Default is the default session. */
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
                /** @description The session that the request is about. Default is the default session. */
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
                /** @description The session that the request is about. Default is the default session. */
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
                /** @description The session that the request is about. Default is the default session. */
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
                /** @description The session that the request is about. Default is the default session. */
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
    endAllSessions: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session that the request is about. Default is the default session. */
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
    forkSession: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session that the request is about. Default is the default session. */
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
                /** @description The session that the request is about. Default is the default session. */
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
type WithRequired<T, K extends keyof T> = T & {
    [P in K]-?: T[P];
};
