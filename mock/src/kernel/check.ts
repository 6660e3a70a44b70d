import { type Operation, operations, type ProblemSlug, problems, validators } from '@referral-codes/sdk/contract';
import type { Exchange } from '../journal/exchange.ts';
import { headerPairs, type MockResponse } from '../message/response.ts';

/** Thrown for a response of the mock that the contract does not allow. */
export class InvalidResponseError extends Error {
  override readonly name = 'InvalidResponseError';
}

/**
 * Checks a response against the contract: its status, its media type and its body.
 * @throws InvalidResponseError if it breaks the contract.
 */
export function checkResponse(
  { operation, method, target, problem }: Exchange,
  { status, headers, body }: MockResponse,
): void {
  const fail = (why: string) => {
    throw new InvalidResponseError(`the response ${status} to ${method} ${target} breaks the contract: ${why}`);
  };
  if (problem) checkProblem(operation ? operations[operation] : undefined, problem, status, body, fail);
  if (problem || !operation) return;
  const { success } = operations[operation];
  if (status !== success.status) fail(`the status of a successful ${operation} is ${success.status}`);
  if (new Headers(headerPairs(headers)).get('content-type') !== 'application/json')
    fail('its media type is not application/json');
  if (body !== null) checkSchema(success.schema, body, fail);
}

function checkProblem(
  operation: Operation | undefined,
  problem: ProblemSlug,
  status: number,
  body: string | null,
  fail: (why: string) => void,
): void {
  if (operation && !operation.problems.includes(problem))
    fail(`the contract does not list the problem ${problem} for this operation`);
  if (status !== problems[problem].status) fail(`the status of the problem ${problem} is ${problems[problem].status}`);
  if (body !== null) checkSchema(problems[problem].schema, body, fail);
}

function checkSchema(schema: keyof typeof validators, body: string, fail: (why: string) => void): void {
  const validator = validators[schema];
  if (validator(JSON.parse(body))) return;
  const [error] = validator.errors ?? [];
  fail(`its body is not a valid ${schema}: ${error?.instancePath || 'it'} ${error?.message}`);
}
