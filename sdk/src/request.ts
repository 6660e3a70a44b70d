import { mergeHeaders } from 'openapi-fetch';
import { createError, type ReferralCodesError } from './errors.ts';
import { type Call, calls, defaultMount } from './generated/calls.ts';
import type { OperationId } from './generated/operations.ts';
import { isObject } from './is-object.ts';
import type { CallOptions, HeaderSource } from './options.ts';

/** Text with which a path parameter could change the rest of the path, also behind a proxy that decodes it once more. */
const UNSAFE_SEGMENT = /^\.{0,2}$|[/\\%?#;\s\p{C}]/u;

/** A normalised URL with http or https, a host and a path, and nothing else. */
const SERVER_URL = /^https?:\/\/[^/@]+\/[^?#]*$/;

/**
 * The server URL without a trailing slash.
 *
 * @param baseUrl May be relative to the page. The default is the documented mount path on the page's origin, which is no
 * URL where there is no page.
 * @throws {ReferralCodesError} `invalid-argument` if it is not usable.
 */
export function serverUrl(baseUrl = `${globalThis.location?.origin}${defaultMount}`): string {
  let url = '';
  try {
    url = new URL(baseUrl, globalThis.location?.href).href;
  } catch {}
  if (SERVER_URL.test(url)) return url.replace(/\/+$/, '');
  // The message does not quote it, because it may contain a password.
  throw invalidArgument('baseUrl must be an http(s) URL with origin and path only');
}

/**
 * Merges headers into one record. Later sources win, and null removes a header.
 *
 * @throws {ReferralCodesError} `invalid-argument` if a header cannot be sent. The message names it if its name is safe to
 * show, and does not quote its value.
 */
export function headersOf(operation?: OperationId, ...sources: (HeaderSource | undefined)[]): Record<string, string> {
  let name: string | undefined;
  const checked = (source: HeaderSource = {}) => {
    const pairs = [...(Symbol.iterator in source ? source : Object.entries(source))] as [string, string][];
    for (const pair of pairs) {
      name = /^[\w-]+$/.exec(pair[0])?.[0];
      new Headers([pair]);
    }
    // mergeHeaders knows records and the platform's own Headers, but no pairs.
    return Symbol.iterator in source ? new Headers(pairs) : source;
  };
  try {
    return Object.fromEntries(mergeHeaders(...sources.map(checked)));
  } catch {
    // The platform's own error quotes the value, which may be a secret.
    throw invalidArgument(`headers: ${name ?? 'one of them'} cannot be sent`, operation);
  }
}

/**
 * Splits the arguments of a method into URL, body and options. They come in this order: path parameters, query or body,
 * options.
 *
 * @throws {ReferralCodesError} `invalid-argument`, naming the argument that cannot be sent.
 */
export function readArguments(baseUrl: string, id: OperationId, args: readonly unknown[]) {
  const { path, query, body }: Call = calls[id];
  const rest = [...args];
  const pathname = path.replace(/\{(\w+)\}/g, (_, name) => segment(id, name, rest.shift()));
  const search = query && queryString(id, query, fields(id, 'query', rest.shift()));
  return {
    url: baseUrl + pathname + (search ? `?${search}` : ''),
    body: body && jsonText(id, { ...body, ...fields(id, 'body', rest.shift()) }),
    options: defined(fields(id, 'options', rest.shift())) as CallOptions,
  };
}

function segment(id: OperationId, name: string, value: unknown): string {
  if (typeof value === 'string' && !UNSAFE_SEGMENT.test(value)) {
    const escaped = encodeURIComponent(value);
    const path = calls[id].path.replace(`{${name}}`, escaped);
    if (!Object.values(calls).some((other) => other.path === path)) return escaped;
  }
  throw mustBe(id, name, 'a path segment that names no operation', value);
}

function queryString(id: OperationId, names: readonly string[], query: Readonly<Record<string, unknown>>): string {
  const parameters = names.filter((name) => query[name] !== undefined);
  return parameters.map((name) => `${name}=${queryValue(id, name, query[name])}`).join('&');
}

function queryValue(id: OperationId, name: string, value: unknown): string {
  // A lone surrogate cannot be encoded.
  if (/^(string|number)$/.test(typeof value) && !/\p{Cs}/u.test(value as string))
    return encodeURIComponent(value as string);
  throw mustBe(id, name, 'a valid string or number', value);
}

function jsonText(id: OperationId, body: object): string {
  try {
    return JSON.stringify(body);
  } catch (cause) {
    throw invalidArgument(`body: ${(cause as Error).message}`, id, cause);
  }
}

function fields(id: OperationId, name: string, value: unknown = {}): Readonly<Record<string, unknown>> {
  if (isObject(value)) return value;
  throw mustBe(id, name, 'an object', value);
}

/** The fields whose value is not undefined: an undefined option must not replace the client's. */
const defined = (values: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

const mustBe = (id: OperationId, name: string, expected: string, value: unknown): ReferralCodesError =>
  invalidArgument(`${name} must be ${expected}, not ${quote(value)}`, id);

/** A value as a message quotes it: at most 200 characters, and without calling methods of the value. */
export const quote = (value: unknown): string =>
  typeof value === 'string'
    ? JSON.stringify(value.slice(0, 200))
    : Object(value) === value
      ? typeof value
      : String(value);

export const invalidArgument = (message: string, operation?: OperationId, cause?: unknown): ReferralCodesError =>
  createError(message, { kind: 'invalid-argument', operation, cause });
