import {
  bodyLimit,
  type Operation,
  type OperationId,
  operations,
  queryValidators,
  type ValidationError,
  type Validator,
  validators,
} from '@referral-codes/sdk/contract';
import { invalidRequest } from '../message/invalid-request.ts';
import type { ProblemDetails } from '../message/problem.ts';
import type { MockRequest } from '../message/request.ts';

/** A value that keeps the contract, or the refusal of one that does not. */
export type Validated<T> = { readonly kept: T } | ProblemDetails;

const JSON_TYPE = /^\s*application\/json\s*(;|$)/i;
export const isJsonType = (type: string | null): boolean => JSON_TYPE.test(type ?? '');
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The query, its text read as the contract types it, defaults filled in. Parameters the contract does not know are ignored. */
export function checkQuery(id: OperationId, search: string): Validated<Record<string, unknown>> {
  const validator: Validator<Record<string, unknown>> | undefined = queryValidators[id as keyof typeof queryValidators];
  if (!validator) return { kept: {} };
  const sent = new URLSearchParams(search);
  const query: Record<string, unknown> = {};
  for (const [name, type] of Object.entries<'string' | 'integer'>(operations[id].query)) {
    const values = sent.getAll(name);
    if (values.length > 1) return invalidRequest(id, [flaw(`/${name}`, 'repeated', 'must be given once')]);
    if (values.length === 1) query[name] = type === 'integer' ? readInteger(values[0]!) : values[0];
  }
  return validator(query) ? { kept: query } : invalidRequest(id, validator.errors!);
}

/** The problem of a body that is not typed as JSON; undefined if it is. */
export function checkContentType(request: MockRequest): ProblemDetails | undefined {
  const type = request.header('content-type');
  if (isJsonType(type)) return undefined;
  const detail = `The body is ${type ? `typed ${type}` : 'not typed'}; send application/json.`;
  return { problem: 'unsupported-media-type', detail };
}

/** A body's text, or its bytes where they are no UTF-8. */
export function textOf(bytes: Uint8Array): string | Uint8Array {
  try {
    return utf8.decode(bytes);
  } catch {
    return bytes;
  }
}

/** The body, parsed and validated; undefined for one that was too long to be read. */
export function checkBody(id: OperationId, body: string | Uint8Array | undefined): Validated<unknown> {
  if (body === undefined) return tooLarge;
  const value = typeof body === 'string' ? parse(body) : undefined;
  if (value === undefined) {
    const what = body.length === 0 ? 'is empty; send a JSON object' : 'is not JSON in UTF-8';
    return invalidRequest(id, [flaw('', 'json', what)]);
  }
  const validator: Validator<unknown> = validators[(operations[id] as Operation).body!];
  return validator(value) ? { kept: value } : invalidRequest(id, validator.errors!);
}

/** Undefined, which no JSON says, where it is none. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const tooLarge: ProblemDetails = { problem: 'body-too-large', detail: `The body is over ${bodyLimit} bytes.` };

const flaw = (instancePath: string, keyword: string, message: string): ValidationError => ({
  instancePath,
  keyword,
  message,
  params: {},
});

/** Text that is no whole number, or one too large to be repeated exactly, stays text and fails validation. */
function readInteger(text: string): number | string {
  const number = Number(text);
  return /^-?\d+$/.test(text) && Number.isSafeInteger(number) ? number : text;
}
