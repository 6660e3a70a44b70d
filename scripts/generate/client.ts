import { required } from '../required.ts';
import { type Contract, type Operation, refName, type Schema, schemaOf } from './contract.ts';
import { comment, HEADER, pascal } from './text.ts';

/** `client.ts`: one method signature for each operation, written out so that an editor shows all of it. */
export function clientFile(contract: Contract): string {
  const { schemas, operations } = contract;
  return `${HEADER}
import type { Result } from '../errors.ts';
import type { CallOptions, ListOptions } from '../options.ts';
import type { Paged } from '../pages.ts';
import type { components } from './schema.ts';

${Object.entries(schemas)
  .map(
    ([name, schema]) =>
      `${comment([schema.description ?? name])}\nexport type ${name} = components['schemas']['${name}'];`,
  )
  .join('\n\n')}

${operations.flatMap((operation) => argumentTypes(contract, operation)).join('\n\n')}

/** One method for each operation of the contract. */
export interface ReferralCodeMethods {
${operations.map((operation) => method(contract, operation, returnType(contract, operation))).join('\n\n')}
}

/** The same methods, which resolve to a result instead of throwing a ReferralCodesError. */
export interface SafeReferralCodeMethods {
${operations
  .map((operation) => method(contract, operation, `Promise<Result<${operation.success.schema}, '${operation.id}'>>`))
  .join('\n\n')}
}
`;
}

/** The named type of an operation's query, or of its body if it has fields that can have only one value. */
function argumentTypes(contract: Contract, operation: Operation): string[] {
  const query = operation.parameters.filter((parameter) => parameter.in === 'query');
  const types: string[] = [];
  if (query.length > 0) {
    const fields = query.map(
      ({ name, required, description, schema }) =>
        `${comment([description], '  ')}\n  ${name}${required ? '' : '?'}: ${typeOf(schemaOf(contract, schema))}${required ? '' : ' | undefined'};`,
    );
    types.push(
      `${comment([`The query of \`${operation.id}\`.`])}\nexport interface ${pascal(operation.id)}Query {\n${fields.join('\n')}\n}`,
    );
  }
  if (operation.body && fixedFields(contract, operation).length > 0) {
    const { required: needed = [], properties = {} } = required(contract.schemas[operation.body]);
    const fixed = fixedFields(contract, operation);
    const omissible = Object.keys(properties).filter((name) => fixed.includes(name) || !needed.includes(name));
    const names = omissible.map((name) => `'${name}'`).join(' | ');
    types.push(
      `${comment([`The body of \`${operation.id}\`; a field that can have only one value may be omitted.`])}
export type ${pascal(operation.id)}Body = Omit<${operation.body}, ${names}> & {
  [name in ${names}]?: ${operation.body}[name] | undefined;
};`,
    );
  }
  return types;
}

function method(contract: Contract, operation: Operation, returns: string): string {
  const { id, body } = operation;
  const args = parameterArguments(operation);
  if (body) {
    const fixed = fixedFields(contract, operation);
    const required = (contract.schemas[body]?.required ?? []).some((name) => !fixed.includes(name));
    args.push(`body${required ? '' : '?'}: ${bodyType(contract, operation)}`);
  }
  args.push(`options?: ${returns.startsWith('Paged') ? 'ListOptions' : 'CallOptions'}`);
  const doc = docOf(contract, operation, returns.startsWith('Promise<Result<'));
  return `${comment(doc, '  ')}\n  ${id}(${args.join(', ')}): ${returns};`;
}

/** The arguments of a method that stand for the operation's parameters. */
export function parameterArguments({ id, parameters }: Operation): string[] {
  const query = parameters.filter((parameter) => parameter.in === 'query');
  return [
    ...parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => `${name}: string`),
    ...(query.length > 0 ? [`query${query.some(({ required }) => required) ? '' : '?'}: ${pascal(id)}Query`] : []),
  ];
}

/** The name of the type of an operation's body. */
export function bodyType(contract: Contract, operation: Operation): string {
  return fixedFields(contract, operation).length > 0 ? `${pascal(operation.id)}Body` : required(operation.body);
}

function returnType(contract: Contract, operation: Operation): string {
  const { schema } = operation.success;
  return pagedItem(contract, operation) ? `Paged<${schema}>` : `Promise<${schema}>`;
}

/** The name of the items, if an operation returns pages: it has a query parameter `page`, and returns `{ data, pagination }`. */
export function pagedItem({ schemas }: Contract, { success, parameters }: Operation): string | undefined {
  const { data, pagination } = schemas[success.schema]?.properties ?? {};
  const items =
    parameters.every(({ in: place }) => place === 'query') && pagination && (data?.items as Schema | undefined);
  return items && parameters.some(({ name }) => name === 'page') ? refName(items) : undefined;
}

function docOf({ problems, rules }: Contract, operation: Operation, safe: boolean): string[] {
  const listed = operation.problems.flatMap((slug) => problems.filter((problem) => problem.slug === slug));
  const own = Object.entries(rules).filter(([, rule]) => rule.operation === operation.id);
  return [
    `${operation.summary.replace(/ \(\w+\)$/, '')}.`,
    '',
    operation.description,
    '',
    `\`${operation.method} ${operation.path}\``,
    '',
    ...operation.parameters
      .filter((parameter) => parameter.in === 'path')
      .map(({ name, description }) => `@param ${name} ${description}`),
    ...listed.map(
      ({ status, slug, description }) =>
        `${safe ? '@returns With `ok: false`:' : '@throws {ReferralCodesError}'} ${status} \`${slug}\`: ${description}`,
    ),
    ...(own.length > 0 ? [`@see Rules: ${own.map(([id]) => `\`${id}\``).join(', ')}`] : []),
    '@example',
    '```ts',
    exampleOf(operation, safe),
    '```',
  ];
}

/** A call with the source document's own values. */
function exampleOf({ id, parameters, documented }: Operation, safe: boolean): string {
  const known: Record<string, unknown> = { ...(documented.response as object), ...(documented.request as object) };
  const path = parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => literal(known[name]));
  const query = parameters.filter((parameter) => parameter.in === 'query' && parameter.required);
  const args = [
    ...path,
    ...(query.length > 0 ? [literal(Object.fromEntries(query.map(({ name }) => [name, known[name]])))] : []),
    ...(documented.request ? [literal(documented.request)] : []),
  ];
  return `const ${safe ? 'result' : 'value'} = await codes${safe ? '.safe' : ''}.${id}(${args.join(', ')});`;
}

function literal(value: unknown): string {
  if (typeof value === 'string') return `'${value.replaceAll("'", "\\'")}'`;
  if (value === null || typeof value !== 'object') return String(value);
  return `{ ${Object.entries(value)
    .map(([key, inner]) => `${key}: ${literal(inner)}`)
    .join(', ')} }`;
}

/** The required fields that can have only one value, which the client fills in. */
export function fixedFields({ schemas }: Contract, { body }: Operation): string[] {
  const schema = body ? schemas[body] : undefined;
  return (schema?.required ?? []).filter((name) => schema?.properties?.[name]?.const !== undefined);
}

function typeOf(schema: Schema): string {
  if (schema.$ref) return refName(schema);
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.type === 'integer' || schema.type === 'number') return 'number';
  if (schema.type === 'string' || schema.type === 'boolean') return schema.type;
  throw new Error(
    `openapi.yaml: a query parameter must be a string, a number or a boolean, not ${JSON.stringify(schema)}`,
  );
}
