import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus } from 'node:os';

const packages = ['@hono/node-server', 'autocannon', 'hono', 'msw'];

export const machine = () => ({
  platform: `${process.platform} ${process.arch}`,
  cpu: cpus()[0]?.model,
  cores: cpus().length,
});

/** The versions of Node and of the packages that figures depend on, as installed. */
export function versions(): Record<string, string> {
  return { node: process.versions.node, ...Object.fromEntries(packages.map((name) => [name, versionOf(name)])) };
}

/** Read from the file, since a package's `exports` may leave out its package.json. */
function versionOf(name: string): string {
  for (const folder of createRequire(import.meta.url).resolve.paths(name) ?? [])
    try {
      return JSON.parse(readFileSync(`${folder}/${name}/package.json`, 'utf8')).version;
    } catch {
      // Not in this folder: look in the next.
    }
  return 'not installed';
}
