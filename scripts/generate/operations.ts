import { type Contract, type Operation, schemaOf } from './contract.ts';
import { HEADER, union } from './text.ts';

/** `operations.ts`: what each operation sends and answers, as data. */
export function operationsFile(contract: Contract): string {
  const { operations, problems, server, bodyLimit } = contract;
  const table = Object.fromEntries(operations.map((operation) => [operation.id, row(contract, operation)]));
  const refusals = Object.fromEntries(
    problems.map(({ slug, status, title, schema }) => [slug, { status, title, schema }]),
  );
  return `${HEADER}
import type { components } from './schema.ts';

export { mounts, PROBLEM_URN } from './calls.ts';

export type OperationId =${union(operations.map((operation) => operation.id))};

export type ProblemSlug =${union(problems.map((problem) => problem.slug))};

export type SchemaName = keyof components['schemas'];

/** What an operation sends and answers. */
export interface Operation {
  readonly method: string;
  /** Below the server URL; \`{id}\` stands for a path parameter. */
  readonly path: string;
  /** The query parameters and how their text is read. */
  readonly query: Readonly<Record<string, 'string' | 'integer'>>;
  /** The schema of the request body, if there is one. */
  readonly body: SchemaName | null;
  readonly success: { readonly status: number; readonly schema: SchemaName };
  /** The refusals the contract lists for it. */
  readonly problems: readonly ProblemSlug[];
}

export const operations = ${JSON.stringify(table, null, 2)} as const satisfies Record<OperationId, Operation>;

/** Every refusal: its HTTP status, its title and the schema of its body. */
export const problems = ${JSON.stringify(refusals, null, 2)} as const satisfies Record<
  ProblemSlug,
  { status: number; title: string; schema: SchemaName }
>;

/** The refusals by slug. A refusal's \`type\` is \`PROBLEM_URN\` followed by its slug. */
export interface Problems {
${problems.map(({ slug, schema }) => `  '${slug}': components['schemas']['${schema}'];`).join('\n')}
}

/** Where \`referral-codes-mock\` listens unless told otherwise. */
export const defaultOrigin = ${JSON.stringify(server.origin)};

/** The most bytes a request body may have. */
export const bodyLimit = ${bodyLimit};
`;
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
