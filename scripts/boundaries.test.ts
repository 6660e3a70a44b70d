import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Which of our packages each package may import, besides its own files. */
const MAY_IMPORT: Record<string, string[]> = {
  // The other packages are built on it.
  sdk: [],
  mock: ['@referral-codes/sdk/contract'],
  // Neither the mock nor the client: a suite that shares code with the server under test proves nothing.
  conformance: ['@referral-codes/sdk/contract'],
};

/**
 * The rooms of a package, from the top down: the folders and files in `src`. Each may import from itself and from those
 * further down. CONTRIBUTING.md describes them.
 */
const ROOMS: Record<string, readonly string[]> = {
  mock: [
    'bin.ts',
    'cli',
    'persistence',
    'http',
    'msw',
    'control',
    'index.ts',
    'replay.ts',
    'mock.ts',
    'mock-options.ts',
    'kernel',
    'sessions.ts',
    'session.ts',
    'verify',
    'bundle',
    'journal',
    'state',
    'rules',
    'store',
    'faults',
    'message',
    'time',
    'errors.ts',
  ],
  conformance: [
    'bin.ts',
    'cli',
    'vitest.ts',
    'index.ts',
    'reports',
    'run',
    'checks',
    'oracle',
    'context',
    'ledger',
    'http',
    'errors.ts',
    'message',
    'version.ts',
  ],
};

/** Entries that run wherever there is fetch: nothing that they import, directly or indirectly, may import Node or a test library. */
const RUNS_ANYWHERE = [
  'sdk/src/index.ts',
  'sdk/src/contract.ts',
  'sdk/src/queries.ts',
  'sdk/src/schemas.ts',
  'mock/src/index.ts',
  'mock/src/msw/index.ts',
  'conformance/src/index.ts',
];

interface Import {
  /** The imported name, as written in the file. */
  name: string;
  line: number;
}

/** The imports of each file, by its path from the root. */
type Imports = Map<string, readonly Import[]>;

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

it('no file of sdk, mock, conformance and scripts imports itself through others, types and tests included', async () => {
  const all: Imports = new Map();
  for (const folder of ['sdk', 'mock', 'conformance', 'scripts'])
    for (const file of await files(folder, /\.ts$/)) all.set(file, importsOf(await readFile(join(root, file), 'utf8')));
  expect(circles(all)).toEqual([]);
});

describe.each(Object.entries(ROOMS))('the rooms of %s', (workspace, rooms) => {
  it('include every file and folder of its src', () => {
    const found = [...sources.keys()].filter((file) => file.startsWith(`${workspace}/src/`)).map(roomOf);
    expect([...new Set(found)].toSorted()).toEqual(rooms.toSorted());
  });

  it('import only from rooms further down', () => {
    expect(upward(sources, workspace, rooms)).toEqual([]);
  });
});

describe('the check', () => {
  it.each([
    ['conformance/src/run/run.ts', '@referral-codes/mock'],
    ['conformance/src/run/run.ts', '@referral-codes/sdk'],
    ['mock/src/rules/rules.ts', '../../conformance/src/oracle/model.ts'],
    ['sdk/src/client.ts', '@referral-codes/sdk/contract'],
  ])('notices that %s imports %s', (file, name) => {
    const imports: Imports = new Map([[file, [{ name, line: 7 }]]]);
    expect(forbidden(imports, file.split('/')[0] as string)).toEqual([`${file}:7 imports ${name}`]);
  });

  it('names the line that imports from a room further up', () => {
    const imports: Imports = new Map([
      ['mock/src/rules/rules.ts', [{ name: '../kernel/kernel.ts', line: 3 }]],
      ['mock/src/kernel/kernel.ts', [{ name: '../rules/rules.ts', line: 1 }]],
    ]);
    const { mock = [] } = ROOMS;
    expect(upward(imports, 'mock', mock)).toEqual(['mock/src/rules/rules.ts:3 imports ../kernel/kernel.ts']);
  });

  it('names each circle by its files, in the order of the imports', () => {
    const imports: Imports = new Map([
      ['scripts/a.ts', [{ name: './b/c.ts', line: 1 }]],
      ['scripts/b/c.ts', [{ name: './d.ts', line: 2 }]],
      ['scripts/b/d.ts', [{ name: './c.ts', line: 1 }]],
    ]);
    expect(circles(imports)).toEqual(['scripts/b/c.ts → scripts/b/d.ts → scripts/b/c.ts']);
  });

  it('reads every form of import', () => {
    const text = `import a from 'a'; import type { B } from 'b'; export * from 'c'; const d = await import('d'); type E = import('e').E;`;
    expect(importsOf(text).map(({ name }) => name)).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(importsOf(`\n${text}`)[0]).toEqual({ name: 'a', line: 2 });
  });

  it('follows imports to the end', () => {
    const chain: Imports = new Map([
      ['sdk/src/a.ts', [{ name: './b.ts', line: 1 }]],
      [
        'sdk/src/b.ts',
        [
          { name: 'node:fs', line: 1 },
          { name: './a.ts', line: 2 },
        ],
      ],
    ]);
    expect(reached(chain, 'sdk/src/a.ts')).toContain('node:fs');
  });
});

