import { fixedFields, pagedItem } from './client.ts';
import { type Contract, type Operation, PROBLEM_URN } from './contract.ts';
import { HEADER, union } from './text.ts';

/** `calls.ts`: only what the client needs to send an operation and recognise its problems, because every page downloads it. */
export function callsFile(contract: Contract): string {
  const table = Object.fromEntries(contract.operations.map((operation) => [operation.id, row(contract, operation)]));
  return `${HEADER}
export type OperationId =${union(contract.operations.map((operation) => operation.id))};

export type ProblemSlug =${union(contract.problems.map((problem) => problem.slug))};

/** How an operation is called. */
export interface Call {
  readonly method: string;
  /** Below the server URL; \`{id}\` stands for a path parameter. The method takes its path parameters in this order. */
  readonly path: string;
  /** The names of the query parameters. Undefined if there are none. */
  readonly query?: readonly string[];
  /** The fields of the body that can have only one value. Undefined if the operation has no body. */
  readonly body?: Readonly<Record<string, unknown>>;
  /** Set if the operation returns pages of a list. */
  readonly paged?: true;
  /** The problems that the contract lists for it, and the status of each. Undefined for a request that it does not know. */
  readonly problems?: { readonly [slug in OperationProblems[OperationId]]?: number };
}

/** The problems that the contract lists for each operation. */
export interface OperationProblems {
${contract.operations.map(({ id, problems }) => `  ${id}: ${problems.map((slug) => `'${slug}'`).join(' | ') || 'never'};`).join('\n')}
}

export const calls: Readonly<Record<OperationId, Call>> = ${JSON.stringify(table, null, 2)};

/** The segments of paths that are operations, where others have a path parameter: no value of it. */
export const RESERVED_SEGMENTS: readonly string[] = ${JSON.stringify(reservedSegments(contract))};

/** A problem's \`type\` is this and its slug. */
export const PROBLEM_URN = '${PROBLEM_URN}';

/** The documented mount path, with which a server URL ends by default. */
export const defaultMount = '${contract.server.mounts[0]}';
`;
}

function row(contract: Contract, operation: Operation) {
  const { method, path, parameters, body, problems } = operation;
  const query = parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name);
  const properties = body ? contract.schemas[body]?.properties : undefined;
  const fixed = fixedFields(contract, operation).map((name) => [name, properties?.[name]?.const]);
  return {
    method,
    path,
    ...(query.length > 0 && { query }),
    ...(body && { body: Object.fromEntries(fixed) }),
    ...(pagedItem(contract, operation) && { paged: true }),
    problems: Object.fromEntries(problems.map((slug) => [slug, statusOf(contract, slug)])),
  };
}

const statusOf = ({ problems }: Contract, slug: string) => problems.find((problem) => problem.slug === slug)?.status;

/** The last segments of paths that differ only there from a path that ends with a parameter. */
function reservedSegments({ operations }: Contract): string[] {
  const [parents, paths] = [/^(.*\/)\{\w+\}$/, /^(.*\/)(\w+)$/];
  const withParameter = operations.map(({ path }) => path.match(parents)?.[1]);
  const last = operations.map(({ path }) => path.match(paths) ?? []);
  return [...new Set(last.flatMap(([, parent, name]) => (name && withParameter.includes(parent) ? [name] : [])))];
}
