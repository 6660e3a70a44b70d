import { required } from '../required.ts';
import type { Contract } from './contract.ts';
import { HEADER } from './text.ts';

/** `patterns.ts`: what each pattern of the contract means, for messages. */
export function patternsFile({ schemas }: Contract): string {
  const patterns = Object.values(schemas).filter(({ pattern }) => pattern);
  const meanings = patterns.map((schema) => [schema.pattern, required(schema['x-pattern-means'])]);
  return `${HEADER}
/** What the patterns of the contract demand, as the end of a sentence: "must consist of …". */
export const patternMeanings: Readonly<Record<string, string>> = ${JSON.stringify(Object.fromEntries(meanings), null, 2)};
`;
}