/** The imports that a package may not have, each with its line. */
function forbidden(imports: Imports, workspace: string): string[] {
  return listed(imports, workspace, (file, name) =>
    name.startsWith('.')
      ? !normalize(join(dirname(file), name)).startsWith(`${workspace}/src/`)
      : name.startsWith('@referral-codes/') && !MAY_IMPORT[workspace]?.includes(name),
  );
}

/** The imports from rooms further up, each with its line. */
function upward(imports: Imports, workspace: string, rooms: readonly string[]): string[] {
  const floor = (file: string): number => rooms.indexOf(roomOf(file));
  return listed(imports, workspace, (file, name) => {
    return name.startsWith('.') && floor(normalize(join(dirname(file), name))) < floor(file);
  });
}

function listed(imports: Imports, workspace: string, isWrong: (file: string, name: string) => boolean): string[] {
  return [...imports]
    .filter(([file]) => file.startsWith(`${workspace}/`))
    .flatMap(([file, found]) =>
      found.filter(({ name }) => isWrong(file, name)).map(({ name, line }) => `${file}:${line} imports ${name}`),
    );
}

/** All circular imports, found by a depth-first search. */
function circles(imports: Imports): string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) found.push([...path.slice(path.indexOf(file)), file].join(' → '));
    if (done.has(file) || path.includes(file)) return;
    for (const { name } of imports.get(file) ?? [])
      if (name.startsWith('.')) visit(normalize(join(dirname(file), name)), [...path, file]);
    done.add(file);
  };
  for (const file of imports.keys()) visit(file, []);
  return found;
}

/** The folder below `src` that a file is in, or its own name if it is in none. */
const roomOf = (file: string): string => file.split('/')[2] as string;

/** All names that `entry` imports, directly or indirectly, also through the sources of our packages. */
function reached(imports: Imports, entry: string, seen = new Set<string>()): string[] {
  if (seen.has(entry)) return [];
  seen.add(entry);
  return (imports.get(entry) ?? []).flatMap(({ name }) => {
    const [, workspace, file = 'index'] = name.match(/^@referral-codes\/(\w+)(?:\/(\w+))?$/) ?? [];
    if (workspace) return reached(imports, `${workspace}/src/${file}.ts`, seen);
    return name.startsWith('.') ? reached(imports, normalize(join(dirname(entry), name)), seen) : [name];
  });
}

function importsOf(text: string): Import[] {
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName: name, pos }) => ({
    name,
    line: text.slice(0, pos).split('\n').length,
  }));
}

async function files(folder: string, pattern = /(?<!\.test)\.ts$/): Promise<string[]> {
  const names = await readdir(join(root, folder), { recursive: true });
  const own = names.filter((name) => pattern.test(name) && !/(^|\/)(node_modules|dist)\//.test(name));
  return own.map((name) => join(folder, name));
}
