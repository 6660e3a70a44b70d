import { type Operation, operations, type ProblemSlug, problems, validators } from '@referral-codes/sdk/contract';
import type { Exchange } from '../journal/exchange.ts';
import { headerPairs, type MockResponse } from '../message/response.ts';

/** The mock gave an answer the contract does not allow. */
export class AnswerError extends Error {
  override readonly name = 'AnswerError';
}

/** Holds an answer to the contract: its status, its media type and its body. Throws an AnswerError. */
export function checkAnswer(
  { operation, method, target, problem }: Exchange,
  { status, headers, body }: MockResponse,
): void {
  const fail = (why: string) => {
    throw new AnswerError(`${method} ${target} was answered ${status}, which breaks the contract: ${why}`);
  };
  if (problem) checkProblem(operation && operations[operation], problem, status, body, fail);
  if (problem || !operation) return;
  const { success } = operations[operation];
  if (status !== success.status) fail(`${operation} answers ${success.status}`);
  if (!headerPairs(headers).some(([name, value]) => name === 'content-type' && value === 'application/json'))
    fail('a record is typed application/json');
  if (body !== null) holds(success.schema, body, fail);
}

function checkProblem(
  operation: Operation | undefined,
  problem: ProblemSlug,
  status: number,
  body: string | null,
  fail: (why: string) => void,
): void {
  if (operation && !operation.problems.includes(problem)) fail(`${problem} is not among its refusals`);
  if (status !== problems[problem].status) fail(`${problem} has the status ${problems[problem].status}`);
  if (body !== null) holds(problems[problem].schema, body, fail);
}

function holds(schema: keyof typeof validators, body: string, fail: (why: string) => void): void {
  const validator = validators[schema];
  if (validator(JSON.parse(body))) return;
  const [error] = validator.errors!;
  fail(`its body is no ${schema}: ${error!.instancePath || 'it'} ${error!.message}`);
}
