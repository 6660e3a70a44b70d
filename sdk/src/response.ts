import {
  createError,
  type FailedRequest,
  isReferralCodesError,
  outcomeUnknown,
  type ProblemBody,
  type ReferralCodesError,
} from './errors.ts';
import { PROBLEM_URN } from './generated/calls.ts';
import type { RecordPage } from './generated/client.ts';
import { isObject } from './is-object.ts';
import { quote } from './request.ts';
import type { PreparedRequest, ReadResponse } from './retry.ts';

/** What `codes.safe` resolves to if the call succeeded. */
export interface Success {
  ok: true;
  value: object;
  /** Set if the response of a create was lost, and its record was found by its code. */
  recovered?: true;
}

/** What `codes.safe` resolves to, whatever the operation. */
export type AnyResult = Success | { ok: false; error: ReferralCodesError };

const responses = new WeakMap<object, Response>();

/** The response that a value returned by a client came with, for its headers; its body has already been read. */
export const responseOf = (value: object): Response | undefined => responses.get(value);

/**
 * Turns an error of this package into a result. Any other error is a defect.
 *
 * @throws {unknown} The other error.
 */
export function failed(error: unknown): { ok: false; error: ReferralCodesError } {
  if (isReferralCodesError(error)) return { ok: false, error };
  throw error;
}

/**
 * Turns a response into a success. What counts is the body that was read, whatever Content-Length said.
 *
 * @throws {ReferralCodesError} Whatever the response stands for if it is not a success.
 */
export function readSuccess(request: PreparedRequest, { response, text }: ReadResponse): Success {
  const value = parse(text);
  if (response.ok) {
    if (!isPromised(request, value)) throw malformed(request, response, value ?? text, describe(response, text));
    responses.set(Object(value), response);
    return { ok: true, value };
  }
  const error = errorOf(request, response, value, text);
  // A deletion that finds nothing may have been applied by an earlier attempt.
  if (request.method !== 'DELETE' || response.status !== 404 || !error.mayHaveHappened) throw error;
  throw outcomeUnknown(request, 'the record may have been deleted by this call', error, !!error.slug);
}

/** Creates the error of a success whose body is not what the contract promises. */
export const malformed = (
  request: FailedRequest,
  response: Response,
  body: unknown,
  message: string,
  cause?: unknown,
) => createError(request, message, { kind: 'malformed-body', response, body, cause });

/** Tells whether a body is what the contract promises, as far as the client relies on it. */
function isPromised({ problems, paged }: PreparedRequest, body: unknown): body is object {
  if (!problems || (!paged && isObject(body))) return true;
  const { data, pagination } = Object(body) as Partial<RecordPage>;
  return (
    !!paged &&
    Array.isArray(data) &&
    data.every(isObject) &&
    [pagination?.limit, pagination?.total].every(Number.isInteger)
  );
}

/**
 * The error that a response without a success status stands for. If its body names no problem of the contract, the status
 * decides, if only one problem of the operation has it; but a web page may come from another server.
 */
function errorOf(request: PreparedRequest, response: Response, body: unknown, text?: string): ReferralCodesError {
  const { status } = response;
  const { type, detail } = Object(body) as Record<string, unknown>;
  const { problems = {} } = request;
  const isNamed = text?.includes(PROBLEM_URN);
  const [slug, another] = (Object.keys(problems) as (keyof typeof problems)[]).filter((listed) =>
    isNamed ? type === PROBLEM_URN + listed : problems[listed] === status,
  );
  if (!slug || another || isPage(text))
    return createError(request, describe(response, text), { kind: 'unexpected-status', response, body: body ?? text });
  // `detail` may have any type, even one that throws when it is converted to a string.
  const reason = typeof detail === 'string' ? detail.slice(0, 200) : excerpt(text);
  const problem = { ...(isObject(body) && body), type: PROBLEM_URN + slug } as ProblemBody;
  return createError(request, `${status} ${slug}: ${reason}`, { kind: 'problem', response, body, slug, problem });
}

const isPage = (text: string | undefined): boolean => /^\s*</.test(`${text}`);

/** Says what is unexpected about a response, and what is probably wrong. */
function describe({ ok, status }: Response, text: string | undefined): string {
  // A page sees a redirect with status 0.
  const reason = isPage(text) ? 'web page' : !ok && status < 400 && status !== 304 && 'redirect';
  const hint = reason ? ` (a ${reason}: check baseUrl)` : '';
  return `unexpected ${ok ? 'body with ' : ''}status ${status}${hint}: ${excerpt(text)}`;
}

function parse(text = ''): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const excerpt = (text: string | undefined): string => (text === undefined ? 'more than 8 MiB' : quote(text));
