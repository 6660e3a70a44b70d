import { fileURLToPath } from 'node:url';
import { examples, type Operation, type OperationId, operations } from '@referral-codes/sdk/contract';
import ts from 'typescript';

/** A page that calls every operation with the client of this project. */
export function ownPage(): string {
  const calls = called(({ id, path, query, body }) => {
    const args = [...Object.values(path ?? {}), query, body].filter((arg) => arg !== undefined);
    return `codes.${id}(${args.map((arg) => JSON.stringify(arg)).join(', ')})`;
  });
  return `import { createReferralCodes } from '@referral-codes/sdk';
const codes = createReferralCodes({ baseUrl: 'http://127.0.0.1:4010' });
${calls}`;
}

/** The same page with openapi-fetch and the types of the same contract. */
export function openapiFetchPage(): string {
  const calls = called(({ method, template, path, query, body }) => {
    const params = path || query ? { path, query } : undefined;
    return `client.${method}(${JSON.stringify(template)}, ${JSON.stringify({ params, body })})`;
  });
  return `import type { paths } from '@referral-codes/sdk/contract';
import createClient from 'openapi-fetch';
const client = createClient<paths>({ baseUrl: 'http://127.0.0.1:4010' });
${calls}`;
}

/**
 * How many types the compiler instantiates to check a page in `scripts/bench`.
 *
 * @throws {Error} with the errors of the compiler if the page does not compile.
 */
export function instantiations(page: string): number {
  const file = fileURLToPath(new URL('../page.ts', import.meta.url));
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts', 'lib.dom.asynciterable.d.ts'],
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const { fileExists, getSourceFile } = host;
  host.fileExists = (name) => name === file || fileExists(name);
  host.getSourceFile = (name, target, ...rest) =>
    name === file ? ts.createSourceFile(name, page, target) : getSourceFile(name, target, ...rest);
  const program = ts.createProgram([file], options, host);
  const errors = ts.getPreEmitDiagnostics(program);
  if (errors.length > 0) throw new Error(ts.formatDiagnostics(errors, host));
  return program.getInstantiationCount();
}

interface Called {
  id: string;
  method: string;
  template: string;
  path: object | undefined;
  query: object | undefined;
  body: object | undefined;
}

/** A line for each operation, with the values of the source document. */
function called(write: (call: Called) => string): string {
  const lines = Object.entries<Operation>(operations).map(([id, { method, path: template, query }]) => {
    const { request: body, response } = examples[id as OperationId] as { request?: object; response: object };
    const known: Record<string, unknown> = {
      ...('pagination' in response ? (response.pagination as object) : response),
    };
    const pick = (names: string[]) =>
      names.length > 0 ? Object.fromEntries(names.map((name) => [name, known[name]])) : undefined;
    const path = pick([...template.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name));
    const call = { id, method, template, path, query: pick(Object.keys(query)), body };
    return `export const ${id} = await ${write(call)};`;
  });
  return lines.join('\n');
}
