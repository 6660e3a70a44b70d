import { bodyLimit } from '@referral-codes/sdk/contract';
import { streamBody } from '../message/body.ts';
import { isJsonType, parseJson } from '../message/json.ts';
import { DEFAULT_SESSION, SESSION_HEADER } from '../sessions.ts';
import { type ControlId, type ControlOperation, controlOperations } from './generated/control.ts';
import type { operations } from './generated/control-schema.ts';
import { controlValidators, sessionName } from './generated/control-validators.ts';
import { ControlRequestError, validated } from './validated.ts';

/** The limit of a body that contains a state, in bytes: enough for more than 100,000 records. */
const STATE_LIMIT = 64 * 2 ** 20;

type JsonBody<T> = T extends { requestBody: { content: { 'application/json': infer Body } } } ? Body : undefined;

/** The validated parameters and body of a request to the control API. */
export interface ControlInput<Id extends ControlId> {
  readonly path: NonNullable<operations[Id]['parameters']['path']>;
  readonly query: NonNullable<operations[Id]['parameters']['query']>;
  readonly body: JsonBody<operations[Id]>;
}

/**
 * The name of the session that a request is about.
 * @throws {ControlRequestError} if a session cannot have this name.
 */
export const readSession = ({ headers }: Request): string =>
  validated(sessionName, headers.get(SESSION_HEADER) ?? DEFAULT_SESSION, () => `The header ${SESSION_HEADER}`);

/**
 * Reads the parameters and the body of a request, and validates them against `control.yaml`.
 * @param path the path parameters, decoded.
 * @throws {ControlRequestError} if they are not valid.
 */
export async function readInput<Id extends ControlId>(
  id: Id,
  path: Record<string, string>,
  request: Request,
): Promise<ControlInput<Id>> {
  const validators = controlValidators[id];
  validated(validators.path, path, (name) => `The path parameter ${name}`);
  const query = readQuery(controlOperations[id], new URL(request.url).searchParams);
  validated(validators.query, query, (name) => `The query parameter ${name}`);
  const body = await readBody(
    request,
    id === 'putState' || id === 'replay' ? STATE_LIMIT : bodyLimit,
    validators.body !== undefined,
  );
  if (validators.body) validated(validators.body, body, (name) => name || 'The body');
  // The validators and this type are generated from the same document.
  return { path, query, body } as ControlInput<Id>;
}

/** Converts the parameters that `control.yaml` types as integers; other text stays text, which the validator then rejects. */
function readQuery({ query: types }: ControlOperation, parameters: URLSearchParams): object {
  const query: Record<string, string | number> = Object.create(null);
  for (const [name, text] of parameters) {
    if (name in query) throw new ControlRequestError(400, `The query parameter ${name} must be given once.`);
    const isInteger = Object.hasOwn(types, name) && types[name] === 'integer' && /^-?\d+$/.test(text);
    query[name] = isInteger ? Number(text) : text;
  }
  return query;
}

/** The body, parsed; undefined if none is expected and there is none. */
async function readBody(request: Request, limit: number, isExpected: boolean): Promise<unknown> {
  if (!isExpected) {
    if (await streamBody(request, 0)()) return undefined;
    throw new ControlRequestError(400, 'This operation takes no body; leave it out.');
  }
  const type = request.headers.get('content-type');
  if (!isJsonType(type))
    throw new ControlRequestError(415, `The Content-Type of the body is ${type || 'missing'}; send application/json.`);
  const bytes = await streamBody(request, limit)();
  if (!bytes) throw new ControlRequestError(413, `The body is over ${limit} bytes.`);
  if (bytes.length === 0) throw new ControlRequestError(400, 'The body is empty; send a JSON object.');
  const value = parseJson(bytes);
  if (value === undefined) throw new ControlRequestError(400, 'The body is not JSON in UTF-8.');
  return value;
}
