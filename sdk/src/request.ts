import { failure } from './errors.ts';
import { type Call, calls, mounts } from './generated/calls.ts';
import type { OperationId } from './generated/operations.ts';

type Values = Readonly<Record<string, unknown>>;

/** Characters with which a path parameter could leave its place, also behind a proxy that decodes twice. */
const ESCAPES = /^\.{0,2}$|[/\\%\p{C}]/u;

/** The server URL without a trailing slash. Throws when it is missing and there is no page, or cannot be one. */
export function serverUrl(baseUrl: string | undefined): string {
  const { origin, href } = globalThis.location ?? {};
  if (baseUrl === undefined) {
    if (origin && origin !== 'null') return origin + mounts[0];
    throw invalid("there is no page whose origin could be the server's: pass baseUrl, as in 'https://example.org/api'");
  }
  let url: URL | undefined;
  try {
    url = new URL(baseUrl, href);
  } catch {}
  if (!url || !/^https?:$/.test(url.protocol) || url.search + url.hash + url.username + url.password)
    throw invalid(`baseUrl is ${show(baseUrl)}: pass an http or https URL without user, query and fragment`);
  return url.href.replace(/\/+$/, '');
}

/** Headers as a record with names in lower case. Throws when a name or a value cannot be sent. */
export function headerRecord(headers: HeadersInit | undefined, operation?: OperationId): Record<string, string> {
  try {
    return headers ? Object.fromEntries(new Headers(headers)) : {};
  } catch (cause) {
    throw invalid(`headers: ${(cause as Error).message}`, operation, cause);
  }
}

/** A call's arguments, told apart: path and query, body, options. Throws, naming it, when one cannot be sent as it is. */
export function readArguments(id: OperationId, args: readonly unknown[]) {
  const call: Call = calls[id];
  let next = 0;
  let path = call.path.replace(/\{(\w+)\}/g, (_, name) => {
    const value = args[next++];
    if (typeof value !== 'string' || ESCAPES.test(value))
      throw invalid(`${name} is ${show(value)}: pass a string that is one segment of a path`, id);
    return encodeURIComponent(value);
  });
  if (path !== call.path && Object.values(calls).some((other) => other.path === path))
    throw invalid(`id is ${show(args[0])}: ${path} is an operation of its own`, id);
  if (call.query) path += search(id, call.query, fields(id, 'query', args[next++]));
  const body = call.body && text(id, { ...call.body, ...fields(id, 'body', args[next++]) });
  return { path, body, options: fields(id, 'options', args[next]) };
}

function search(id: OperationId, names: readonly string[], values: Values): string {
  const pairs = names.flatMap((name) => {
    const value = values[name];
    if (value === undefined) return [];
    try {
      if (typeof value !== 'object') return [`${name}=${encodeURIComponent(value as string)}`];
    } catch {}
    throw invalid(`${name} is ${show(value)}: pass a well-formed string or a number`, id);
  });
  return pairs.length > 0 ? `?${pairs.join('&')}` : '';
}

function text(id: OperationId, body: Values): string {
  try {
    return JSON.stringify(body);
  } catch (cause) {
    throw invalid(`body: ${(cause as Error).message}`, id, cause);
  }
}

function fields(id: OperationId, name: string, value: unknown): Values {
  if (value === undefined || (typeof value === 'object' && value)) return (value ?? {}) as Values;
  throw invalid(`${name} is ${show(value)}: pass an object`, id);
}

const show = (value: unknown): string => (typeof value === 'string' ? JSON.stringify(value) : String(value));

/** The error of an argument that cannot be sent. */
export function invalid(message: string, operation?: OperationId, cause?: unknown): Error {
  return failure(message, { kind: 'invalid-argument', operation, cause });
}
