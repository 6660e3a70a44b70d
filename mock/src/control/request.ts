import { bodyLimit, type ValidationError, type Validator } from '@referral-codes/sdk/contract';
import { streamBody } from '../message/body.ts';
import { isJsonType, parseJson } from '../message/json.ts';
import { type ControlId, type ControlOperation, controlOperations } from './generated/control.ts';
import type { operations } from './generated/control-schema.ts';
import { controlValidators, sessionName } from './generated/control-validators.ts';

/** Bytes of JSON: more than a state of 100 000 records. */
const STATE_LIMIT = 64 * 2 ** 20;

type Body<T> = T extends { requestBody: { content: { 'application/json': infer B } } } ? B : undefined;

/** What a request to the control API says, once it was held to the document. */
export interface ControlInput<Id extends ControlId> {
  readonly path: NonNullable<operations[Id]['parameters']['path']>;
  readonly query: NonNullable<operations[Id]['parameters']['query']>;
  readonly body: Body<operations[Id]>;
}

/** A request that does not keep the document of the control API; `message` says where and what is allowed. */
export class ControlRequestError extends Error {
  readonly status: 400 | 413 | 415;

  constructor(status: 400 | 413 | 415, detail: string) {
    super(detail);
    this.status = status;
  }
}

/** The session that a request is for; undefined for the default session. Throws a ControlRefusal. */
export function readSession({ headers }: Request): string | undefined {
  const name = headers.get('x-mock-session');
  if (name === null) return undefined;
  return hold(sessionName, name, () => 'The header X-Mock-Session');
}

/** Holds a request to the document of the control API. Rejects with a ControlRefusal where it does not keep it. */
export async function readInput<Id extends ControlId>(
  id: Id,
  path: Record<string, string>,
  request: Request,
): Promise<ControlInput<Id>> {
  const validators = controlValidators[id];
  hold(validators.path, path, (name) => `The path parameter ${name}`);
  const query = readQuery(controlOperations[id], new URL(request.url).searchParams);
  hold(validators.query, query, (name) => `The query parameter ${name}`);
  const body = validators.body ? await readBody(id, request, validators.body) : await refuseBody(request);
  // The validators have made it so.
  return { path, query, body } as ControlInput<Id>;
}

/** Whole numbers where the document types them so; other text stays text, which its schema then refuses. */
function readQuery({ query: types }: ControlOperation, sent: URLSearchParams): object {
  const query: Record<string, string | number> = Object.create(null);
  for (const [name, text] of sent) {
    if (name in query) throw new ControlRequestError(400, `The query parameter ${name} must be given once.`);
    const number = Object.hasOwn(types, name) && types[name] === 'integer' && /^-?\d+$/.test(text);
    query[name] = number ? Number(text) : text;
  }
  return query;
}

async function readBody(id: ControlId, request: Request, validator: Validator<unknown>): Promise<unknown> {
  const type = request.headers.get('content-type');
  if (!isJsonType(type))
    throw new ControlRequestError(415, `The body is ${type ? `typed ${type}` : 'not typed'}; send application/json.`);
  const limit = id === 'putState' ? STATE_LIMIT : bodyLimit;
  const bytes = await streamBody(request, limit)();
  if (!bytes) throw new ControlRequestError(413, `The body is over ${limit} bytes.`);
  if (bytes.length === 0) throw new ControlRequestError(400, 'The body is empty; send a JSON object.');
  const value = parseJson(bytes);
  if (value === undefined) throw new ControlRequestError(400, 'The body is not JSON in UTF-8.');
  return hold(validator, value, (name) => name || 'The body');
}

async function refuseBody(request: Request): Promise<undefined> {
  if ((await streamBody(request, 0)()) === undefined)
    throw new ControlRequestError(400, 'This takes no body; leave it out.');
}

/** The value, if it keeps the schema. `subject` is what a name in it is called. */
function hold<T>(validator: Validator<T>, value: unknown, subject: (name: string) => string): T {
  if (validator(value)) return value;
  const error = validator.errors![0] as DetailedError;
  throw new ControlRequestError(400, `${subject(nameOf(error))} ${detailOf(error)}.`);
}

interface DetailedError extends ValidationError {
  /** The schema that was not kept. */
  parentSchema: { description?: string; properties?: object };
}

/** The way to what is wrong, such as `records/0/id`. */
function nameOf({ instancePath, params }: DetailedError): string {
  const tokens = instancePath.split('/').slice(1);
  const own = params.additionalProperty ?? params.missingProperty;
  // dependentRequired names one as well, and is about the object.
  if (own !== undefined && !('property' in params)) tokens.push(String(own));
  return tokens.map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~')).join('/');
}

function detailOf({ keyword, params, message, parentSchema }: DetailedError): string {
  if (keyword === 'required') return 'is required';
  if (keyword === 'enum') return `must be one of ${(params.allowedValues as string[]).join(', ')}`;
  if (keyword === 'additionalProperties') {
    const known = Object.keys(parentSchema.properties ?? {});
    return `is not allowed; ${known.length === 0 ? 'none is' : `allowed is ${known.join(', ')}`}`;
  }
  const { description } = parentSchema;
  return description ? `${message} (${description.replace(/\.$/, '')})` : `${message}`;
}
