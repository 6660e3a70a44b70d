import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { examples } from '../src/generated/examples.ts';
import { at } from './at.ts';

// What a page downloads of the package as it is published: bundled by esbuild for a browser, minified, gzipped.

const run = promisify(execFile);
const sdk = fileURLToPath(new URL('..', import.meta.url));

let project: string;
beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'referral-codes-size-'));
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', project, sdk]);
  const [{ filename }] = JSON.parse(stdout) as [{ filename: string }];
  const folder = join(project, 'node_modules/@referral-codes/sdk');
  await mkdir(folder, { recursive: true });
  await run('tar', ['-xzf', join(project, filename), '-C', folder, '--strip-components=1']);
}, 60_000);
afterAll(() => rm(project, { recursive: true }));

async function gzippedBytes(page: string): Promise<number> {
  const options = { bundle: true, minify: true, format: 'esm', platform: 'browser', target: 'es2022' } as const;
  const stdin = { contents: page, resolveDir: project };
  // The package's dependency is the one that is installed here.
  const nodePaths = [join(sdk, '../node_modules')];
  const { outputFiles } = await build({ ...options, stdin, nodePaths, write: false });
  return gzipSync(at(outputFiles, 0).contents, { level: 9 }).length;
}

// What does not fit into the client is a subpath, each with a bound of its own below.
it('a page that uses all seven operations downloads at most 5,000 bytes', async () => {
  const page = `import { createReferralCodes } from '@referral-codes/sdk';
    export const { ${Object.keys(examples)} } = createReferralCodes();`;
  expect(Object.keys(examples)).toHaveLength(7);
  expect(await gzippedBytes(page)).toBeLessThanOrEqual(5_000);
});

it('a page that uses one schema does not download the others', async () => {
  expect(await gzippedBytes("export { NewCode } from '@referral-codes/sdk/schemas';")).toBeLessThanOrEqual(2_400);
});

it.each([
  ['schemas', 6_000],
  ['hints', 1_100],
  ['hooks', 400],
  ['request', 200],
  ['queries', 1_000],
] as const)('%s adds at most %i bytes to a page that has the client', async (subpath, bytes) => {
  const client = "export * from '@referral-codes/sdk';";
  const both = await gzippedBytes(`${client} export * from '@referral-codes/sdk/${subpath}';`);
  expect(both - (await gzippedBytes(client))).toBeLessThanOrEqual(bytes);
});

it('the client depends on openapi-fetch and on no other package', async () => {
  const { dependencies } = JSON.parse(
    await readFile(join(project, 'node_modules/@referral-codes/sdk/package.json'), 'utf8'),
  );
  expect(Object.keys(dependencies)).toEqual(['openapi-fetch']);
});
