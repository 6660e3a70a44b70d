import { argumentsOf, pagedItem } from './client.ts';
import type { Contract, Operation } from './contract.ts';
import { comment, HEADER, pascal } from './text.ts';

/** `queries.ts`: what a query library is told of each operation. */
export function queriesFile(contract: Contract): string {
  const reads = contract.operations.filter(({ method }) => method === 'GET');
  const writes = contract.operations.filter(({ method }) => method !== 'GET');
  const stale = Object.fromEntries(
    writes.map((write) => [write.id, reads.filter((read) => sharesTag(contract, write, read)).map(({ id }) => id)]),
  );
  return `${HEADER}
import type { InfiniteQueryOptions, Invalidating, MutationOptions, QueryOptions } from '../queries.ts';
import type * as types from './client.ts';

/** The reads that each write makes stale: those about the same things, by the contract's tags. */
export const staleReads = ${JSON.stringify(stale, null, 2)} as const;

/** Options for the query of every read and the mutation of every write. */
export interface ReferralCodeQueries {
${[...reads.map((read) => readMember(contract, read)), ...writes.map((write) => writeMember(contract, write))].join('\n\n')}
}
`;
}

function readMember(contract: Contract, operation: Operation): string {
  const { id, summary, success } = operation;
  const args = argumentsOf(contract, operation)
    .map(({ name, type, required }) => `${name}${required ? '' : '?'}: ${type.replace(/^(?=[A-Z])/, 'types.')}`)
    .join(', ');
  const doc = comment([`${summary.replace(/ \(\w+\)$/, '')}: options for a query.`], '  ');
  if (!pagedItem(contract, operation)) return `${doc}\n  ${id}(${args}): QueryOptions<types.${success.schema}>;`;
  return `${doc}
  ${id}: {
    (${args}): QueryOptions<types.${success.schema}>;
    /** Options for a query that loads page after page. */
    infinite(query?: Omit<types.${pascal(id)}Query, 'page'>): InfiniteQueryOptions<types.${success.schema}>;
  };`;
}

function writeMember(contract: Contract, operation: Operation): string {
  const { id, summary, success } = operation;
  const args = argumentsOf(contract, operation).map(({ name, type, required }) => ({
    name,
    type: type.replace(/^(?=[A-Z])/, 'types.'),
    required,
  }));
  const variables =
    args.length === 1
      ? args[0]!.type
      : `{ ${args.map(({ name, type, required }) => `${name}${required ? '' : '?'}: ${type}`).join('; ')} }`;
  const lines = [
    `${summary.replace(/ \(\w+\)$/, '')}: options for a mutation.`,
    'Given the query client, it invalidates the reads that it makes stale.',
  ];
  return `${comment(lines, '  ')}\n  ${id}(client?: Invalidating): MutationOptions<types.${success.schema}, ${variables}>;`;
}

function sharesTag({ document }: Contract, ...operations: [Operation, Operation]): boolean {
  const [one, other] = operations.map(
    ({ path, method }): string[] => document.paths[path][method.toLowerCase()].tags ?? [],
  );
  return one!.some((tag) => other!.includes(tag));
}
