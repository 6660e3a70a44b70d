import { createFinalURL, mergeHeaders } from 'openapi-fetch';
import { failure } from './errors.ts';
import { type Call, calls, mounts } from './generated/calls.ts';
import type { OperationId } from './generated/operations.ts';
import { isObject } from './is-object.ts';
import type { CallOptions, HeaderSource } from './options.ts';

type Values = Readonly<Record<string, unknown>>;

/** Text with which a path parameter could leave its place, also behind a proxy that decodes it once more. */
const ESCAPES = /^\.{0,2}$|[/\\%?#;\s\p{C}]/u;

/** The server URL without a trailing slash. Throws when it is missing and there is no page, or cannot be one. */
export function serverUrl(baseUrl: string | undefined): string {
  const { origin, href } = globalThis.location ?? {};
  if (baseUrl === undefined) {
    if (origin && origin !== 'null') return origin + mounts[0];
    throw invalid("pass baseUrl: there is no page whose origin could be the server's");
  }
  let url: URL | undefined;
  try {
    url = new URL(baseUrl, href);
  } catch {}
  // It is not quoted: it may hold a password.
  if (!url || !/^https?:$/.test(url.protocol)) throw invalid('baseUrl is no http or https URL');
  if (url.username || url.password) throw invalid('baseUrl has a user or a password: pass them as a header');
  if (url.search || url.hash) throw invalid('baseUrl has a query or a fragment: leave it out');
  return url.href.replace(/\/+$/, '');
}

/** All headers in one record; the later ones win, null takes one away. Throws when a name or a value cannot be sent. */
export function headersOf(
  operation: OperationId | undefined,
  ...sources: (HeaderSource | undefined)[]
): Record<string, string> {
  try {
    // mergeHeaders knows records and this realm's Headers: pairs, and the Headers of another one, are made that.
    return Object.fromEntries(
      mergeHeaders(...sources.map((source) => (source && Symbol.iterator in source ? new Headers(source) : source))),
    );
  } catch {
    // The platform's own error quotes the value, which may be a secret.
    throw invalid(
      `headers: ${sources.map(unsendable).find(Boolean) || 'one of them'} cannot be sent as it is`,
      operation,
    );
  }
}

/** The name of the first header that cannot be sent, if it is one that may be shown. */
function unsendable(source: HeaderSource = {}): string | undefined {
  let name: string | undefined;
  try {
    for (const [key, value] of Symbol.iterator in source ? source : Object.entries(source)) {
      name = /^[\w-]+$/.exec(key)?.[0];
      new Headers([[key, value as string]]);
    }
  } catch {
    return name;
  }
}

/** A call's arguments, told apart: URL, body, options. Throws, naming it, when one cannot be sent as it is. */
export function readArguments(baseUrl: string, id: OperationId, args: readonly unknown[]) {
  const call: Call = calls[id];
  let next = 0;
  const url = createFinalURL<unknown>(call.path, {
    baseUrl,
    params: { path: {} },
    pathSerializer: (path) => path.replace(/\{(\w+)\}/g, (_, name) => segment(id, name, args[next++])),
    querySerializer() {
      const query = call.query && fields(id, 'query', args[next++]);
      return (call.query ?? []).flatMap((name) => parameter(id, name, query?.[name])).join('&');
    },
  });
  const body = call.body && text(id, { ...call.body, ...fields(id, 'body', args[next++]) });
  return { url, body, options: fields(id, 'options', args[next]) as CallOptions };
}

function segment(id: OperationId, name: string, value: unknown): string {
  if (typeof value !== 'string' || ESCAPES.test(value))
    throw invalid(`${name} is ${show(value)}: pass a string that is one segment of a path`, id);
  const escaped = encodeURIComponent(value);
  const path = calls[id].path.replace(`{${name}}`, escaped);
  if (Object.values(calls).some((other) => other.path === path))
    throw invalid(`${name} is ${show(value)}: ${path} is an operation of its own`, id);
  return escaped;
}

function parameter(id: OperationId, name: string, value: unknown): string[] {
  if (value === undefined) return [];
  try {
    if (/^(string|number)$/.test(typeof value)) return [`${name}=${encodeURIComponent(value as string)}`];
  } catch {
    // Half a character cannot be encoded.
  }
  throw invalid(`${name} is ${show(value)}: pass a well-formed string or a number`, id);
}

function text(id: OperationId, body: Values): string {
  try {
    return JSON.stringify(body);
  } catch (cause) {
    throw invalid(`body: ${(cause as Error).message}`, id, cause);
  }
}

function fields(id: OperationId, name: string, value: unknown = {}): Values {
  if (isObject(value)) return value;
  throw invalid(`${name} is ${show(value)}: pass an object`, id);
}

/** A value as a message may quote it: short, and without being asked for its text. */
export const show = (value: unknown): string =>
  typeof value === 'string'
    ? JSON.stringify(value.slice(0, 200))
    : Object(value) === value
      ? typeof value
      : String(value);

export function invalid(message: string, operation?: OperationId, cause?: unknown): Error {
  return failure(message, { kind: 'invalid-argument', operation, cause });
}
