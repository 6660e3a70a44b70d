import openapiTS, { astToString } from 'openapi-typescript';
import type { Contract } from './contract.ts';
import { HEADER } from './text.ts';

/** `schema.ts`: the contract's types, as openapi-typescript writes them. */
export async function schemaFile({ document }: Contract): Promise<string> {
  const ast = await openapiTS(structuredClone(document));
  return `${HEADER}\n${astToString(ast)}`;
}
