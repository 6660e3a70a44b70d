import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, it } from 'vitest';
import { correctServers } from './index.ts';

const folder = import.meta.dirname;

/** What a file imports from this repository: neighbours by name, and packages. */
const ours = (file: string): string[] =>
  [...readFileSync(join(folder, file), 'utf8').matchAll(/from '([^']+)'/g)]
    .map(([, from = '']) => from)
    .filter((from) => from.startsWith('.') || from.startsWith('@referral-codes/'));

it.each(correctServers)('the $name server shares no code with the others, the mock or the suite', ({ name }) => {
  const own = readdirSync(folder).filter((file) => file === `${name}.ts` || file.startsWith(`${name}-`));
  expect(own).toContain(`${name}.ts`);
  // They share only the types of `start`, and the process that runs PostgreSQL.
  const allowed = ['server.ts', ...(name === 'postgres' ? ['cluster.ts'] : []), ...own];
  for (const from of own.flatMap(ours)) {
    expect(from).toBe(`./${basename(from)}`);
    expect(allowed).toContain(basename(from));
  }
});
