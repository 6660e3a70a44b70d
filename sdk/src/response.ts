import {
  createError,
  hideResponse,
  isReferralCodesError,
  outcomeUnknown,
  type ProblemBody,
  type ReferralCodesError,
} from './errors.ts';
import { calls, PROBLEM_URN } from './generated/calls.ts';
import type { RecordPage } from './generated/client.ts';
import type { OperationId } from './generated/operations.ts';
import { callHook } from './hooks.ts';
import { isObject } from './is-object.ts';
import { quote } from './request.ts';
import type { PreparedRequest, ReadResponse } from './retry.ts';

/** The body of a successful response, and the response. */
export interface Success {
  ok: true;
  value: object;
  response: Response;
  /** Set if the response of a create was lost, and its record was found by its code. */
  recovered?: true;
}

/** What `codes.safe` resolves to, whatever the operation. */
export type AnyResult = Success | { ok: false; error: ReferralCodesError };

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
export function readSuccess(request: PreparedRequest, { response, text, mayHaveApplied }: ReadResponse): Success {
  const { operation, method } = request;
  const body = parse(text);
  if (response.ok) {
    if (isPromised(operation, body)) return hideResponse({ ok: true, value: body }, response) as Success;
    throw malformed(
      operation,
      response,
      body ?? text,
      `unexpected body with status ${response.status}: ${excerpt(text)}`,
    );
  }
  const error = errorOf(operation, response, body, text);
  if (!mayHaveApplied || method !== 'DELETE' || response.status !== 404) throw error;
  throw outcomeUnknown('the record may have been deleted by this call', error, error.kind === 'problem');
}

/**
 * Checks the body of a success against its schema, if the client has schemas.
 *
 * @throws {ReferralCodesError} `malformed-body` if it does not match and `validate` is `throw`.
 */
export function checkSchema({ operation, validate, schemas, onInvalid }: PreparedRequest, success: Success): void {
  const { issues: cause } = (validate !== 'off' && schemas?.[operation]['~standard'].validate(success.value)) || {};
  if (!cause) return;
  const [first] = cause;
  const message = `schema mismatch: ${first?.path?.join('/')} ${first?.message}`;
  const error = malformed(operation, success.response, success.value, message, cause);
  if (validate === 'throw') throw error;
  callHook(onInvalid, error);
}

const malformed = (operation: OperationId, response: Response, body: unknown, message: string, cause?: unknown) =>
  createError(message, { kind: 'malformed-body', operation, response, body, cause });

/** Tells whether a body is what the contract promises, as far as the client relies on it. */
function isPromised(operation: OperationId, body: unknown): body is object {
  if (!isObject(body) || !calls[operation].paged) return isObject(body);
  const { data, pagination } = body as Partial<RecordPage>;
  return Array.isArray(data) && data.every(isObject) && [pagination?.limit, pagination?.total].every(Number.isInteger);
}

/** The error that a response without a success status stands for. */
function errorOf(operation: OperationId, response: Response, body: unknown, text?: string): ReferralCodesError {
  const { status } = response;
  const { type, detail } = (body ?? {}) as Record<string, unknown>;
  const slug = calls[operation].problems.find((listed) => type === PROBLEM_URN + listed);
  if (slug) {
    // `detail` may have any type, even one that throws when it is converted to a string.
    const reason = typeof detail === 'string' ? detail.slice(0, 200) : excerpt(text);
    const problem = body as ProblemBody;
    return createError(`${status} ${slug}: ${reason}`, { kind: 'problem', operation, response, body, slug, problem });
  }
  // A page sees a redirect with status 0.
  const redirect = status < 400 && status !== 304 ? ' (a redirect: check baseUrl)' : '';
  const message = `unexpected status ${status}${redirect}: ${excerpt(text)}`;
  return createError(message, { kind: 'unexpected-status', operation, response, body: body ?? text });
}

function parse(text = ''): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function excerpt(text: string | undefined): string {
  if (text === undefined) return 'more than 8 MiB';
  return text ? quote(text) : 'an empty body';
}
