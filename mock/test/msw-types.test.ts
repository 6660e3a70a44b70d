import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** What makes handlers, and what hands them to msw in Node and in a page. */
const files = ['mock/src/msw/index.ts', 'mock/test/adapters.test.ts', 'mock/test/pages/adapters.ts'];

// With the msw in between everything is compiled anyway.
it.each(['msw-oldest', 'msw-newest'])('%s takes the handlers as they are typed', (msw) => {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
  const lib = join(root, 'node_modules', msw, 'lib');
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
  expect([...new Set(versions)].filter(Boolean)).toEqual([msw]);
  const problems = ts.getPreEmitDiagnostics(program);
  expect(ts.formatDiagnostics(problems, ts.createCompilerHost(options))).toBe('');
});
