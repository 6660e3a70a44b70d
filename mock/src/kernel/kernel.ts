import { type Operation, type OperationId, operations } from '@referral-codes/sdk/contract';
import { Exchange } from '../journal/exchange.ts';
import type { ReadBody } from '../message/body.ts';
import { isProblem, type ProblemDetails } from '../message/problem.ts';
import type { MockRequest } from '../message/request.ts';
import { jsonResponse, type MockResponse, optionsResponse, problemResponse } from '../message/response.ts';
import { splitTarget } from '../message/url.ts';
import type { Success } from '../rules/rules.ts';
import type { Session } from '../session.ts';
import { checkAnswer } from './check.ts';
import { answerFaulty } from './faulty.ts';
import { type Call, handlers } from './operations.ts';
import { type Match, match } from './router.ts';
import { checkBody, checkContentType, checkQuery, textOf } from './validate.ts';

/**
 * Answers a request in a session and notes it in its journal, at once where there is nothing to wait for. Checks in this
 * order: path, method, content type, size, JSON, schema, rules. Rejects where the sender goes away before its body is whole.
 */
export function handleRequest(
  session: Session,
  request: MockRequest,
  readBody: ReadBody,
): MockResponse | Promise<MockResponse> {
  const exchange = new Exchange(request);
  const answered = dispatch({ session, request, readBody, exchange });
  if (!(answered instanceof Promise)) return recordExchange(session, exchange, answered);
  return answered.then(
    (answer) => recordExchange(session, exchange, answer),
    (error) => {
      exchange.finish(undefined);
      session.journal.add(exchange);
      throw error;
    },
  );
}

/** Refuses a request that is for no session; the journal of this one tells of it. */
export function rejectRequest(session: Session, request: MockRequest, refusal: ProblemDetails): MockResponse {
  const exchange = new Exchange(request);
  return recordExchange(session, exchange, refuse(exchange, refusal));
}

function recordExchange(session: Session, exchange: Exchange, answer: MockResponse): MockResponse {
  const seen = exchange.method === 'HEAD' ? { ...answer, body: null } : answer;
  if (session.checkAnswers && !exchange.fault) checkAnswer(exchange, seen);
  exchange.finish(seen);
  session.journal.add(exchange);
  return seen;
}

/** All that answering one request needs. */
interface Context {
  readonly session: Session;
  readonly request: MockRequest;
  readonly readBody: ReadBody;
  readonly exchange: Exchange;
}

function dispatch(context: Context): MockResponse | Promise<MockResponse> {
  const { session, request, exchange } = context;
  const { pathname, search } = splitTarget(request.target);
  const found = match(pathname);
  if (!found) return refuse(exchange, pathNotFound);
  const { allow, methods } = found.route;
  if (request.method === 'OPTIONS') return optionsResponse(allow, request.header('access-control-request-headers'));
  const id = methods.get(request.method);
  if (!id) return refuse(exchange, methodNotAllowed(allow), ['allow', allow]);
  exchange.operation = id;
  const drawn = session.faults.draw(id);
  if (!drawn) return serve(context, id, found, search, true);
  exchange.fault = drawn.effect?.kind ?? 'latency';
  return answerFaulty(drawn, (store) => serve(context, id, found, search, store));
}

function serve(
  context: Context,
  id: OperationId,
  found: Match,
  search: string,
  store: boolean,
): MockResponse | Promise<MockResponse> {
  if ((operations[id] as Operation).body !== null) return serveBody(context, id, found, store);
  const query = checkQuery(id, search);
  if (isProblem(query)) return refuse(context.exchange, query);
  return run(context, id, found, { path: found.path, query: query.kept, body: undefined }, store);
}

function serveBody(
  context: Context,
  id: OperationId,
  found: Match,
  store: boolean,
): MockResponse | Promise<MockResponse> {
  const { request, readBody, exchange } = context;
  const refusal = checkContentType(request);
  if (refusal) return refuse(exchange, refusal);
  const go = (bytes: Uint8Array | undefined): MockResponse => {
    const text = bytes && textOf(bytes);
    exchange.body = text instanceof Uint8Array ? new TextDecoder().decode(text) : text;
    const body = checkBody(id, text);
    if (isProblem(body)) return refuse(exchange, body);
    return run(context, id, found, { path: found.path, query: {}, body: body.kept }, store);
  };
  const bytes = readBody();
  return bytes instanceof Promise ? bytes.then(go) : go(bytes);
}

/** Nothing is awaited between what the handler reads and what it changes: every operation is atomic. */
function run(
  { session, exchange }: Context,
  id: OperationId,
  { route }: Match,
  call: object,
  store: boolean,
): MockResponse {
  // The operations table says which call belongs to which handler; the checks have made it so.
  const handler = handlers[id] as (session: Session, call: Call) => Success<unknown> | ProblemDetails;
  const outcome = handler(session, call as Call);
  if (isProblem(outcome)) return refuse(exchange, outcome);
  if (outcome.change && store) session.apply(outcome.change);
  const { status } = operations[id].success;
  const created = outcome.change?.add?.record;
  return jsonResponse(status, outcome.json, created && locationOf(created, route.mount));
}

function refuse(exchange: Exchange, refusal: ProblemDetails, said?: readonly string[]): MockResponse {
  exchange.problem = refusal.problem;
  exchange.rule = refusal.rule;
  return problemResponse(refusal, said);
}

const [RECORD] = operations.getRecord.path.split('{id}');

/** Where a created record is read. */
function locationOf({ id }: { id: string }, mount: string): string[] {
  return ['location', mount + RECORD + encodeURIComponent(id)];
}

const pathNotFound: ProblemDetails = {
  problem: 'path-not-found',
  detail: 'No operation has this path. Mind that a trailing slash makes another path.',
};

const methodNotAllowed = (allow: string): ProblemDetails => ({
  problem: 'method-not-allowed',
  detail: `This path answers ${allow}.`,
  rule: 'other-methods-are-405',
});
