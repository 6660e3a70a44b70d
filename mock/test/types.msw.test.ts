import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** What makes handlers, and what hands them to msw in Node and in a page. */
const files = ['mock/src/msw/index.ts', 'mock/test/adapters.msw.test.ts', 'mock/test/pages/adapters.ts'];
const { MSW = 'msw' } = process.env;

// The installed msw is compiled with everything else.
it.runIf(process.env.MSW)('msw takes the handlers as they are typed', async () => {
  const compat = join(root, 'scripts/compat');
  const lib = join(compat, 'node_modules', MSW, 'lib');
  const folder = await mkdtemp(join(compat, 'types-'));
  try {
    const project = join(folder, 'tsconfig.json');
    const paths = {
      msw: [`${lib}/core/index.d.ts`],
      'msw/*': [`${lib}/*/index.d.ts`],
      'msw/package.json': [`${lib}/../package.json`],
    };
    const own = { noEmit: true, composite: false, declarationMap: false, allowImportingTsExtensions: true };
    const compilerOptions = { ...own, rewriteRelativeImportExtensions: false, types: ['node'], paths };
    const config = {
      extends: join(root, 'tsconfig.json'),
      compilerOptions,
      files: files.map((file) => join(root, file)),
      references: [],
    };
    await writeFile(project, JSON.stringify(config));
    const read = await compiledFiles(project);
    const versions = read.map((name) => name.match(/node_modules\/(msw[^/]*)\//)?.[1]);
    expect([...new Set(versions)].filter(Boolean)).toEqual([MSW]);
  } finally {
    await rm(folder, { recursive: true });
  }
});

/**
 * The paths of all files of a project.
 * @throws what the compiler reports.
 */
async function compiledFiles(project: string): Promise<string[]> {
  const tsgo = join(root, 'node_modules/.bin/tsgo');
  const args = ['--project', project, '--listFiles', '--pretty', 'false'];
  const { stdout } = await promisify(execFile)(tsgo, args, { maxBuffer: 2 ** 24 }).catch(({ stdout }) => {
    throw new Error(stdout.slice(0, 5_000));
  });
  return stdout.split('\n');
}
