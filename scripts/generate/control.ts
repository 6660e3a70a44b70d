import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { parse } from 'yaml';
import { type Contract, type Node, type Parameter, refName, type Schema } from './contract.ts';
import { HEADER, union } from './text.ts';
import { bundle } from './validators.ts';

const METHODS = ['get', 'post', 'put', 'delete'];
export const CONTROL_HEADER = HEADER.replace('openapi.yaml', 'mock/control.yaml');

interface ControlOperation {
  id: string;
  method: string;
  path: string;
  success: number;
  parameters: Parameter[];
  body: Schema | undefined;
}

/** The mock's control API: its document and what the generator reads from it. */
export interface Control {
  document: Node;
  operations: ControlOperation[];
}

/** Reads `mock/control.yaml`. A schema with `x-contract` gets the names of the contract's operations, problems or rules as enum. */
export function readControl(text: string, contract: Contract): Control {
  const document = parse(text);
  const names: Record<string, string[]> = {
    operations: contract.operations.map(({ id }) => id),
    problems: contract.problems.map(({ slug }) => slug),
    rules: Object.keys(contract.rules),
  };
  for (const schema of Object.values<Schema>(document.components.schemas)) {
    const { 'x-contract': source } = schema;
    if (typeof source === 'string') schema.enum = names[source];
    delete schema['x-contract'];
  }
  const resolve = (parameter: Node): Parameter =>
    parameter.$ref ? document.components.parameters[parameter.$ref.split('/').at(-1)] : parameter;
  const operations = Object.entries<Node>(document.paths).flatMap(([path, item]) =>
    METHODS.filter((method) => method in item).map((method): ControlOperation => {
      const operation = item[method];
      return {
        id: operation.operationId,
        method: method.toUpperCase(),
        path,
        success: Number(Object.keys(operation.responses).find((status) => status.startsWith('2'))),
        parameters: [...(item.parameters ?? []), ...(operation.parameters ?? [])].map(resolve),
        body: operation.requestBody?.content['application/json'].schema,
      };
    }),
  );
  return { document, operations };
}

/** `control.ts`: a table of the operations of the control API, and the document that the mock serves. */
export function controlFile({ document, operations }: Control): string {
  const table = Object.fromEntries(
    operations.map(({ id, method, path, success, parameters }) => {
      const query = parameters.filter((parameter) => parameter.in === 'query');
      const types = Object.fromEntries(query.map(({ name, schema }) => [name, typeOf(document, schema)]));
      return [id, { method, path, success, query: types }];
    }),
  );
  return `${CONTROL_HEADER}
export type ControlId =${union(operations.map(({ id }) => id))};

export interface ControlOperation {
  method: string;
  /** Below \`/__mock\`; \`{name}\` stands for a path parameter. */
  path: string;
  /** The status of a successful response. */
  success: number;
  /** The types of the query parameters. */
  query: Readonly<Record<string, 'string' | 'integer'>>;
}

export const controlOperations = ${JSON.stringify(table, null, 2)} as const satisfies Record<ControlId, ControlOperation>;

/** The OpenAPI document of the control API. */
export const controlDocument: Readonly<Record<string, unknown>> = ${JSON.stringify(document)};
`;
}

/** `control-validators.ts`: validators of requests to the control API, as code without eval and imports. */
export async function controlValidatorsFile({ document, operations }: Control): Promise<string> {
  // Ajv stops at the first error, because a state may have millions. With `verbose` an error holds the schema, for the message.
  const ajv = new Ajv2020({
    code: { source: true, esm: true },
    verbose: true,
    inlineRefs: false,
    allowUnionTypes: true,
    strictTypes: false,
  });
  formats.default(ajv);
  // Equal schemas share a validator: most operations have no parameters.
  const names = new Map<string, string>();
  const nameOf = (schema: Schema): string => {
    const text = JSON.stringify(schema);
    const name = names.get(text) ?? `Input${names.size}`;
    names.set(text, name);
    return name;
  };
  const named = operations.map(({ id, parameters, body }) => ({
    id,
    path: nameOf(parametersSchema(parameters, 'path')),
    query: nameOf(parametersSchema(parameters, 'query')),
    body: body && nameOf(body),
  }));
  const own = Object.fromEntries([...names].map(([text, name]) => [name, JSON.parse(text)]));
  const schemas = byName({ ...document.components.schemas, ...own });
  const { text, local } = await bundle(ajv, schemas, ['SessionName', ...Object.keys(own)]);
  const entries = named.map(
    ({ id, path, query, body }) =>
      `  ${id}: { path: ${local[path]}, query: ${local[query]}, body: ${body && local[body]} },`,
  );
  return `// @ts-nocheck The bundle below is Ajv's own output.
${CONTROL_HEADER}
import type { Validator } from '@referral-codes/sdk/contract';
import type { ControlId } from './control.ts';

${text}
/** The name of a session. */
export const sessionName: Validator<string> = ${local.SessionName};

/** The validators of each operation: of its path parameters and its query, as objects, and of its body if it takes one. */
export const controlValidators: Record<
  ControlId,
  { path: Validator<Record<string, string>>; query: Validator<object>; body: Validator<unknown> | undefined }
> = {
${entries.join('\n')}
};
`;
}

function typeOf(document: Node, { $ref, type }: Schema): 'string' | 'integer' {
  const named = $ref ? document.components.schemas[refName({ $ref })].type : type;
  if (named !== 'string' && named !== 'integer') throw new Error(`control.yaml: no query parameter can be a ${named}`);
  return named;
}

function parametersSchema(parameters: Parameter[], place: Parameter['in']): Schema {
  const here = parameters.filter((parameter) => parameter.in === place);
  return {
    type: 'object',
    properties: Object.fromEntries(here.map(({ name, schema }) => [name, schema])),
    required: here.filter(({ required }) => required).map(({ name }) => name),
    additionalProperties: false,
  };
}

/** The same schemas, with names in place of `$ref` pointers. */
const byName = (schemas: Record<string, Schema>): Record<string, Schema> =>
  JSON.parse(JSON.stringify(schemas).replaceAll('"#/components/schemas/', '"'));
