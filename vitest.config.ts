import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('.', import.meta.url));

export default defineConfig({
  resolve: {
    // Tests read the sources, so that watching needs no build. Commands and packages are tested as built.
    alias: [
      { find: /^@referral-codes\/([a-z]+)$/, replacement: `${root}$1/src/index.ts` },
      { find: /^@referral-codes\/([a-z]+)\/([a-z]+)$/, replacement: `${root}$1/src/$2.ts` },
    ],
  },
  test: {
    include: ['{scripts,sdk,mock,conformance}/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
