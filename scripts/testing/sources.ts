import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** All names by which our packages are imported, each with its source file. */
export const sources: ReadonlyMap<string, string> = new Map(['sdk', 'mock', 'conformance'].flatMap(sourcesOf));

function sourcesOf(name: string): [name: string, file: string][] {
  const { exports } = JSON.parse(readFileSync(`${root}${name}/package.json`, 'utf8')) as {
    exports: Record<string, { default: string }>;
  };
  return Object.entries(exports).map(([entry, { default: built }]) => [
    `@referral-codes/${name}${entry.slice(1)}`,
    `${root}${name}${built.replace('./dist', '/src').replace(/\.js$/, '.ts')}`,
  ]);
}
