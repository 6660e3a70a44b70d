import { type OperationId, operations } from '@referral-codes/sdk/contract';
import { Exchange } from '../journal/exchange.ts';
import type { ReadBody } from '../message/body.ts';
import { isProblem, type ProblemDetails } from '../message/problem.ts';
import type { MockRequest } from '../message/request.ts';
import {
  jsonResponse,
  type MockResponse,
  optionsResponse,
  problemResponse,
  type ResponseHeaders,
} from '../message/response.ts';
import { splitTarget } from '../message/url.ts';
import type { Success } from '../rules/rules.ts';
import type { Session } from '../session.ts';
import { checkResponse } from './check.ts';
import { drawFaults, once } from './draw-faults.ts';
import { mayBreakContract, respondFaulty } from './faulty.ts';
import { type Call, handlers } from './operations.ts';
import { type FoundRoute, findRoute } from './router.ts';
import { checkBody, checkContentType, checkQuery } from './validate.ts';

/**
 * Responds to a request in a session, and adds request and response to the session's journal. The order of the checks is: path,
 * method, content type, size, JSON, schema, rules.
 * @throws the error of `readBody`, if the sender disconnects before the body is complete.
 * @throws {InvalidResponseError} if the session checks its responses, and this one breaks the contract.
 */
export async function handleRequest(session: Session, request: MockRequest, readBody: ReadBody): Promise<MockResponse> {
  const exchange = new Exchange(request);
  let response: MockResponse | undefined;
  try {
    response = withoutBodyForHead(request, await dispatch({ session, request, readBody, exchange }));
    if (session.checkResponses && !exchange.mayBreakContract) checkResponse(exchange, response);
    return response;
  } finally {
    exchange.end(response);
    session.journal.add(exchange);
  }
}

/** Rejects a request, and adds request and response to the journal of this session. */
export function rejectRequest(session: Session, request: MockRequest, problem: ProblemDetails): MockResponse {
  const exchange = new Exchange(request);
  const response = withoutBodyForHead(request, refuse(exchange, problem));
  exchange.end(response);
  session.journal.add(exchange);
  return response;
}

const withoutBodyForHead = ({ method }: MockRequest, response: MockResponse): MockResponse =>
  method === 'HEAD' ? { ...response, body: null } : response;

/** Everything that is needed to respond to one request. */
interface Context {
  readonly session: Session;
  readonly request: MockRequest;
  readonly readBody: ReadBody;
  readonly exchange: Exchange;
}

/** Without a promise if there is nothing to wait for: a promise for each step makes a GET take 1.2 times the processor time. */
function dispatch(context: Context): MockResponse | Promise<MockResponse> {
  const { session, request, exchange } = context;
  const { pathname, search } = splitTarget(request.target);
  const found = findRoute(pathname);
  if (!found) return refuse(exchange, pathNotFound);
  const { allow, methods } = found.route;
  if (request.method === 'OPTIONS') return optionsResponse(allow, request.header('access-control-request-headers'));
  const id = methods.get(request.method);
  if (!id) return refuse(exchange, methodNotAllowed(allow), ['allow', allow]);
  exchange.operation = id;
  const target = { ...found, search };
  if (!session.faults.isArmed && !session.preferFaults) return runOperation(context, id, target, true);
  return runWithFaults({ ...context, readBody: once(context.readBody) }, id, target);
}

/** Carries out an operation with the faults that are drawn for it. */
async function runWithFaults(context: Context, id: OperationId, target: Target): Promise<MockResponse> {
  const { exchange } = context;
  const drawn = await drawFaults(context, id, target);
  if (!drawn) return runOperation(context, id, target, true);
  if (isProblem(drawn)) {
    exchange.mayBreakContract = true; // No operation of the contract reads the header that is wrong.
    return refuse(exchange, drawn);
  }
  const { effect } = drawn;
  exchange.fault = effect?.kind ?? 'latency';
  exchange.effect = effect;
  exchange.mayBreakContract = mayBreakContract(effect);
  if (effect && 'problem' in effect) exchange.problem = effect.problem;
  return respondFaulty(drawn, (store) => runOperation(context, id, target, store));
}

interface Target extends FoundRoute {
  readonly search: string;
}

/** Reads a request for an operation and carries it out. @param store whether to store what the operation changes. */
function runOperation<Id extends OperationId>(
  context: Context,
  id: Id,
  target: Target,
  store: boolean,
): MockResponse | Promise<MockResponse> {
  if (operations[id].body !== null)
    return readCallWithBody(context, id, target).then((call) => runCall(context, id, target, call, store));
  const query = checkQuery(id, target.search);
  return runCall(context, id, target, isProblem(query) ? query : callOf(target, query.valid, undefined), store);
}

function runCall<Id extends OperationId>(
  { session, exchange }: Context,
  id: Id,
  target: Target,
  call: Call<Id> | ProblemDetails,
  store: boolean,
): MockResponse {
  if (isProblem(call)) return refuse(exchange, call);
  // Nothing is awaited between what the handler reads and what it changes, so every operation is atomic.
  const now = session.clock.now();
  exchange.circumstances = {
    order: ++operationsCarriedOut,
    now,
    ids: session.ids.state,
    onActiveConflict: session.onActiveConflict,
  };
  const outcome: Success<unknown> | ProblemDetails = handlers[id](session, call, now);
  if (isProblem(outcome)) return refuse(exchange, outcome);
  if (outcome.change && store) session.apply(outcome.change);
  const created = outcome.change?.add?.record;
  const location = created && locationOf(created, target.route.mount);
  return jsonResponse(operations[id].success.status, outcome.json, location);
}

/** The validators, the routes and the type Call are generated from the same contract. */
const callOf = <Id extends OperationId>({ path }: Target, query: object, body: unknown): Call<Id> =>
  ({ path, query, body }) as Call<Id>;

/** Reads and validates the body of a request for an operation. */
async function readCallWithBody<Id extends OperationId>(
  { request, readBody, exchange }: Context,
  id: Id,
  target: Target,
): Promise<Call<Id> | ProblemDetails> {
  const wrongType = checkContentType(request);
  if (wrongType) return wrongType;
  const bytes = await readBody();
  exchange.body = TEXT.decode(bytes);
  const body = checkBody(id, bytes);
  return isProblem(body) ? body : callOf(target, {}, body.valid);
}

function refuse(exchange: Exchange, problem: ProblemDetails, extraHeaders?: ResponseHeaders): MockResponse {
  exchange.problem = problem.problem;
  exchange.rule = problem.rule ?? null;
  return problemResponse(problem, extraHeaders);
}

const TEXT = new TextDecoder();

/** Orders the operations of all sessions. */
let operationsCarriedOut = 0;

const [RECORD] = operations.getRecord.path.split('{id}');

/** Where a created record can be read. */
const locationOf = ({ id }: { id: string }, mount: string): ResponseHeaders => [
  'location',
  mount + RECORD + encodeURIComponent(id),
];

const pathNotFound: ProblemDetails = {
  problem: 'path-not-found',
  detail: 'No operation has this path. A path with a trailing slash is another path.',
};

const methodNotAllowed = (allow: string): ProblemDetails => ({
  problem: 'method-not-allowed',
  detail: `The methods of this path are ${allow}.`,
  rule: 'other-methods-are-405',
});
