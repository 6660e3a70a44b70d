import { PROBLEM_URN, problems } from '@referral-codes/sdk/contract';
import type { Json } from './json.ts';
import type { ProblemDetails } from './problem.ts';

/** An answer before it is put on a wire. */
export interface MockResponse {
  readonly status: number;
  /** Names in small letters and values in turn, which is what node:http sends quickest. */
  readonly headers: readonly string[];
  readonly body: string | null;
  /** What the wire does to it: breaks off before it, or in the middle of its body, or never carries it. */
  readonly connectionFault?: 'reset' | 'truncate' | 'silence';
}

/** Any page may read the data API. */
const CORS = ['access-control-allow-origin', '*'];
const JSON_HEADERS = [...CORS, 'content-type', 'application/json'];
const PROBLEM_HEADERS = [...CORS, 'content-type', 'application/problem+json'];

/** What a page of another origin sees beside the content type. */
const EXPOSED = ['access-control-expose-headers', 'Allow, Location, Retry-After'];

/** `said` are headers of this answer's own, which have to be exposed. */
const withExtraHeaders = (headers: string[], said: readonly string[] | undefined): string[] =>
  said ? [...headers, ...EXPOSED, ...said] : headers;

export function jsonResponse(status: number, body: Json<unknown>, said?: readonly string[]): MockResponse {
  return { status, headers: withExtraHeaders(JSON_HEADERS, said), body };
}

export function problemResponse(
  { problem, detail, record_id, errors }: ProblemDetails,
  said?: readonly string[],
): MockResponse {
  const { status, title } = problems[problem];
  // What is undefined is left out.
  return rawProblemResponse({ type: PROBLEM_URN + problem, title, status, detail, record_id, errors }, said);
}

export function rawProblemResponse(
  problem: { status: number; [name: string]: unknown },
  said?: readonly string[],
): MockResponse {
  return { status: problem.status, headers: withExtraHeaders(PROBLEM_HEADERS, said), body: JSON.stringify(problem) };
}

/** OPTIONS, and the preflight a browser sends before it lets a page of another origin call. */
export function optionsResponse(allow: string, requestHeaders: string | null): MockResponse {
  const asked = requestHeaders ? ['access-control-allow-headers', requestHeaders] : [];
  return {
    status: 204,
    headers: [...withExtraHeaders(CORS, ['allow', allow]), 'access-control-allow-methods', allow, ...asked],
    body: null,
  };
}

/** Headers that stand in turn as the web takes them. */
export const headerPairs = (headers: readonly string[]): [name: string, value: string][] =>
  Array.from({ length: headers.length / 2 }, (_, index) => [
    headers[2 * index]!.toLowerCase(),
    headers[2 * index + 1]!,
  ]);
