import { PROBLEM_URN, problems } from '@referral-codes/sdk/contract';
import type { Json } from './json.ts';
import type { ProblemDetails } from './problem.ts';

/**
 * A flat `[name, value, …]` list with the names in lower case, as node:http sends it: with an object for each response, a POST
 * takes 1.15 times the processor time.
 */
export type ResponseHeaders = readonly string[];

/** What an armed fault does to the connection: it breaks before the response, breaks inside the body, or sends nothing. */
export type ConnectionFault = 'reset' | 'truncate' | 'silence';

/** A response as data; each adapter sends it in its own way. */
export interface MockResponse {
  readonly status: number;
  readonly headers: ResponseHeaders;
  readonly body: string | null;
  readonly connectionFault?: ConnectionFault;
}

/** A page of any origin may read the data API. */
const CORS = ['access-control-allow-origin', '*'];
const JSON_HEADERS = [...CORS, 'content-type', 'application/json'];
const PROBLEM_HEADERS = [...CORS, 'content-type', 'application/problem+json'];
/** Allows pages of other origins to read these headers too. */
const EXPOSED = ['access-control-expose-headers', 'Allow, Location, Retry-After'];

const withExtra = (headers: ResponseHeaders, extra: ResponseHeaders | undefined): ResponseHeaders =>
  extra ? [...headers, ...EXPOSED, ...extra] : headers;

/** The pairs of name and value, as `Headers` takes them. */
export function headerPairs(headers: ResponseHeaders): [name: string, value: string][] {
  const pairs: [string, string][] = [];
  for (let index = 0; index < headers.length; index += 2) pairs.push([`${headers[index]}`, `${headers[index + 1]}`]);
  return pairs;
}

export function jsonResponse(status: number, body: Json<unknown>, extraHeaders?: ResponseHeaders): MockResponse {
  return { status, headers: withExtra(JSON_HEADERS, extraHeaders), body };
}

export function problemResponse(
  { problem, detail, record_id, errors }: ProblemDetails,
  extraHeaders?: ResponseHeaders,
): MockResponse {
  const { status, title } = problems[problem];
  // JSON.stringify leaves out what is undefined.
  return rawProblemResponse({ type: PROBLEM_URN + problem, title, status, detail, record_id, errors }, extraHeaders);
}

/** A problem that is not one of the contract's. */
export function rawProblemResponse(
  problem: { status: number; [name: string]: unknown },
  extraHeaders?: ResponseHeaders,
): MockResponse {
  return { status: problem.status, headers: withExtra(PROBLEM_HEADERS, extraHeaders), body: JSON.stringify(problem) };
}

/** The response to OPTIONS, which browsers send before the request of a page of another origin. */
export function optionsResponse(allow: string, requestHeaders: string | null): MockResponse {
  return {
    status: 204,
    headers: [
      ...withExtra(CORS, ['allow', allow]),
      ...['access-control-allow-methods', allow],
      ...(requestHeaders ? ['access-control-allow-headers', requestHeaders] : []),
    ],
    body: null,
  };
}
