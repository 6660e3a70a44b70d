import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { expect, it } from 'vitest';

const src = fileURLToPath(new URL('../src', import.meta.url));

/** What a page carries for it: bundled for browsers, minified, gzipped; and the sources it is made of. */
async function bundled(code: string) {
  const result = await build({
    stdin: { contents: code, resolveDir: src },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    write: false,
    metafile: true,
  });
  const bytes = gzipSync(result.outputFiles[0]!.contents, { level: 9 }).length;
  return { bytes, sources: Object.keys(result.metafile.inputs).map((path) => path.replace(/.*src\//, '')) };
}

it('the client with all seven operations is at most 4.5 kB, minified and gzipped', async () => {
  const { bytes, sources } = await bundled(`export { createReferralCodes } from './index.ts'`);
  expect(bytes).toBeLessThanOrEqual(4500);
  expect(bytes, 'it is there').toBeGreaterThan(2000);
  for (const table of ['validators', 'rules', 'operations', 'examples', 'schemas'])
    expect(sources).not.toContain(`generated/${table}.ts`);
});

it('so is it with everything that the package exports beside it', async () => {
  expect((await bundled(`export * from './index.ts'`)).bytes).toBeLessThanOrEqual(4500);
});

it('the schemas, apart, are at most 6 kB', async () => {
  const { bytes } = await bundled(`export * from './schemas.ts'`);
  expect(bytes).toBeLessThanOrEqual(6000);
  expect(bytes, 'they are there').toBeGreaterThan(2000);
});

it.each(['index', 'contract', 'schemas', 'queries'])(
  'no import of Node is anywhere in the graph of %s',
  async (entry) => {
    // esbuild refuses what a browser does not have.
    const { sources } = await bundled(`export * from './${entry}.ts'`);
    expect(sources.filter((path) => path.includes('node_modules') || path.startsWith('node:'))).toEqual([]);
  },
);
