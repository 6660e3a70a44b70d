import { streamBody } from './body.ts';
import { toShownJson } from './control-characters.ts';
import { controlHandlers, type Told, Unknown } from './control-handlers.ts';
import { type ControlId, controlOperations } from './generated/control.ts';
import { forbidden, type GuardOptions } from './guard.ts';
import { NotSeen } from './journal.ts';
import { type Mock, SESSION_HEADER } from './mock.ts';

/** What every path of the control API begins with. */
export const CONTROL_PREFIX = '/__mock';

/** More than a state of 100 000 records. */
const BODY_LIMIT = 64 * 2 ** 20;

const routes = Object.entries(controlOperations).map(([id, { method, path }]) => ({
  id: id as ControlId,
  method,
  names: [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!),
  pattern: new RegExp(
    `^${CONTROL_PREFIX}${path === '/' ? '/?' : path.replaceAll(/\{\w+\}/g, '([^/]+)').replaceAll('.', '\\.')}$`,
  ),
}));

/** Answers a request for the control API. */
export async function answerControl(mock: Mock, request: Request, guard: GuardOptions): Promise<Response> {
  const refused = forbidden(request, guard);
  if (refused) return problem(refused.status, refused.detail);
  const url = new URL(request.url);
  const here = routes.filter(({ pattern }) => pattern.test(url.pathname));
  const route = here.find(({ method }) => method === request.method);
  if (!route && here.length === 0)
    return problem(404, `The control API has no such path; see ${CONTROL_PREFIX}/openapi.json.`);
  if (!route) {
    const allow = here.map(({ method }) => method).join(', ');
    return problem(405, `This path answers ${allow}.`, { allow });
  }
  try {
    const [, ...values] = url.pathname.match(route.pattern) ?? [];
    const path = Object.fromEntries(route.names.map((name, index) => [name, decodeURIComponent(values[index]!)]));
    const session = request.headers.get(SESSION_HEADER);
    const world = session === null ? mock : mock.session(session);
    const told: Told = {
      mock,
      world,
      path,
      query: url.searchParams,
      body: await readJson(request),
      signal: request.signal,
    };
    const value = await controlHandlers[route.id](told);
    if (route.method !== 'GET') mock.onChange?.();
    return toResponse(value);
  } catch (error) {
    return refusal(error);
  }
}

/** A handler's value as JSON; nothing as 204; a Response as it is. */
function toResponse(value: unknown): Response {
  if (value instanceof Response) return value;
  if (value === undefined) return new Response(null, { status: 204 });
  return new Response(toShownJson(value), {
    status: isCreated(value) ? 201 : 200,
    headers: { 'content-type': 'application/json' },
  });
}

const isCreated = (value: unknown): boolean => JSON.stringify(Object.keys(Object(value))) === '["id"]';

/** What the caller can do something about; anything else is a mistake of the mock's own and goes on. */
function refusal(error: unknown): Response {
  if (error instanceof Unknown) return problem(404, error.message);
  if (error instanceof NotSeen) return problem(404, error.message);
  if (error instanceof TooLarge) return problem(413, error.message);
  // RangeError, StateError, SyntaxError, URIError: what was sent cannot be.
  if (error instanceof Error && error.name !== 'TypeError') return problem(400, error.message);
  throw error;
}

class TooLarge extends Error {}

async function readJson(request: Request): Promise<unknown> {
  if (!request.headers.get('content-type')?.startsWith('application/json')) return undefined;
  const bytes = await streamBody(request, BODY_LIMIT)();
  if (!bytes) throw new TooLarge(`The body is over ${BODY_LIMIT} bytes.`);
  return JSON.parse(new TextDecoder().decode(bytes));
}

const TITLES: Record<number, string> = {
  400: 'Bad request',
  401: 'Token missing',
  403: 'Forbidden',
  404: 'Not found',
  405: 'Method not allowed',
  413: 'Body too large',
};

function problem(status: number, detail: string, headers: Record<string, string> = {}): Response {
  return new Response(toShownJson({ type: 'about:blank', title: TITLES[status], status, detail }), {
    status,
    headers: {
      ...headers,
      'content-type': 'application/problem+json',
      ...(status === 401 && { 'www-authenticate': 'Bearer' }),
    },
  });
}
