import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { expect, it } from 'vitest';

// What a page downloads, as esbuild bundles it for a browser: minified, gzipped, the dependencies included.

const root = fileURLToPath(new URL('..', import.meta.url));

it.each([
  ['src/index.ts', 4_900],
  ['src/schemas.ts', 6_000],
])('%s is at most %i bytes', async (entry, budget) => {
  const options = { bundle: true, minify: true, format: 'esm', platform: 'browser', target: 'es2022' } as const;
  const { outputFiles } = await build({ ...options, entryPoints: [root + entry], write: false });
  expect(gzipSync(outputFiles[0]!.contents, { level: 9 }).length).toBeLessThanOrEqual(budget);
});
