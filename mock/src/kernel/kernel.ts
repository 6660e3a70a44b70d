import { type Operation, type OperationId, operations } from '@referral-codes/sdk/contract';
import { Exchange } from '../journal/exchange.ts';
import type { ReadBody } from '../message/body.ts';
import { isRefusal, type Refusal } from '../message/problem.ts';
import { type Answer, jsonAnswer, optionsAnswer, refusalAnswer } from '../message/response.ts';
import { splitTarget } from '../message/url.ts';
import type { Accepted } from '../rules/rules.ts';
import type { World } from '../session.ts';
import { checkAnswer } from './check.ts';
import { answerFaulty } from './faulty.ts';
import { type Call, handlers } from './operations.ts';
import { type Match, match } from './router.ts';
import { type Asked, checkBody, checkBodyHeaders, checkQuery, textOf } from './validate.ts';

/**
 * Answers a request in a world and notes it in its journal, at once where there is nothing to wait for. Checks in this
 * order: path, method, content type, size, JSON, schema, rules. Rejects where the sender goes away before its body is whole.
 */
export function answer(world: World, request: Asked, readBody: ReadBody): Answer | Promise<Answer> {
  const exchange = new Exchange(request);
  const answered = dispatch({ world, request, readBody, exchange });
  if (!(answered instanceof Promise)) return note(world, exchange, answered);
  return answered.then(
    (answer) => note(world, exchange, answer),
    (error) => {
      exchange.finish(undefined);
      world.journal.add(exchange);
      throw error;
    },
  );
}

/** Refuses a request that is for no world; the journal of this one tells of it. */
export function turnAway(world: World, request: Asked, refusal: Refusal): Answer {
  const exchange = new Exchange(request);
  return note(world, exchange, refuse(exchange, refusal));
}

function note(world: World, exchange: Exchange, answer: Answer): Answer {
  const seen = exchange.method === 'HEAD' ? { ...answer, body: null } : answer;
  if (world.checkAnswers && !exchange.fault) checkAnswer(exchange, seen);
  exchange.finish(seen);
  world.journal.add(exchange);
  return seen;
}

/** All that answering one request needs. */
interface Context {
  readonly world: World;
  readonly request: Asked;
  readonly readBody: ReadBody;
  readonly exchange: Exchange;
}

function dispatch(context: Context): Answer | Promise<Answer> {
  const { world, request, exchange } = context;
  const { pathname, search } = splitTarget(request.target);
  const found = match(pathname);
  if (!found) return refuse(exchange, pathNotFound);
  const { allow, methods } = found.route;
  if (request.method === 'OPTIONS') return optionsAnswer(allow, request.header('access-control-request-headers'));
  const id = methods.get(request.method);
  if (!id) return refuse(exchange, methodNotAllowed(allow), ['allow', allow]);
  exchange.operation = id;
  const drawn = world.faults.draw(id);
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
): Answer | Promise<Answer> {
  if ((operations[id] as Operation).body !== null) return serveBody(context, id, found, store);
  const query = checkQuery(id, search);
  if (isRefusal(query)) return refuse(context.exchange, query);
  return run(context, id, found, { path: found.path, query: query.kept, body: undefined }, store);
}

function serveBody(context: Context, id: OperationId, found: Match, store: boolean): Answer | Promise<Answer> {
  const { request, readBody, exchange } = context;
  const refusal = checkBodyHeaders(request);
  if (refusal) return refuse(exchange, refusal);
  const go = (bytes: Uint8Array | undefined): Answer => {
    const text = bytes && textOf(bytes);
    exchange.body = text instanceof Uint8Array ? new TextDecoder().decode(text) : text;
    const body = checkBody(id, text);
    if (isRefusal(body)) return refuse(exchange, body);
    return run(context, id, found, { path: found.path, query: {}, body: body.kept }, store);
  };
  const bytes = readBody();
  return bytes instanceof Promise ? bytes.then(go) : go(bytes);
}

/** Nothing is awaited between what the handler reads and what it changes: every operation is atomic. */
function run({ world, exchange }: Context, id: OperationId, { route }: Match, call: object, store: boolean): Answer {
  // The operations table says which call belongs to which handler; the checks have made it so.
  const handler = handlers[id] as (world: World, call: Call) => Accepted<unknown> | Refusal;
  const outcome = handler(world, call as Call);
  if (isRefusal(outcome)) return refuse(exchange, outcome);
  if (outcome.change && store) world.apply(outcome.change);
  const { status } = operations[id].success;
  const created = outcome.change?.add?.record;
  return jsonAnswer(status, outcome.json, created && locationOf(created, route.mount));
}

function refuse(exchange: Exchange, refusal: Refusal, said?: readonly string[]): Answer {
  exchange.problem = refusal.problem;
  exchange.rule = refusal.rule;
  return refusalAnswer(refusal, said);
}

const [RECORD] = operations.getRecord.path.split('{id}');

/** Where a created record is read. */
function locationOf({ id }: { id: string }, mount: string): string[] {
  return ['location', mount + RECORD + encodeURIComponent(id)];
}

const pathNotFound: Refusal = {
  problem: 'path-not-found',
  detail: 'No operation has this path. Mind that a trailing slash makes another path.',
};

const methodNotAllowed = (allow: string): Refusal => ({
  problem: 'method-not-allowed',
  detail: `This path answers ${allow}.`,
  rule: 'other-methods-are-405',
});
