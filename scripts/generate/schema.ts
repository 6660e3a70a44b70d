import openapiTS, { astToString } from 'openapi-typescript';
import type { Node } from './contract.ts';
import { HEADER } from './text.ts';

/** `schema.ts`: the types of a contract, as openapi-typescript writes them. */
export async function schemaFile(document: Node, header = HEADER): Promise<string> {
  const ast = await openapiTS(structuredClone(document));
  return `${header}\n${astToString(ast)}`;
}
