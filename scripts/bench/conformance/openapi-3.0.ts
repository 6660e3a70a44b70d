import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { examples, type OperationId, operations } from '../../../sdk/src/contract.ts';

// biome-ignore lint/suspicious/noExplicitAny: an OpenAPI document, walked as JSON.
type Any = any;

const contract = readFileSync(new URL('../../../openapi.yaml', import.meta.url), 'utf8');

/**
 * Our contract converted to OpenAPI 3.0, because Dredd refuses 3.1 ("API description processing error"). It contains only the
 * success responses, because Dredd would expect each of the others in turn.
 */
export function asOpenApi30(): string {
  const { tags: _, ...document } = older(parse(contract));
  const { title, version } = document.info;
  for (const item of Object.values<Any>(document.paths)) {
    giveExamples(item.parameters);
    for (const operation of Object.values<Any>(item)) {
      if (!operation.operationId) continue;
      giveExamples(operation.parameters);
      const id = operation.operationId as OperationId;
      const { status } = operations[id].success;
      const { description, content } = operation.responses[status];
      operation.responses = { [status]: { description, content } };
      const documented: Any = examples[id];
      if (operation.requestBody) operation.requestBody.content['application/json'].example = documented.request;
    }
  }
  const servers = [{ url: 'http://127.0.0.1' }];
  return JSON.stringify({ ...document, openapi: '3.0.3', info: { title, version }, servers });
}

/** Adds examples to parameters, because Dredd uses these as the values. */
function giveExamples(parameters: Any[] = []): void {
  const known: Record<string, unknown> = examples.getRecord.response;
  for (const parameter of parameters) if (parameter.name in known) parameter.example = known[parameter.name];
}

/** Converts what only OpenAPI 3.1 has: lists of types, `const`, and text beside a `$ref`. Named examples are left out. */
function older(node: Any): Any {
  if (Array.isArray(node)) return node.map(older);
  if (typeof node !== 'object' || node === null) return node;
  if (typeof node.$ref === 'string') return { $ref: node.$ref };
  const { 'x-provenance': _, examples, const: fixed, ...rest } = node;
  const kept: Any = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, older(value)]));
  if (Array.isArray(kept.type)) Object.assign(kept, { type: kept.type[0], nullable: true });
  return fixed === undefined ? kept : { ...kept, enum: [fixed] };
}
