import { bodyType, pagedItem, parameterArguments } from './client.ts';
import { type Contract, type Operation, refName } from './contract.ts';
import { comment, HEADER, pascal } from './text.ts';

/** `queries.ts`: the operations as options of TanStack Query, and the reads that each write makes stale. */
export function queriesFile(contract: Contract): string {
  const { operations } = contract;
  const writes = operations.filter((operation) => !isRead(operation));
  const paged = operations.filter((operation) => isRead(operation) && pagedItem(contract, operation));
  const reads = operations.filter((operation) => isRead(operation) && !pagedItem(contract, operation));
  const stale = Object.fromEntries(writes.map((write) => [write.id, staleReads(contract, write)]));
  const types = [...new Set(operations.flatMap((operation) => named(contract, operation)))].sort();
  return `${HEADER}
import type { ErrorOf } from '../errors.ts';
import type {
  InfiniteQueryOptions,
  MutationOptions,
  QueryCallOptions,
  QueryKey,
  QueryOptions,
} from '../query-options.ts';
import type { ${types.join(', ')} } from './client.ts';

${writes.map((operation) => variablesType(contract, operation)).join('\n\n')}

/** The operations of the contract as options of TanStack Query: the reads as queries, the writes as mutations. */
export interface ReferralCodeQueries {
${operations.map((operation) => (isRead(operation) ? query(operation) : mutation(operation))).join('\n\n')}

  /** The operations that return pages of a list, as infinite queries. */
  readonly infinite: {
${paged.map(infinite).join('\n\n')}
  };

  /** The reads of one record, whose data is null if there is none: no error, and no record of before. */
  readonly orNull: {
${reads.map((operation) => query(operation, '    ', ' | null')).join('\n\n')}
  };

  /** The keys of the queries that a write makes stale. Its mutation invalidates them when it has settled. */
  readonly stale: {
${writes.map(({ id }) => `    ${id}(variables: ${pascal(id)}Variables): QueryKey[];`).join('\n')}
  };
}

/** The reads that each write makes stale: those that return a resource which the write returns or which is at its path. */
export const staleReads = ${JSON.stringify(stale, null, 2)} as const;
`;
}

/** A GET is safe: it changes nothing (RFC 9110, 9.2.1). */
const isRead = ({ method }: Operation): boolean => method === 'GET';

/** The reads that show a resource which the write may change. */
function staleReads({ schemas, operations }: Contract, write: Operation): string[] {
  const reads = operations.filter(isRead);
  const here = [write, ...reads.filter(({ path }) => path === write.path)];
  const changed = here.flatMap(({ success }) => [...resources(schemas, success.schema)]);
  return reads
    .filter(({ success }) => changed.some((name) => resources(schemas, success.schema).has(name)))
    .map(({ id }) => id);
}

/** The names of the object schemas that the schema `name` contains, including itself. */
function resources(schemas: Contract['schemas'], name: string, found = new Set<string>()): Set<string> {
  if (found.has(name) || schemas[name]?.type !== 'object') return found;
  found.add(name);
  JSON.stringify(schemas[name], (key, value) => {
    if (key === '$ref') resources(schemas, refName({ $ref: value }), found);
    return value;
  });
  return found;
}

/** The types of the client that an operation's options name. */
function named(contract: Contract, operation: Operation): string[] {
  const { id, body, success, parameters } = operation;
  const hasQuery = parameters.some((parameter) => parameter.in === 'query');
  return [
    success.schema,
    ...(hasQuery ? [`${pascal(id)}Query`] : []),
    ...(body ? [bodyType(contract, operation)] : []),
  ];
}

/** The type of what \`mutate\` takes: path parameters and the fields of the body, in one object. */
function variablesType(contract: Contract, operation: Operation): string {
  const { id, parameters, body } = operation;
  const path = parameters.filter((parameter) => parameter.in === 'path');
  const clash = path.find(({ name }) => body && contract.schemas[body]?.properties?.[name]);
  if (clash || parameters.length > path.length)
    throw new Error(`openapi.yaml: ${id} must have no query, and no body field named like a path parameter`);
  const names = path.map(({ name, description }) => `${comment([description], '  ')}\n  ${name}: string;\n`).join('');
  const type = `${pascal(id)}Variables`;
  const doc = comment([`The variables of the mutation \`${id}\`: its path parameters and the fields of its body.`]);
  if (!body) return `${doc}\nexport interface ${type} {\n${names}}`;
  if (path.length === 0) return `${doc}\nexport type ${type} = ${bodyType(contract, operation)};`;
  return `${doc}\nexport type ${type} = ${bodyType(contract, operation)} & {\n${names}};`;
}

const docOf = ({ summary, description, method, path }: Operation, indent: string): string =>
  comment([`${summary.replace(/ \(\w+\)$/, '')}. ${description}`, '', `\`${method} ${path}\``], indent);

/** The arguments of a read, and then the options of its call. */
const argumentsOf = (operation: Operation): string =>
  [...parameterArguments(operation), 'options?: QueryCallOptions'].join(', ');

function query(operation: Operation, indent = '  ', none = ''): string {
  const { id, success } = operation;
  return `${docOf(operation, indent)}\n${indent}${id}(${argumentsOf(operation)}): QueryOptions<${success.schema}${none}, ErrorOf<'${id}'>>;`;
}

function infinite(operation: Operation): string {
  const { id, success } = operation;
  return `${docOf(operation, '    ')}\n    ${id}(${argumentsOf(operation)}): InfiniteQueryOptions<${success.schema}, ErrorOf<'${id}'>>;`;
}

function mutation(operation: Operation): string {
  const { id, success } = operation;
  return `${docOf(operation, '  ')}\n  ${id}(options?: QueryCallOptions): MutationOptions<${success.schema}, ErrorOf<'${id}'>, ${pascal(id)}Variables>;`;
}
