import { type Operation, type OperationId, operations } from '@referral-codes/sdk/contract';
import { type Answer, jsonAnswer, optionsAnswer, refusalAnswer } from './answer.ts';
import type { ReadBody } from './body.ts';
import { type Call, handlers } from './operations.ts';
import { isRefusal, type Refusal } from './refusal.ts';
import { type Asked, checkBody, checkBodyHeaders, checkQuery } from './request.ts';
import { type Match, match } from './router.ts';
import type { Accepted } from './rules.ts';
import { splitUrl } from './url.ts';
import type { World } from './world.ts';

/**
 * Answers a request in a world, at once where there is no body to wait for. Checks in this order: path, method, content
 * type, size, JSON, schema, rules. Rejects where the sender goes away before its body is whole.
 */
export function answer(world: World, request: Asked, readBody: ReadBody): Answer | Promise<Answer> {
  const answered = dispatch(world, request, readBody);
  return request.method === 'HEAD' && !(answered instanceof Promise) ? { ...answered, body: null } : answered;
}

function dispatch(world: World, request: Asked, readBody: ReadBody): Answer | Promise<Answer> {
  const { pathname, search } = splitUrl(request.url);
  const found = match(pathname);
  if (!found) return refusalAnswer(pathNotFound);
  const { route } = found;
  if (request.method === 'OPTIONS')
    return optionsAnswer(route.allow, request.headers.get('access-control-request-headers'));
  const id = route.methods.get(request.method);
  if (!id) return refusalAnswer(methodNotAllowed(route.allow), { allow: route.allow });
  if (hasBody(id)) return answerWithBody(world, id, found, request, readBody);
  const query = checkQuery(id, search);
  if (isRefusal(query)) return refusalAnswer(query);
  return run(world, id, found, { path: found.path, query: query.kept, body: undefined });
}

async function answerWithBody(world: World, id: OperationId, found: Match, request: Asked, readBody: ReadBody) {
  const refusal = checkBodyHeaders(request);
  if (refusal) return refusalAnswer(refusal);
  const body = await checkBody(id, readBody);
  if (isRefusal(body)) return refusalAnswer(body);
  return run(world, id, found, { path: found.path, query: {}, body: body.kept });
}

/** Nothing is awaited between what the handler reads and what it changes: every operation is atomic. */
function run(world: World, id: OperationId, { route }: Match, call: object): Answer {
  // The operations table says which call belongs to which handler; the checks have made it so.
  const handler = handlers[id] as (world: World, call: Call) => Accepted<unknown> | Refusal;
  const outcome = handler(world, call as Call);
  if (isRefusal(outcome)) return refusalAnswer(outcome);
  if (outcome.change) world.apply(outcome.change);
  const { status } = operations[id].success;
  return jsonAnswer(status, outcome.value, status === 201 ? locationOf(outcome.value, route.mount) : undefined);
}

/** Where a created record is read. */
function locationOf(value: unknown, mount: string): Record<string, string> {
  const { id } = value as { id: string };
  return { location: mount + operations.getRecord.path.replace('{id}', encodeURIComponent(id)) };
}

const hasBody = (id: OperationId): boolean => (operations[id] as Operation).body !== null;

const pathNotFound: Refusal = {
  problem: 'path-not-found',
  detail: 'No operation has this path. Mind that a trailing slash makes another path.',
};

const methodNotAllowed = (allow: string): Refusal => ({
  problem: 'method-not-allowed',
  detail: `This path answers ${allow}.`,
  rule: 'other-methods-are-405',
});
