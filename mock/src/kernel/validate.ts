import {
  bodyLimit,
  type OperationId,
  operations,
  queryValidators,
  type ValidationError,
  type Validator,
  validators,
} from '@referral-codes/sdk/contract';
import { invalidRequest } from '../message/invalid-request.ts';
import { isJsonType, parseJson } from '../message/json.ts';
import type { ProblemDetails } from '../message/problem.ts';
import type { MockRequest } from '../message/request.ts';

/** A value that the contract allows, or the problem of one that it does not. */
export type Validated<T> = { readonly valid: T } | ProblemDetails;

/** The query with the types and the defaults of the contract. Parameters that the contract does not name are ignored. */
export function checkQuery(id: OperationId, search: string): Validated<Record<string, unknown>> {
  const validator: Validator<Record<string, unknown>> | undefined = queryValidators[id as keyof typeof queryValidators];
  if (!validator) return { valid: {} };
  const sent = new URLSearchParams(search);
  const query: Record<string, unknown> = {};
  for (const [name, type] of Object.entries<'string' | 'integer'>(operations[id].query)) {
    const values = sent.getAll(name);
    if (values.length > 1) return invalidRequest(id, [validationError(`/${name}`, 'repeated', 'must be given once')]);
    for (const value of values) query[name] = type === 'integer' ? readInteger(value) : value;
  }
  return validator(query) ? { valid: query } : invalidRequest(id, validator.errors ?? []);
}

/** The problem of a body that is not typed as JSON; undefined if it is. */
export function checkContentType(request: MockRequest): ProblemDetails | undefined {
  const type = request.header('content-type');
  if (isJsonType(type)) return undefined;
  const detail = `The Content-Type of the body is ${type || 'missing'}; send application/json.`;
  return { problem: 'unsupported-media-type', detail };
}

/** The body, parsed and validated. `bytes` is undefined if it was too long to be read. */
export function checkBody(id: OperationId, bytes: Uint8Array | undefined): Validated<unknown> {
  const { body } = operations[id];
  if (!bytes) return tooLarge;
  const value = parseJson(bytes);
  if (value === undefined || body === null) {
    const what = bytes.length === 0 ? 'is empty; send a JSON object' : 'is not JSON in UTF-8';
    return invalidRequest(id, [validationError('', 'json', what)]);
  }
  const validator: Validator<unknown> = validators[body];
  return validator(value) ? { valid: value } : invalidRequest(id, validator.errors ?? []);
}

const tooLarge: ProblemDetails = { problem: 'body-too-large', detail: `The body is longer than ${bodyLimit} bytes.` };

const validationError = (instancePath: string, keyword: string, message: string): ValidationError => ({
  instancePath,
  keyword,
  message,
  params: {},
});

/** Returns text that is not a whole number, or too large a one to be exact, as it is: it fails validation. */
function readInteger(text: string): number | string {
  const number = Number(text);
  return /^-?\d+$/.test(text) && Number.isSafeInteger(number) ? number : text;
}
