import type { Contract, Operation } from './contract.ts';
import { HEADER, pascal } from './text.ts';

/** `schemas.ts`: every schema, request and response as a Standard Schema. */
export function schemasFile({ schemas, operations }: Contract): string {
  const requests = operations.flatMap((operation) => requestOf(operation));
  return `${HEADER}
import { type StandardSchema, standard } from '../standard.ts';
import type * as types from './client.ts';
import { queryValidators, validators } from './validators.ts';

${Object.entries(schemas)
  .map(
    ([name, { description = name }]) =>
      `/** ${description} */\nexport const ${name}: StandardSchema<types.${name}> = /* @__PURE__ */ standard(validators.${name});`,
  )
  .join('\n\n')}

/** What each operation takes: its query or its body. */
export const requests: {
${requests.map(({ id, type }) => `  readonly ${id}: StandardSchema<types.${type}>;`).join('\n')}
} = {
${requests.map(({ id, value }) => `  ${id}: ${value},`).join('\n')}
};

/** What each operation answers. */
export const responses: {
${operations.map(({ id, success }) => `  readonly ${id}: StandardSchema<types.${success.schema}>;`).join('\n')}
} = {
${operations.map(({ id, success }) => `  ${id}: ${success.schema},`).join('\n')}
};
`;
}

function requestOf({ id, body, parameters }: Operation) {
  if (body) return [{ id, type: body, value: body }];
  if (!parameters.some((parameter) => parameter.in === 'query')) return [];
  return [{ id, type: `${pascal(id)}Query`, value: `standard(queryValidators.${id})` }];
}
