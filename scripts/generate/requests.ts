import { required } from '../required.ts';
import { type Contract, refName, type Schema } from './contract.ts';
import { HEADER } from './text.ts';

/** `requests.ts`: the schemas of the request bodies as data, with references resolved, to generate requests from them. */
export function requestsFile(contract: Contract): string {
  const table = Object.fromEntries(
    contract.operations.flatMap(({ id, body }) => (body ? [[id, constraints(contract, named(contract, body))]] : [])),
  );
  return `${HEADER}
/** The keywords of JSON Schema that the request bodies of the contract use. */
export interface RequestSchema {
  readonly type?: string;
  readonly const?: unknown;
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
  readonly properties?: Readonly<Record<string, RequestSchema>>;
}

/** The schema of each operation's request body. */
export const requestSchemas = ${JSON.stringify(table, null, 2)} as const satisfies Record<string, RequestSchema>;
`;
}

const named = ({ schemas }: Contract, name: string): Schema => required(schemas[name]);

/** A schema without references and annotations. */
function constraints(
  contract: Contract,
  { $ref, description, title, 'x-provenance': provenance, 'x-pattern-means': means, ...own }: Schema,
): Schema {
  const schema: Schema = $ref ? { ...constraints(contract, named(contract, refName({ $ref }))), ...own } : { ...own };
  if (schema.properties)
    schema.properties = Object.fromEntries(
      Object.entries(schema.properties).map(([name, property]) => [name, constraints(contract, property)]),
    );
  return schema;
}
