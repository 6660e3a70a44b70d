import { fixedFields, pagedItem } from './client.ts';
import { type Contract, type Operation, PROBLEM_URN } from './contract.ts';
import { HEADER } from './text.ts';

/** `calls.ts`: what the client needs to send an operation and to know its refusals, and no more: every page carries it. */
export function callsFile(contract: Contract): string {
  const table = Object.fromEntries(contract.operations.map((operation) => [operation.id, row(contract, operation)]));
  return `${HEADER}
import type { OperationId, ProblemSlug } from './operations.ts';

/** How an operation is called. */
export interface Call {
  readonly method: string;
  /** Below the server URL; \`{id}\` stands for a path parameter. The method takes them in this order. */
  readonly path: string;
  /** The names of the query parameters, if there are any. */
  readonly query?: readonly string[];
  /** The fields of the body that can only have one value; present exactly where there is a body. */
  readonly body?: Readonly<Record<string, unknown>>;
  /** Present where the answer is a page of many. */
  readonly paged?: true;
  /** The refusals the contract lists for it. */
  readonly problems: readonly ProblemSlug[];
}

/** The refusals the contract lists for each operation. */
export interface OperationProblems {
${contract.operations.map(({ id, problems }) => `  ${id}: ${problems.map((slug) => `'${slug}'`).join(' | ') || 'never'};`).join('\n')}
}

export const calls: Readonly<Record<OperationId, Call>> = ${JSON.stringify(table, null, 2)};

/** A refusal's \`type\` is this and its slug. */
export const PROBLEM_URN = '${PROBLEM_URN}';

/** The mounts a server URL may end in; the first is the documented one. */
export const mounts = ${JSON.stringify(contract.server.mounts)} as const;
`;
}

function row(contract: Contract, operation: Operation) {
  const { method, path, parameters, body, problems } = operation;
  const query = parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name);
  const fixed = fixedFields(contract, operation).map((name) => [
    name,
    contract.schemas[body!]!.properties![name]!.const,
  ]);
  return {
    method,
    path,
    ...(query.length > 0 && { query }),
    ...(body && { body: Object.fromEntries(fixed) }),
    ...(pagedItem(contract, operation) && { paged: true }),
    problems,
  };
}
