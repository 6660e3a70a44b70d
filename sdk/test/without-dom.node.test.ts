import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, it } from 'vitest';

/** What the compiler says about a page of a project that has Node's types, but not the DOM library. */
function errorsOf(page: string): string[] {
  const file = fileURLToPath(new URL('without-dom-page.ts', import.meta.url));
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2022.d.ts'],
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    types: ['node'],
  };
  const host = ts.createCompilerHost(options);
  const { fileExists, getSourceFile } = host;
  host.fileExists = (name) => name === file || fileExists(name);
  host.getSourceFile = (name, target, ...rest) =>
    name === file ? ts.createSourceFile(name, page, target) : getSourceFile(name, target, ...rest);
  const diagnostics = ts.getPreEmitDiagnostics(ts.createProgram([file], options, host));
  return diagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

it('headers are checked in a project without the DOM library', () => {
  const call = (headers: string) => `import { createReferralCodes } from '@referral-codes/sdk';
    const codes = createReferralCodes({ baseUrl: 'http://127.0.0.1:9' });
    await codes.getRecord('rc_1', { headers: ${headers} });
    export {};`;
  expect(errorsOf(call("{ 'x-app': 'shop', 'x-trace': null }"))).toEqual([]);
  expect(errorsOf(call('new Headers()'))).toEqual([]);
  expect(errorsOf(call('42'))).toMatchObject([expect.stringContaining("'number' is not assignable")]);
});
