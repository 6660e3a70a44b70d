import { type Contract, type Operation, schemaOf } from './contract.ts';
import { HEADER } from './text.ts';

/** `operations.ts`: the requests and responses of each operation, as data. */
export function operationsFile(contract: Contract): string {
  const { operations, problems, server, bodyLimit } = contract;
  const table = Object.fromEntries(operations.map((operation) => [operation.id, row(contract, operation)]));
  const problemTable = Object.fromEntries(
    problems.map(({ slug, status, title, schema }) => [slug, { status, title, schema }]),
  );
  return `${HEADER}
import type { OperationId, ProblemSlug } from './calls.ts';
import type { components } from './schema.ts';

export { type OperationId, PROBLEM_URN, type ProblemSlug } from './calls.ts';

export type SchemaName = keyof components['schemas'];

/** The request and the responses of an operation. */
export interface Operation {
  readonly method: string;
  /** Below the server URL; \`{id}\` stands for a path parameter. */
  readonly path: string;
  /** The query parameters and their types. */
  readonly query: Readonly<Record<string, 'string' | 'integer'>>;
  /** The schema of the request body; null if there is none. */
  readonly body: SchemaName | null;
  /** The status and the body schema of the successful response. */
  readonly success: { readonly status: number; readonly schema: SchemaName };
  /** The problems that the contract lists for it. */
  readonly problems: readonly ProblemSlug[];
}

export const operations = ${JSON.stringify(table, null, 2)} as const satisfies Record<OperationId, Operation>;

/** Every problem: its HTTP status, its title and the schema of its body. */
export const problems = ${JSON.stringify(problemTable, null, 2)} as const satisfies Record<
  ProblemSlug,
  { status: number; title: string; schema: SchemaName }
>;

/** The path parameters of each operation, decoded. */
export interface PathParameters {
${operations.map((operation) => `  ${operation.id}: ${pathType(operation)};`).join('\n')}
}

/** The body of each problem, by slug. Its \`type\` is \`PROBLEM_URN\` followed by the slug. */
export interface Problems {
${problems.map(({ slug, schema }) => `  '${slug}': components['schemas']['${schema}'];`).join('\n')}
}

/** The mount paths that a server URL may end with; the first one is the documented one. */
export const mounts = ${JSON.stringify(server.mounts)} as const;

/** Where \`referral-codes-mock\` listens by default. */
export const defaultOrigin = ${JSON.stringify(server.origin)};

/** The largest request body, in bytes. */
export const bodyLimit = ${bodyLimit};
`;
}

/** The type of the path parameters of an operation. */
function pathType({ parameters }: Operation): string {
  const path = parameters.filter((parameter) => parameter.in === 'path');
  if (path.length === 0) return 'Record<never, string>';
  return `{ ${path.map(({ name }) => `readonly ${name}: string`).join('; ')} }`;
}

function row(contract: Contract, { method, path, parameters, body, success, problems }: Operation) {
  const query = parameters.filter((parameter) => parameter.in === 'query');
  return {
    method,
    path,
    query: Object.fromEntries(query.map(({ name, schema }) => [name, schemaOf(contract, schema).type])),
    body: body ?? null,
    success,
    problems,
  };
}

/** \`examples.ts\`: the source document's own requests and responses, by operation. */
export function examplesFile({ operations }: Contract): string {
  const table = Object.fromEntries(
    operations.filter(({ documented }) => documented.response).map(({ id, documented }) => [id, documented]),
  );
  return `${HEADER}
/** The source document's own request and response of each operation. */
export const examples = ${JSON.stringify(table, null, 2)} as const;
`;
}
