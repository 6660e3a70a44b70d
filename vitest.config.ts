import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin, type TestProjectConfiguration } from 'vitest/config';
import { sources } from './scripts/testing/sources.ts';

const root = fileURLToPath(new URL('.', import.meta.url));
const folders = '{scripts,sdk,mock,conformance}/**';
/** For the projects whose files run in processes of their own. */
const setupFiles = ['scripts/testing/end-with-vitest.ts'];
const needsMore = 'node,servers,browser,msw';

/**
 * A project for the test files with this suffix. CONTRIBUTING says what each suffix stands for. Files share their worker, which
 * takes a twelfth off the time of all, so that they must leave no trace in what they share.
 */
const project = (name: string, suffix: string, ...globalSetup: string[]): TestProjectConfiguration => ({
  extends: true,
  test: {
    name,
    include: [`${folders}/*.${suffix}.test.ts`],
    globalSetup,
    setupFiles,
    // A larger young generation takes a tenth off whole runs of the suite, which make much garbage.
    execArgv: ['--max-semi-space-size=32'],
    isolate: false,
  },
});

/** The tests that go through msw, with another of its versions in place of the installed one. */
const withMsw = (version: string): TestProjectConfiguration => ({
  extends: true,
  plugins: [mswFrom(version)],
  test: {
    name: version,
    env: { MSW: version },
    include: [`${folders}/*.msw.test.ts`],
    setupFiles,
    globalSetup: ['scripts/compat/global-setup.ts', 'scripts/testing/chromium-global-setup.ts'],
  },
});

const mswFrom = (version: string): Plugin => ({
  name: 'msw-from-compat',
  enforce: 'pre',
  resolveId(id) {
    if (!/^msw(\/|$)/.test(id)) return undefined;
    return this.resolve(id.replace('msw', version), `${root}scripts/compat/package.json`, { skipSelf: true });
  },
});

export default defineConfig({
  resolve: {
    // Tests read the sources, so that watching needs no build. Commands and packages are tested as built.
    alias: [...sources].map(([name, replacement]) => ({ find: new RegExp(`^${name}$`), replacement })),
  },
  test: {
    exclude: ['**/node_modules/**', '**/dist/**'],
    // Half as many again as there are processors: many tests wait, for a process they started or for a time limit.
    maxWorkers: Math.ceil(availableParallelism() * 1.5),
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: [`${folders}/*.test.ts`],
          exclude: [`**/*.{${needsMore}}.test.ts`],
          // Many files in one thread take two thirds of the time. They must leave no trace in what they share.
          pool: 'threads',
          isolate: false,
        },
      },
      project('node', '{node,servers}'),
      project('postgres', 'servers', 'conformance/test/servers/global-setup.ts'),
      project('browser', 'browser', 'scripts/testing/chromium-global-setup.ts'),
      project('msw', 'msw', 'scripts/testing/chromium-global-setup.ts'),
      withMsw('msw-oldest'),
      withMsw('msw-newest'),
    ],
  },
});
