import { caller, unwrap } from './client.ts';
import type { CallOptions, ClientOptions } from './options.ts';

/** The options of a request that the contract does not know. */
export interface RequestOptions extends CallOptions {
  /** The query parameters. Undefined ones are left out. */
  query?: Readonly<Record<string, string | number | undefined>> | undefined;
  /** The body, sent as JSON. */
  body?: object | undefined;
}

/**
 * Sends a request.
 *
 * @param method The HTTP method. A POST that may have been applied is not sent again; every other method is.
 * @param path Below the server URL, already escaped: `/api/v1/mentors`.
 * @returns The body of a success, parsed; undefined if it is not JSON.
 * @throws {ReferralCodesError} Whatever a method of the client throws, except `problem` and `malformed-body`.
 */
export type CustomRequest = <T = unknown>(method: string, path: string, options?: RequestOptions) => Promise<T>;

/**
 * Creates a function for requests that the contract does not know, with the policy of the client: its headers, hooks, time
 * limits, retries and errors.
 *
 * @param options The options of the client.
 * @throws {ReferralCodesError} `invalid-argument`, as `createReferralCodes` does.
 * @example
 * ```ts
 * const request = createRequest({ baseUrl: 'https://example.org/api/v1/referral-code-records' });
 * const mentors = await request<{ data: Mentor[] }>('GET', '/api/v1/mentors', { query: { page: 2 } });
 * ```
 */
export function createRequest(options: ClientOptions = {}): CustomRequest {
  const call = caller(options);
  return async <T>(method: string, path: string, { query = {}, body, ...rest }: RequestOptions = {}) => {
    // Without the slash, the path could become a part of the host.
    const row = { method, path: path.replace(/^\/?/, '/'), query: Object.keys(query), ...(body && { body: {} }) };
    return call('request', row, [query, ...(body ? [body] : []), rest]).then(unwrap) as Promise<T>;
  };
}
