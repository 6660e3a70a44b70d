// Generated from openapi.yaml by `npm run generate`. Change the contract, not this file.

export interface paths {
    "/api/v1/referral-code-records": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List all referral code records
         * @description Lists active and inactive records in pages, oldest first.
         */
        get: operations["listRecords"];
        put?: never;
        /**
         * Create a new referral code record (createCode)
         * @description Creates an active record. This is refused if the pair has an active record, or if an existing record, active or inactive, has the code. The server chooses the id and sets the time.
         */
        post: operations["createCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/referral-code-records/active": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the active code for a mentor+org pair (getActiveCode)
         * @description The one active record of the pair, if there is one.
         */
        get: operations["getActiveCode"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/referral-code-records/lookup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Find a record by code string (findByCode)
         * @description The one record that has the code, active or inactive. The whole code is compared, verbatim.
         */
        get: operations["findByCode"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/referral-code-records/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The record's id. `active` and `lookup` are operations of their own, never ids. */
                id: components["schemas"]["RecordId"];
            };
            cookie?: never;
        };
        /**
         * Get a referral code record by ID
         * @description The record, active or inactive.
         */
        get: operations["getRecord"];
        /**
         * Update a referral code record (deactivateCode)
         * @description Makes the record inactive. This is final. Repeating it changes nothing and is answered with the record as it is.
         */
        put: operations["deactivateCode"];
        post?: never;
        /**
         * Delete a referral code record
         * @description Deletes the record. No read shows it any more, and its code and its pair can be used again.
         */
        delete: operations["deleteRecord"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description A code that a mentor hands out, or handed out, on behalf of an organisation. */
        ReferralCodeRecord: {
            /** @description Chosen by the server; opaque. */
            id: string;
            /** @description The mentor who hands the code out; opaque. */
            mentor_id: string;
            /** @description The organisation on whose behalf it is handed out; opaque. */
            org_id: string;
            /** @description The code, stored verbatim. */
            code: string;
            /**
             * @description Active from creation until deactivation.
             * @enum {string}
             */
            status: "active" | "inactive";
            /**
             * Format: date-time
             * @description When the record was created.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When the record was deactivated; null exactly while it is active.
             */
            deactivated_at: string | null;
        };
        /** @description One page of the records. */
        RecordPage: {
            /** @description The records of this page, oldest first. */
            data: components["schemas"]["ReferralCodeRecord"][];
            /** @description The page, and the total number of records. */
            pagination: {
                /** @description The number of this page, from 1. */
                page: number;
                /** @description The maximum number of records on a page. */
                limit: number;
                /** @description The number of records on all pages together. */
                total: number;
            };
        };
        /** @description The body of a create. The server sets the other fields. */
        NewCode: {
            /** @description The mentor who hands the code out. */
            mentor_id: components["schemas"]["Identifier"];
            /** @description The organisation on whose behalf it is handed out. */
            org_id: components["schemas"]["Identifier"];
            /** @description The code, stored and compared verbatim. */
            code: components["schemas"]["Code"];
        };
        /** @description The body of a deactivation. */
        Deactivation: {
            /**
             * @description The only status a record can be given.
             * @constant
             */
            status: "inactive";
            /**
             * Format: date-time
             * @description When the record became inactive; by default the current time. Not earlier than created_at.
             */
            deactivated_at?: string;
        };
        /** @description The confirmation of a deletion. */
        DeletionReceipt: {
            /** @description The id of the deleted record. */
            id: string;
            /**
             * @description Always true.
             * @constant
             */
            deleted: true;
            /**
             * Format: date-time
             * @description When the record was deleted.
             */
            deleted_at: string;
        };
        /** @description A record's id. */
        RecordId: string;
        /** @description An opaque identifier that another system assigned, compared byte for byte. */
        Identifier: string;
        /** @description Groups of capital letters and digits, joined by hyphens. */
        Code: string;
        /** @description An error in the format of RFC 9457. */
        Problem: {
            /**
             * Format: uri
             * @description Identifies the problem.
             */
            type: string;
            /** @description A short name of the problem, always the same. */
            title: string;
            /** @description The HTTP status. */
            status: number;
            /** @description What was wrong with this request, and what to do next. */
            detail: string;
        };
        /**
         * Invalid request
         * @description A parameter or the body does not match the contract.
         */
        InvalidRequest: {
            /** @constant */
            type?: "urn:problem:referral-codes:invalid-request";
            /** @constant */
            status?: 400;
            /** @description All errors in the request. */
            errors: {
                /** @description A JSON Pointer, as a URI fragment, into the body, or into the query parameters of an operation that has no body. */
                pointer: string;
                /** @description What is wrong there. */
                detail: string;
            }[];
        } & components["schemas"]["Problem"];
        /**
         * Record not found
         * @description No record has the id.
         */
        RecordNotFound: {
            /** @constant */
            type?: "urn:problem:referral-codes:record-not-found";
            /** @constant */
            status?: 404;
        } & components["schemas"]["Problem"];
        /**
         * No active code
         * @description The pair has no active record.
         */
        NoActiveCode: {
            /** @constant */
            type?: "urn:problem:referral-codes:no-active-code";
            /** @constant */
            status?: 404;
        } & components["schemas"]["Problem"];
        /**
         * Code not found
         * @description No record has the code.
         */
        CodeNotFound: {
            /** @constant */
            type?: "urn:problem:referral-codes:code-not-found";
            /** @constant */
            status?: 404;
        } & components["schemas"]["Problem"];
        /**
         * Code taken
         * @description Another record, active or not, has the code.
         */
        CodeTaken: {
            /** @constant */
            type?: "urn:problem:referral-codes:code-taken";
            /** @constant */
            status?: 409;
            /** @description The record that has the code. */
            record_id: string;
        } & (components["schemas"]["Problem"] & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "urn:problem:referral-codes:code-taken";
        });
        /**
         * Active code exists
         * @description The pair has an active record already.
         */
        ActiveCodeExists: {
            /** @constant */
            type?: "urn:problem:referral-codes:active-code-exists";
            /** @constant */
            status?: 409;
            /** @description The pair's active record. */
            record_id: string;
        } & (components["schemas"]["Problem"] & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "urn:problem:referral-codes:active-code-exists";
        });
        /**
         * Body too large
         * @description The body is over 64 KiB.
         */
        BodyTooLarge: {
            /** @constant */
            type?: "urn:problem:referral-codes:body-too-large";
            /** @constant */
            status?: 413;
        } & components["schemas"]["Problem"];
        /**
         * Unsupported media type
         * @description The content type of the body is not application/json.
         */
        UnsupportedMediaType: {
            /** @constant */
            type?: "urn:problem:referral-codes:unsupported-media-type";
            /** @constant */
            status?: 415;
        } & components["schemas"]["Problem"];
        /**
         * Deactivated before created
         * @description deactivated_at is earlier than created_at.
         */
        DeactivatedBeforeCreated: {
            /** @constant */
            type?: "urn:problem:referral-codes:deactivated-before-created";
            /** @constant */
            status?: 422;
        } & components["schemas"]["Problem"];
        /**
         * Path not found
         * @description No operation has this path.
         */
        PathNotFound: {
            /** @constant */
            type?: "urn:problem:referral-codes:path-not-found";
            /** @constant */
            status?: 404;
        } & components["schemas"]["Problem"];
        /**
         * Method not allowed
         * @description No operation has this path with this method. `Allow` lists the methods of the path.
         */
        MethodNotAllowed: {
            /** @constant */
            type?: "urn:problem:referral-codes:method-not-allowed";
            /** @constant */
            status?: 405;
        } & components["schemas"]["Problem"];
    };
    responses: {
        /** @description A parameter or the body does not match the contract. `errors` lists what is wrong and where. */
        InvalidRequest: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["InvalidRequest"];
            };
        };
        /** @description No record has the id. */
        RecordNotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["RecordNotFound"];
            };
        };
        /** @description The body is over 64 KiB. */
        BodyTooLarge: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["BodyTooLarge"];
            };
        };
        /** @description The content type of the body is not application/json. */
        UnsupportedMediaType: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["UnsupportedMediaType"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listRecords: {
        parameters: {
            query?: {
                /** @description The number of the page, from 1. */
                page?: number;
                /** @description The maximum number of records on a page. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of the records, and the total number of records. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecordPage"];
                };
            };
            400: components["responses"]["InvalidRequest"];
        };
    };
    createCode: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewCode"];
            };
        };
        responses: {
            /** @description The new record. */
            201: {
                headers: {
                    /** @description Where the record can be read. */
                    Location: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReferralCodeRecord"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            /** @description The code is taken, or the pair has an active record; checked in that order. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["CodeTaken"] | components["schemas"]["ActiveCodeExists"];
                };
            };
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
        };
    };
    getActiveCode: {
        parameters: {
            query: {
                /** @description The mentor, compared byte for byte. */
                mentor_id: components["schemas"]["Identifier"];
                /** @description The organisation, compared byte for byte. */
                org_id: components["schemas"]["Identifier"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The pair's active record. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReferralCodeRecord"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            /** @description The pair has no active record. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["NoActiveCode"];
                };
            };
        };
    };
    findByCode: {
        parameters: {
            query: {
                /** @description The whole code, compared verbatim. */
                code: components["schemas"]["Code"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The record that has the code. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReferralCodeRecord"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            /** @description No record has the code. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["CodeNotFound"];
                };
            };
        };
    };
    getRecord: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The record's id. `active` and `lookup` are operations of their own, never ids. */
                id: components["schemas"]["RecordId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The record. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReferralCodeRecord"];
                };
            };
            404: components["responses"]["RecordNotFound"];
        };
    };
    deactivateCode: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The record's id. `active` and `lookup` are operations of their own, never ids. */
                id: components["schemas"]["RecordId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Deactivation"];
            };
        };
        responses: {
            /** @description The record, inactive. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReferralCodeRecord"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            404: components["responses"]["RecordNotFound"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /** @description deactivated_at is earlier than created_at. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["DeactivatedBeforeCreated"];
                };
            };
        };
    };
    deleteRecord: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The record's id. `active` and `lookup` are operations of their own, never ids. */
                id: components["schemas"]["RecordId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The confirmation. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeletionReceipt"];
                };
            };
            404: components["responses"]["RecordNotFound"];
        };
    };
}
