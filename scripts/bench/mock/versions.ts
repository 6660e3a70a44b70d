import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus } from 'node:os';

const packages = [
  '@hono/node-server',
  '@mockoon/cli',
  '@stoplight/prism-cli',
  'autocannon',
  'hono',
  'json-server',
  'msw',
];

export const machine = () => ({
  platform: `${process.platform} ${process.arch}`,
  cpu: cpus()[0]?.model,
  cores: cpus().length,
});

/** Of Node and of what is compared, as installed. */
export function versions(): Record<string, string> {
  const require = createRequire(import.meta.url);
  const read = (name: string) => {
    const folders = require.resolve.paths(name)!.map((folder) => `${folder}/${name}/package.json`);
    for (const file of folders)
      try {
        return JSON.parse(readFileSync(file, 'utf8')).version as string;
      } catch {}
    return 'not installed';
  };
  return { node: process.versions.node, ...Object.fromEntries(packages.map((name) => [name, read(name)])) };
}
