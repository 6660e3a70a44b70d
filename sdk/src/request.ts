import { failure } from './errors.ts';
import { type Call, calls, mounts } from './generated/calls.ts';
import type { OperationId } from './generated/operations.ts';
import type { CallOptions } from './options.ts';

type Values = Readonly<Record<string, unknown>>;

/** A call's arguments, told apart. */
export interface Arguments {
  path: string;
  query: Readonly<Record<string, string>>;
  body: Values | undefined;
  options: CallOptions;
}

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
  if (!url || !/^https?:$/.test(url.protocol) || url.search || url.hash || url.username || url.password)
    throw invalid(`baseUrl is ${JSON.stringify(baseUrl)}: pass an http or https URL without user, query and fragment`);
  return url.href.replace(/\/+$/, '');
}

/** Tells the positional arguments apart. Throws, naming the argument, when one of them cannot be sent as it is. */
export function readArguments(id: OperationId, args: readonly unknown[]): Arguments {
  const call: Call = calls[id];
  let next = 0;
  const path = call.path.replaceAll(/\{(\w+)\}/g, (_, name) => pathValue(id, name, args[next++]));
  if (path !== call.path && Object.values(calls).some((other) => other.path === path))
    throw invalid(`${JSON.stringify(args[0])} is no id: ${path} is an operation of its own`, id);
  const query = call.query ? queryValues(id, call.query, args[next++]) : {};
  const body = call.body && { ...call.body, ...(args[next++] as Values | undefined) };
  return { path, query, body, options: (args[next] as CallOptions | undefined) ?? {} };
}

function pathValue(id: OperationId, name: string, value: unknown): string {
  if (typeof value !== 'string' || ESCAPES.test(value))
    throw invalid(`${name} is ${JSON.stringify(value)}: pass a string that is one segment of a path`, id);
  return encodeURIComponent(value);
}

function queryValues(id: OperationId, names: readonly string[], values: unknown): Record<string, string> {
  const query: Record<string, string> = {};
  for (const name of names) {
    const value = (values as Values | undefined)?.[name];
    if (value === undefined) continue;
    if (typeof value !== 'string' && typeof value !== 'number')
      throw invalid(`${name} is ${JSON.stringify(value)}: pass a string or a number`, id);
    query[name] = String(value);
  }
  return query;
}

function invalid(message: string, operation?: OperationId): Error {
  return failure(message, { kind: 'invalid-argument', operation });
}
