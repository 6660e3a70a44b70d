import { type Context, Hono } from 'hono';
import { InputError, LimitError } from '../errors.ts';
import { toShownJson } from '../journal/control-characters.ts';
import { type Dropped, DroppedExchangesError } from '../journal/dropped.ts';
import { WaitTimeoutError } from '../journal/wait.ts';
import type { Mock } from '../mock.ts';
import { StateError } from '../state/state.ts';
import { VerificationError } from '../verify/failure.ts';
import { type ControlId, controlOperations } from './generated/control.ts';
import { forbiddenReason, type GuardOptions } from './guard.ts';
import type { ControlHandlers } from './handler-types.ts';
import { controlHandlers, NotFoundError } from './handlers.ts';
import { readInput, readSession } from './request.ts';
import { ControlRequestError } from './validated.ts';

/** The path that all paths of the control API begin with. */
export const CONTROL_PREFIX = '/__mock';

/** Responds to a request to the control API. */
export async function handleControlRequest(mock: Mock, request: Request, guard: GuardOptions): Promise<Response> {
  try {
    return await app.fetch(request, { mock, guard });
  } catch (error) {
    return errorResponse(error, request.signal);
  }
}

type Env = { Bindings: { mock: Mock; guard: GuardOptions } };

const app = new Hono<Env>();

app.use(async ({ req, env }, next) => {
  const forbidden = forbiddenReason(req.raw, env.guard);
  return forbidden ? problem(forbidden.status, forbidden.detail) : next();
});

/** Hono's patterns for a path of `control.yaml`. The overview is at the prefix with and without a trailing slash. */
const patternsOf = (path: string): string[] =>
  path === '/' ? [CONTROL_PREFIX, `${CONTROL_PREFIX}/`] : [CONTROL_PREFIX + path.replaceAll(/\{(\w+)\}/g, ':$1')];

const operations = Object.entries(controlOperations).map(([id, { method, path }]) => ({
  id: id as ControlId,
  method,
  path,
}));

for (const { id, method, path } of operations)
  app.on(method, patternsOf(path), (context) =>
    // Hono treats HEAD as a GET whose body it discards, and would never finish reading an event stream.
    context.req.raw.method === method ? handle(id, context) : methodNotAllowed(path),
  );
for (const { path } of operations) app.on('ALL', patternsOf(path), () => methodNotAllowed(path));
app.notFound(() => problem(404, `The control API has no such path; see ${CONTROL_PREFIX}/openapi.json.`));
// Hono handles only Error objects here, but an abort may have any reason; so all errors go to handleControlRequest.
app.onError((error) => {
  throw error;
});

async function handle<Id extends ControlId>(id: Id, { req, env: { mock } }: Context<Env>): Promise<Response> {
  const name = readSession(req.raw);
  const input = await readInput(id, req.param(), req.raw);
  const session = mock.session(name);
  const handler: ControlHandlers[Id] = controlHandlers[id];
  const result = await handler({ ...input, mock, session, signal: req.raw.signal });
  const { method, path, success } = controlOperations[id];
  if (method !== 'GET' && !READING.includes(id)) mock.onChange?.();
  if (result instanceof Response) return result;
  if (result === undefined) return new Response(null, { status: success });
  const isOfAll = 'sessions' in input.query;
  const headers = path === '/journal' ? droppedHeader(isOfAll ? mock.allJournals : session.journal) : {};
  return new Response(toShownJson(result), {
    status: success,
    headers: { 'content-type': 'application/json', ...headers },
  });
}

/** The operations that change nothing, although their method is not GET. */
const READING: readonly ControlId[] = ['verify', 'replay'];

/** Tells a client that reads the journal what it no longer contains. */
const droppedHeader = ({ dropped }: { readonly dropped: Dropped }): Record<string, string> =>
  dropped.exchanges + dropped.bodies > 0
    ? { 'x-mock-dropped': `exchanges=${dropped.exchanges}, bodies=${dropped.bodies}` }
    : {};

/** Lists every error that the client can cause. Any other error is a defect of the mock: it is logged, and not shown. */
function errorResponse(error: unknown, signal: AbortSignal): Response {
  if (error instanceof ControlRequestError) return problem(error.status, error.message);
  if (error instanceof InputError || error instanceof StateError) return problem(400, error.message);
  if (error instanceof NotFoundError || error instanceof WaitTimeoutError) return problem(404, error.message);
  if (error instanceof VerificationError || error instanceof DroppedExchangesError) return problem(409, error.message);
  if (error instanceof LimitError) return problem(429, error.message);
  // The client has disconnected, so nobody reads this response.
  if (signal.aborted) return new Response(null, { status: 499 });
  console.error(error);
  return problem(500, 'The mock failed because of an internal error; see its log.');
}

function methodNotAllowed(path: string): Response {
  const allow = operations.filter((operation) => operation.path === path).map(({ method }) => method);
  return problem(405, `The methods of this path are ${allow.join(', ')}.`, { allow: allow.join(', ') });
}

const TITLES: Record<number, string> = {
  400: 'Bad request',
  401: 'Token missing',
  403: 'Forbidden',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'Not as expected',
  413: 'Body too large',
  415: 'Unsupported media type',
  429: 'Limit reached',
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
