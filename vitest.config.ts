import { fileURLToPath } from 'node:url';
import { defineConfig, type TestProjectConfiguration } from 'vitest/config';

const root = fileURLToPath(new URL('.', import.meta.url));

/** What goes through msw is tried with the oldest version the mock supports and the newest as well. */
const withMsw = (msw: string): TestProjectConfiguration => ({
  extends: true,
  resolve: { alias: [{ find: /^msw(?=$|\/)/, replacement: msw }] },
  test: {
    name: msw,
    env: { MSW: msw },
    include: ['mock/test/{adapters,conformance-msw,documented,faults}.test.ts'],
  },
});

export default defineConfig({
  resolve: {
    // Tests read the sources, so that watching needs no build. Commands and packages are tested as built.
    alias: [
      { find: /^@referral-codes\/([a-z]+)$/, replacement: `${root}$1/src/index.ts` },
      { find: /^@referral-codes\/([a-z]+)\/([a-z]+)$/, replacement: `${root}$1/src/$2.ts` },
    ],
  },
  test: {
    exclude: ['**/node_modules/**', '**/dist/**'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: [
      { extends: true, test: { name: 'all', include: ['{scripts,sdk,mock,conformance}/**/*.test.ts'] } },
      withMsw('msw-oldest'),
      withMsw('msw-newest'),
    ],
  },
});
