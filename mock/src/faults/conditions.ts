import { type OperationId, operations } from '@referral-codes/sdk/contract';
import type { Fault } from './fault.ts';

/** What decides whether a fault takes effect on a request. */
export interface FaultTarget {
  readonly operation: OperationId;
  /** The path parameters, decoded. */
  readonly path: Readonly<Record<string, string>>;
  /** The query without the question mark. */
  readonly search: string;
  /** The value of a header, by its name in lower case. */
  readonly header: (name: string) => string | null;
  /** The body as parsed JSON; undefined if it is not JSON or was not read. */
  readonly body?: unknown;
}

/** Whether a request meets all conditions of a fault, except for those that depend on earlier requests or on chance. */
export function concerns(fault: Fault, request: FaultTarget): boolean {
  return (
    (fault.operation === undefined || fault.operation === request.operation) &&
    (!('problem' in fault) || operations[request.operation].problems.some((problem) => problem === fault.problem)) &&
    (fault.record === undefined || fault.record === request.path.id) &&
    (fault.pair === undefined || namesPair(request, fault.pair)) &&
    Object.entries(fault.headers ?? {}).every(([name, value]) => request.header(name.toLowerCase()) === value)
  );
}

/** Whether the body or the query of a request names the pair. */
function namesPair({ body, search }: FaultTarget, { mentor_id, org_id }: NonNullable<Fault['pair']>): boolean {
  const named = operationInput(body, search);
  return named.mentor_id === mentor_id && named.org_id === org_id;
}

const operationInput = (body: unknown, search: string): Record<string, unknown> =>
  typeof body === 'object' && body !== null ? { ...body } : Object.fromEntries(new URLSearchParams(search));
