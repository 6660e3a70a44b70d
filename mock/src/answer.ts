import { PROBLEM_URN, problems } from '@referral-codes/sdk/contract';
import type { Refusal } from './refusal.ts';

/** An answer before it is put on a wire. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  /** What the wire does to it: breaks off before it, or in the middle of its body, or never carries it. */
  readonly wire?: 'reset' | 'truncate' | 'silence';
}

/** Any page may read the data API and every header that says something. */
const CORS = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'Allow, Location, Retry-After',
};
const JSON_HEADERS = { ...CORS, 'content-type': 'application/json' };
const PROBLEM_HEADERS = { ...CORS, 'content-type': 'application/problem+json' };

export function jsonAnswer(status: number, value: unknown, headers?: Record<string, string>): Answer {
  return { status, headers: headers ? { ...JSON_HEADERS, ...headers } : JSON_HEADERS, body: JSON.stringify(value) };
}

export function refusalAnswer(
  { problem, detail, record_id, errors }: Refusal,
  headers?: Record<string, string>,
): Answer {
  const { status, title } = problems[problem];
  // What is undefined is left out.
  return problemAnswer({ type: PROBLEM_URN + problem, title, status, detail, record_id, errors }, headers);
}

export function problemAnswer(
  problem: { status: number; [name: string]: unknown },
  headers?: Record<string, string>,
): Answer {
  return {
    status: problem.status,
    headers: headers ? { ...PROBLEM_HEADERS, ...headers } : PROBLEM_HEADERS,
    body: JSON.stringify(problem),
  };
}

/** OPTIONS, and the preflight a browser sends before it lets a page of another origin call. */
export function optionsAnswer(allow: string, requestHeaders: string | null): Answer {
  const headers: Record<string, string> = { ...CORS, allow, 'access-control-allow-methods': allow };
  if (requestHeaders) headers['access-control-allow-headers'] = requestHeaders;
  return { status: 204, headers, body: null };
}
