import type { Effect, FaultKind } from '../faults/fault.ts';
import type { DrawnFaults } from '../faults/faults.ts';
import { problemBody } from '../faults/problem-body.ts';
import { type MockResponse, rawProblemResponse } from '../message/response.ts';

/**
 * Responds as the drawn faults demand.
 * @param operate carries the request out; it stores what it changes if `store` is true.
 */
export async function respondFaulty(
  { delay, effect }: DrawnFaults,
  operate: (store: boolean) => MockResponse | Promise<MockResponse>,
): Promise<MockResponse> {
  if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay));
  switch (effect?.kind) {
    case undefined:
      return operate(true);
    case 'status':
    case 'rate-limit':
      return refuse(effect);
    case 'reset':
    case 'silence':
      return { status: 0, headers: [], body: null, connectionFault: effect.kind };
    case 'malformed-json':
      return change(await operate(true), (body) => body.slice(0, -1));
    case 'broken-contract':
      return change(await operate(true), breakContract);
    case 'truncated-body':
      return { ...(await operate(true)), connectionFault: 'truncate' };
    case 'answered-not-stored':
      return operate(false);
    case 'stored-not-answered':
      return { ...(await operate(true)), connectionFault: 'reset' };
  }
}

function refuse(effect: Extract<Effect, { kind: 'status' | 'rate-limit' }>): MockResponse {
  const detail = 'An armed fault made the mock send this response.';
  if (effect.kind === 'rate-limit')
    return rawProblemResponse({ type: 'about:blank', title: 'Too Many Requests', status: 429, detail }, [
      'retry-after',
      String(effect.retryAfter),
    ]);
  if ('status' in effect)
    return rawProblemResponse({ type: 'about:blank', title: `Status ${effect.status}`, status: effect.status, detail });
  return rawProblemResponse(problemBody(effect.problem, effect.members));
}

/** Whether an effect may lead to a response that the contract does not allow. */
export const mayBreakContract = (effect: DrawnFaults['effect']): boolean =>
  effect?.kind === 'status' ? 'status' in effect : effect !== undefined && BREAKING.includes(effect.kind);

const BREAKING: readonly FaultKind[] = ['rate-limit', 'malformed-json', 'broken-contract', 'reset', 'silence'];

const change = ({ status, headers, body }: MockResponse, how: (body: string) => string): MockResponse => ({
  status,
  headers,
  body: body && how(body),
});

/** Turns every string into a number and every number into a string: no schema of the contract allows both. */
function breakContract(body: string): string {
  return JSON.stringify(
    JSON.parse(body, (_, value) => {
      if (typeof value === 'string') return value.length;
      return typeof value === 'number' ? String(value) : value;
    }),
  );
}
