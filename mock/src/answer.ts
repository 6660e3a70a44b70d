import { PROBLEM_URN, problems } from '@referral-codes/sdk/contract';
import type { Refusal } from './refusal.ts';

/** An answer before it is put on a wire. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
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
  return {
    status,
    headers: headers ? { ...PROBLEM_HEADERS, ...headers } : PROBLEM_HEADERS,
    // What is undefined is left out.
    body: JSON.stringify({ type: PROBLEM_URN + problem, title, status, detail, record_id, errors }),
  };
}

/** OPTIONS, and the preflight a browser sends before it lets a page of another origin call. */
export function optionsAnswer(allow: string, requestHeaders: string | null): Answer {
  const headers: Record<string, string> = { ...CORS, allow, 'access-control-allow-methods': allow };
  if (requestHeaders) headers['access-control-allow-headers'] = requestHeaders;
  return { status: 204, headers, body: null };
}

export const toResponse = ({ status, headers, body }: Answer): Response => new Response(body, { status, headers });
