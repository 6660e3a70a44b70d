import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What each package may import of ours, beside its own files. */
const MAY_IMPORT: Record<string, string[]> = {
  // It is what the others stand on.
  sdk: [],
  mock: ['@referral-codes/sdk/contract'],
  // Never the mock nor the client: an oracle shared with its subject proves nothing.
  conformance: ['@referral-codes/sdk/contract'],
};

/** Entries that run anywhere with fetch: nothing they reach may import Node or a test library. */
const RUNS_ANYWHERE = [
  'sdk/src/index.ts',
  'sdk/src/contract.ts',
  'sdk/src/queries.ts',
  'sdk/src/schemas.ts',
  'mock/src/index.ts',
  'mock/src/msw/index.ts',
  'conformance/src/index.ts',
];

type Imports = Map<string, string[]>;

const sources: Imports = new Map();
for (const workspace of Object.keys(MAY_IMPORT)) {
  for (const file of await files(`${workspace}/src`))
    sources.set(file, importsOf(await readFile(join(root, file), 'utf8')));
}

describe('the packages', () => {
  it.each(Object.keys(MAY_IMPORT))('%s imports only what it may', (workspace) => {
    expect(forbidden(sources, workspace)).toEqual([]);
  });

  it.each(RUNS_ANYWHERE)('%s reaches neither Node nor a test library', (entry) => {
    expect(sources.has(entry)).toBe(true);
    expect(reached(sources, entry).filter((name) => /^(node:|vitest|fs|http|path)/.test(name))).toEqual([]);
  });
});

describe('the check', () => {
  it.each([
    ['conformance/src/run/run.ts', '@referral-codes/mock'],
    ['conformance/src/run/run.ts', '@referral-codes/sdk'],
    ['mock/src/rules/rules.ts', '../../conformance/src/oracle/model.ts'],
    ['sdk/src/client.ts', '@referral-codes/sdk/contract'],
  ])('notices that %s imports %s', (file, name) => {
    expect(forbidden(new Map([[file, [name]]]), file.split('/')[0]!)).toEqual([`${file} imports ${name}`]);
  });

  it('reads every form of import', () => {
    const text = `import a from 'a'; import type { B } from 'b'; export * from 'c'; const d = await import('d'); type E = import('e').E;`;
    expect(importsOf(text)).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('follows imports to the end', () => {
    const chain: Imports = new Map([
      ['sdk/src/a.ts', ['./b.ts']],
      ['sdk/src/b.ts', ['node:fs', './a.ts']],
    ]);
    expect(reached(chain, 'sdk/src/a.ts')).toContain('node:fs');
  });
});

function forbidden(imports: Imports, workspace: string): string[] {
  return [...imports]
    .filter(([file]) => file.startsWith(`${workspace}/`))
    .flatMap(([file, names]) =>
      names
        .filter((name) =>
          name.startsWith('.')
            ? !normalize(join(dirname(file), name)).startsWith(`${workspace}/src/`)
            : name.startsWith('@referral-codes/') && !MAY_IMPORT[workspace]!.includes(name),
        )
        .map((name) => `${file} imports ${name}`),
    );
}

/** Every name that is imported from `entry` on, packages of ours followed into their sources. */
function reached(imports: Imports, entry: string, seen = new Set<string>()): string[] {
  if (seen.has(entry)) return [];
  seen.add(entry);
  return (imports.get(entry) ?? []).flatMap((name) => {
    const [, workspace, file = 'index'] = name.match(/^@referral-codes\/(\w+)(?:\/(\w+))?$/) ?? [];
    if (workspace) return reached(imports, `${workspace}/src/${file}.ts`, seen);
    return name.startsWith('.') ? reached(imports, normalize(join(dirname(entry), name)), seen) : [name];
  });
}

function importsOf(text: string): string[] {
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
}

async function files(folder: string): Promise<string[]> {
  const names = await readdir(join(root, folder), { recursive: true });
  return names.filter((name) => /(?<!\.test)\.ts$/.test(name)).map((name) => join(folder, name));
}
