import { type Context, Hono } from 'hono';
import { InputError, LimitError } from '../errors.ts';
import { toShownJson } from '../journal/control-characters.ts';
import { WaitTimeoutError } from '../journal/wait.ts';
import type { Mock } from '../mock.ts';
import { StateError } from '../state/state.ts';
import { type ControlId, controlOperations } from './generated/control.ts';
import { forbiddenReason, type GuardOptions } from './guard.ts';
import { type ControlRequest, controlHandlers, NotFoundError } from './handlers.ts';
import { ControlRequestError, readInput, readSession } from './request.ts';

/** What every path of the control API begins with. */
export const CONTROL_PREFIX = '/__mock';

/** Answers a request for the control API. */
export async function answerControl(mock: Mock, request: Request, guard: GuardOptions): Promise<Response> {
  try {
    return await app.fetch(request, { mock, guard });
  } catch (error) {
    return refusal(error, request.signal);
  }
}

type Env = { Bindings: { mock: Mock; guard: GuardOptions } };

const app = new Hono<Env>();

app.use(async ({ req, env }, next) => {
  const refused = forbiddenReason(req.raw, env.guard);
  return refused ? problem(refused.status, refused.detail) : next();
});

/** The overview is at the prefix with a slash and without. */
const pathsOf = (path: string): string[] =>
  path === '/' ? [CONTROL_PREFIX, `${CONTROL_PREFIX}/`] : [CONTROL_PREFIX + path.replaceAll(/\{(\w+)\}/g, ':$1')];

const operations = Object.entries(controlOperations).map(([id, { method, path }]) => ({
  id: id as ControlId,
  method,
  path,
}));

for (const { id, method, path } of operations)
  app.on(method, pathsOf(path), (context) =>
    // Hono has GET answer HEAD, and an event stream would then wait for a reader for ever.
    context.req.raw.method === method ? answer(id, context) : notAllowed(path),
  );
for (const { path } of operations) app.on('ALL', pathsOf(path), () => notAllowed(path));
app.notFound(() => problem(404, `The control API has no such path; see ${CONTROL_PREFIX}/openapi.json.`));
// Hono gives it Errors alone, and what is thrown may be the reason of an abort, which is a text.
app.onError((error) => {
  throw error;
});

async function answer<Id extends ControlId>(id: Id, { req, env: { mock } }: Context<Env>): Promise<Response> {
  const name = readSession(req.raw);
  const input = await readInput(id, req.param(), req.raw);
  const session = name === undefined ? mock : mock.session(name);
  const handle = controlHandlers[id] as (request: ControlRequest<Id>) => unknown;
  const value = await handle({ ...input, mock, session, signal: req.raw.signal });
  const { method, success } = controlOperations[id];
  if (method !== 'GET') mock.onChange?.();
  if (value instanceof Response) return value;
  if (value === undefined) return new Response(null, { status: success });
  return new Response(toShownJson(value), { status: success, headers: { 'content-type': 'application/json' } });
}

/** Every error that is the caller's is listed here; any other is the mock's own, and only its log says which. */
function refusal(error: unknown, signal: AbortSignal): Response {
  if (error instanceof ControlRequestError) return problem(error.status, error.message);
  if (error instanceof InputError || error instanceof StateError) return problem(400, error.message);
  if (error instanceof NotFoundError || error instanceof WaitTimeoutError) return problem(404, error.message);
  if (error instanceof LimitError) return problem(429, error.message);
  // Nobody is left to read this.
  if (signal.aborted) return new Response(null, { status: 499 });
  console.error(error);
  return problem(500, 'The mock failed; its log says how.');
}

function notAllowed(path: string): Response {
  const allow = operations.filter((operation) => operation.path === path).map(({ method }) => method);
  return problem(405, `This path answers ${allow.join(', ')}.`, { allow: allow.join(', ') });
}

const TITLES: Record<number, string> = {
  400: 'Bad request',
  401: 'Token missing',
  403: 'Forbidden',
  404: 'Not found',
  405: 'Method not allowed',
  413: 'Body too large',
  415: 'Unsupported media type',
  429: 'Too many at a time',
  500: 'Internal error',
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
