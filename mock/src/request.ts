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
import { invalidRequest } from './invalid.ts';
import type { Refusal } from './refusal.ts';

/** What the kernel needs to know of a request; every `Request` will do. */
export interface Asked {
  readonly method: string;
  /** Absolute. */
  readonly url: string;
  /** Asked for by names in small letters. */
  readonly headers: { get(name: string): string | null };
  /** Names and values in turn, as they came, where they did not come in `headers` of the web's kind. */
  readonly rawHeaders?: readonly string[];
}

/** A value that keeps the contract, or the refusal of one that does not. */
export type Checked<T> = { readonly kept: T } | Refusal;

const JSON_TYPE = /^\s*application\/json\s*(;|$)/i;
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The query, its text read as the contract types it, defaults filled in. Parameters the contract does not know are ignored. */
export function checkQuery(id: OperationId, search: string): Checked<Record<string, unknown>> {
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

/** The refusal of a body that need not be read to be refused. */
export function checkBodyHeaders({ headers }: Asked): Refusal | undefined {
  const type = headers.get('content-type');
  if (!JSON_TYPE.test(type ?? ''))
    return {
      problem: 'unsupported-media-type',
      detail: `The body is ${type ? `typed ${type}` : 'not typed'}; send application/json.`,
    };
  return Number(headers.get('content-length')) > bodyLimit ? tooLarge : undefined;
}

/** The body, parsed and validated; undefined for one that was too long to be read. */
export function checkBody(id: OperationId, bytes: Uint8Array | undefined): Checked<unknown> {
  if (!bytes) return tooLarge;
  let value: unknown;
  try {
    value = JSON.parse(utf8.decode(bytes));
  } catch {
    const what = bytes.length === 0 ? 'is empty; send a JSON object' : 'is not JSON in UTF-8';
    return invalidRequest(id, [flaw('', 'json', what)]);
  }
  const validator: Validator<unknown> = validators[(operations[id] as Operation).body!];
  return validator(value) ? { kept: value } : invalidRequest(id, validator.errors!);
}

const tooLarge: Refusal = { problem: 'body-too-large', detail: `The body is over ${bodyLimit} bytes.` };

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
