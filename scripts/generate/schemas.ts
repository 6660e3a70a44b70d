import type { Contract } from './contract.ts';
import { comment, HEADER, pascal } from './text.ts';
import { validatorName } from './validators.ts';

/** `schemas.ts`: every schema and every query as a Standard Schema, and the request and response schemas of each operation. */
export function schemasFile({ schemas, operations }: Contract): string {
  const queried = operations.filter(({ parameters }) => parameters.some((parameter) => parameter.in === 'query'));
  const all = [
    ...Object.entries(schemas).map(([name, { description }]) => constant(name, validatorName(name), description)),
    ...queried.map(({ id }) => constant(queryName(id), validatorName(queryName(id)), `The query of \`${id}\`.`)),
  ];
  const names = [...Object.keys(schemas), ...queried.map(({ id }) => queryName(id))];
  return `${HEADER}
import { responseSchemas } from '../response-schemas.ts';
import { type StandardSchema, standard } from '../standard-schema.ts';
import type * as contract from './client.ts';
import {
${names.map((name) => `  ${validatorName(name)},`).join('\n')}
} from './validators.ts';

${all.join('\n\n')}

/** The body of each operation's successful response. */
export const responses = /* @__PURE__ */ responseSchemas({
${operations.map(({ id, success }) => `  ${id}: ${success.schema},`).join('\n')}
});

/** The body that an operation takes. */
export const requests = {
${operations.flatMap(({ id, body }) => (body ? [`  ${id}: ${body},`] : [])).join('\n')}
};

/** The query that an operation takes, as an object. */
export const queries = {
${queried.map(({ id }) => `  ${id}: ${queryName(id)},`).join('\n')}
};
`;
}

const queryName = (id: string): string => `${pascal(id)}Query`;

const constant = (name: string, validator: string, description = name): string =>
  `${comment([description])}\nexport const ${name}: StandardSchema<contract.${name}> = /* @__PURE__ */ standard<contract.${name}>(${validator});`;
