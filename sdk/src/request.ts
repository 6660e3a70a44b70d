import { mergeHeaders } from 'openapi-fetch';
import { createError, type FailedRequest, type ReferralCodesError } from './errors.ts';
import { type Call, defaultMount, RESERVED_SEGMENTS } from './generated/calls.ts';
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
  throw invalidArgument({}, 'baseUrl must be an http(s) URL with a path');
}

/**
 * Merges headers into one record. Later sources win, and null removes a header.
 *
 * @throws {ReferralCodesError} `invalid-argument` if a header cannot be sent. The message names it if its name is safe to
 * show, and does not quote its value.
 */
export function headersOf(request: FailedRequest, ...sources: (HeaderSource | undefined)[]): Record<string, string> {
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
    throw invalidArgument(request, `headers: ${name ?? 'one of them'} cannot be sent`);
  }
}

/**
 * Splits the arguments of a method into path, body and options. They come in this order: path parameters, query or body,
 * options.
 *
 * @throws {ReferralCodesError} `invalid-argument`, naming the argument that cannot be sent.
 */
export function readArguments(request: FailedRequest, { path, query, body }: Call, args: readonly unknown[]) {
  const rest = [...args];
  const pathname = path.replace(/\{(\w+)\}/g, (_, name) => segment(request, name, rest.shift()));
  const search = query && queryString(request, query, fields(request, 'query', rest.shift()));
  return {
    path: pathname + (search ? `?${search}` : ''),
    body: body && jsonText(request, { ...body, ...fields(request, 'body', rest.shift()) }),
    options: defined(fields(request, 'options', rest.shift())) as CallOptions,
  };
}

function segment(request: FailedRequest, name: string, value: unknown): string {
  const usable = typeof value === 'string' && !UNSAFE_SEGMENT.test(value) && !RESERVED_SEGMENTS.includes(value);
  if (usable) return encodeURIComponent(value);
  throw mustBe(request, name, 'a usable path segment', value);
}

function queryString(
  request: FailedRequest,
  names: readonly string[],
  query: Readonly<Record<string, unknown>>,
): string {
  const parameters = names.filter((name) => query[name] !== undefined);
  return parameters.map((name) => `${encodeURIComponent(name)}=${queryValue(request, name, query[name])}`).join('&');
}

function queryValue(request: FailedRequest, name: string, value: unknown): string {
  // A lone surrogate cannot be encoded.
  if (/^(string|number)$/.test(typeof value) && !/\p{Cs}/u.test(value as string))
    return encodeURIComponent(value as string);
  throw mustBe(request, name, 'a string or number', value);
}

function jsonText(request: FailedRequest, body: object): string {
  try {
    return JSON.stringify(body);
  } catch (cause) {
    throw invalidArgument(request, `body: ${(cause as Error).message}`, cause);
  }
}

function fields(request: FailedRequest, name: string, value: unknown = {}): Readonly<Record<string, unknown>> {
  if (isObject(value)) return value;
  throw mustBe(request, name, 'an object', value);
}

/** The fields whose value is not undefined: an undefined option must not replace the client's. */
function defined(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const name in values) if (values[name] !== undefined) found[name] = values[name];
  return found;
}

const mustBe = (request: FailedRequest, name: string, expected: string, value: unknown): ReferralCodesError =>
  invalidArgument(request, `${name} must be ${expected}, not ${quote(value)}`);

/** A value as a message quotes it: at most 200 characters, and without calling methods of the value. */
export const quote = (value: unknown): string =>
  typeof value === 'string'
    ? JSON.stringify(value.slice(0, 200))
    : Object(value) === value
      ? typeof value
      : String(value);

export const invalidArgument = (request: FailedRequest, message: string, cause?: unknown): ReferralCodesError =>
  createError(request, message, { kind: 'invalid-argument', cause });
