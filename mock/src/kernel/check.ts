import { type Operation, operations, type ProblemSlug, problems, validators } from '@referral-codes/sdk/contract';
import type { Exchange } from '../journal/exchange.ts';
import type { MockResponse } from '../message/response.ts';

/** The mock gave a response that the contract does not allow. */
export class AnswerError extends Error {
  override readonly name = 'AnswerError';
}

/**
 * Checks a response against the contract: its status, its media type and its body.
 * @throws AnswerError if it breaks the contract.
 */
export function checkResponse(
  { operation, method, target, problem }: Exchange,
  { status, headers, body }: MockResponse,
): void {
  const fail = (why: string) => {
    throw new AnswerError(`${method} ${target} was answered ${status}, which breaks the contract: ${why}`);
  };
  if (problem) checkProblem(operation ? operations[operation] : undefined, problem, status, body, fail);
  if (problem || !operation) return;
  const { success } = operations[operation];
  if (status !== success.status) fail(`${operation} answers ${success.status}`);
  if (headers['content-type'] !== 'application/json') fail('a record has the type application/json');
  if (body !== null) checkSchema(success.schema, body, fail);
}

function checkProblem(
  operation: Operation | undefined,
  problem: ProblemSlug,
  status: number,
  body: string | null,
  fail: (why: string) => void,
): void {
  if (operation && !operation.problems.includes(problem)) fail(`${problem} is not among its problems`);
  if (status !== problems[problem].status) fail(`${problem} has the status ${problems[problem].status}`);
  if (body !== null) checkSchema(problems[problem].schema, body, fail);
}

function checkSchema(schema: keyof typeof validators, body: string, fail: (why: string) => void): void {
  const validator = validators[schema];
  if (validator(JSON.parse(body))) return;
  const [error] = validator.errors ?? [];
  fail(`its body is not a valid ${schema}: ${error?.instancePath || 'it'} ${error?.message}`);
}
