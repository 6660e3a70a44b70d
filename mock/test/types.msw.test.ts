import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** What makes handlers, and what hands them to msw in Node and in a page. */
const files = ['mock/src/msw/index.ts', 'mock/test/adapters.msw.test.ts', 'mock/test/pages/adapters.ts'];
const { MSW = 'msw' } = process.env;

// The installed msw is compiled with everything else.
it.runIf(process.env.MSW)('msw takes the handlers as they are typed', () => {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
  const lib = join(root, 'scripts/compat/node_modules', MSW, 'lib');
  const program = ts.createProgram(
    files.map((file) => join(root, file)),
    {
      ...options,
      noEmit: true,
      composite: false,
      declarationMap: false,
      types: ['node'],
      paths: {
        msw: [`${lib}/core/index.d.ts`],
        'msw/*': [`${lib}/*/index.d.ts`],
        'msw/package.json': [`${lib}/../package.json`],
      },
    },
  );
  const versions = program.getSourceFiles().map(({ fileName }) => fileName.match(/node_modules\/(msw[^/]*)\//)?.[1]);
  expect([...new Set(versions)].filter(Boolean)).toEqual([MSW]);
  const problems = ts.getPreEmitDiagnostics(program);
  expect(ts.formatDiagnostics(problems, ts.createCompilerHost(options))).toBe('');
});
