import { type Operation, type OperationId, operations } from '@referral-codes/sdk/contract';
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
import { respondFaulty } from './faulty.ts';
import { type Call, handlers } from './operations.ts';
import { findRoute } from './router.ts';
import { checkBody, checkContentType, checkQuery } from './validate.ts';

/**
 * Answers a request in a session, and adds both to its journal. Checks in this order: path, method, content type, size, JSON,
 * schema, rules.
 * @throws Error if the sender goes away before its body is complete.
 * @throws AnswerError if the session checks its responses, and this one breaks the contract.
 */
export async function handleRequest(session: Session, request: MockRequest, readBody: ReadBody): Promise<MockResponse> {
  const exchange = new Exchange(request);
  let response: MockResponse | undefined;
  try {
    response = withoutBodyForHead(request, await dispatch({ session, request, readBody, exchange }));
    if (session.checkAnswers && !exchange.fault) checkResponse(exchange, response);
    return response;
  } finally {
    exchange.end(response);
    session.journal.add(exchange);
  }
}

/** Refuses a request that is for no session, and adds both to the journal of this one. */
export function rejectRequest(session: Session, request: MockRequest, problem: ProblemDetails): MockResponse {
  const exchange = new Exchange(request);
  const response = withoutBodyForHead(request, refuse(exchange, problem));
  exchange.end(response);
  session.journal.add(exchange);
  return response;
}

const withoutBodyForHead = ({ method }: MockRequest, response: MockResponse): MockResponse =>
  method === 'HEAD' ? { ...response, body: null } : response;

/** All that is needed to answer one request. */
interface Context {
  readonly session: Session;
  readonly request: MockRequest;
  readonly readBody: ReadBody;
  readonly exchange: Exchange;
}

async function dispatch(context: Context): Promise<MockResponse> {
  const { session, request, exchange } = context;
  const { pathname, search } = splitTarget(request.target);
  const found = findRoute(pathname);
  if (!found) return refuse(exchange, pathNotFound);
  const { allow, methods, mount } = found.route;
  if (request.method === 'OPTIONS') return optionsResponse(allow, request.header('access-control-request-headers'));
  const id = methods.get(request.method);
  if (!id) return refuse(exchange, methodNotAllowed(allow), { allow });
  exchange.operation = id;
  const operate = async (store: boolean): Promise<MockResponse> => {
    const call = await readCall(context, id, found.path, search);
    return isProblem(call) ? refuse(exchange, call) : run(context, id, call, mount, store);
  };
  const drawn = session.faults.draw(id);
  if (!drawn) return operate(true);
  exchange.fault = drawn.effect?.kind ?? 'latency';
  return respondFaulty(drawn, operate);
}

/** Reads and validates what the request asks of an operation. */
async function readCall(
  { request, readBody, exchange }: Context,
  id: OperationId,
  path: Call['path'],
  search: string,
): Promise<object | ProblemDetails> {
  if ((operations[id] as Operation).body === null) {
    const query = checkQuery(id, search);
    return isProblem(query) ? query : { path, query: query.valid, body: undefined };
  }
  const wrongType = checkContentType(request);
  if (wrongType) return wrongType;
  const bytes = await readBody();
  exchange.body = TEXT.decode(bytes);
  const body = checkBody(id, bytes);
  return isProblem(body) ? body : { path, query: {}, body: body.valid };
}

/** Nothing is awaited between what the handler reads and what it changes, so every operation is atomic. */
function run({ session, exchange }: Context, id: OperationId, call: object, mount: string, store: boolean) {
  // TypeScript cannot connect the call with the handler of the same operation; readCall has validated it for that operation.
  const handler = handlers[id] as (session: Session, call: Call) => Success<unknown> | ProblemDetails;
  const outcome = handler(session, call as Call);
  if (isProblem(outcome)) return refuse(exchange, outcome);
  if (outcome.change && store) session.apply(outcome.change);
  const created = outcome.change?.add?.record;
  return jsonResponse(operations[id].success.status, outcome.json, created && locationOf(created, mount));
}

function refuse(exchange: Exchange, problem: ProblemDetails, extraHeaders?: ResponseHeaders): MockResponse {
  exchange.problem = problem.problem;
  exchange.rule = problem.rule ?? null;
  return problemResponse(problem, extraHeaders);
}

const TEXT = new TextDecoder();
const [RECORD] = operations.getRecord.path.split('{id}');

/** Where a created record can be read. */
const locationOf = ({ id }: { id: string }, mount: string): ResponseHeaders => ({
  location: mount + RECORD + encodeURIComponent(id),
});

const pathNotFound: ProblemDetails = {
  problem: 'path-not-found',
  detail: 'No operation has this path. Note that a trailing slash makes it another path.',
};

const methodNotAllowed = (allow: string): ProblemDetails => ({
  problem: 'method-not-allowed',
  detail: `This path answers ${allow}.`,
  rule: 'other-methods-are-405',
});
