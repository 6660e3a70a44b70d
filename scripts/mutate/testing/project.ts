import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished, vi } from 'vitest';
import { type ProcessLike, run } from '../cli.ts';
import type { Mutation } from '../mutation.ts';

const repository = fileURLToPath(new URL('../../..', import.meta.url));
const command = fileURLToPath(new URL('./fixture.ts', import.meta.url));

/** The files of a small project with a guard and its tests. */
const FILES = {
  'package.json': '{ "type": "module", "private": true }',
  'tsconfig.json': JSON.stringify({
    compilerOptions: {
      ...{ strict: true, module: 'NodeNext', target: 'ES2022', rootDir: 'src', outDir: 'dist', types: [] },
      // For a faster build.
      ...{ lib: ['ES2022'], skipLibCheck: true, composite: true },
    },
    include: ['src'],
  }),
  'vitest.config.mjs': `export default { test: { projects: [
    { test: { name: 'unit', include: ['test/*.test.ts'], testTimeout: 5000 } },
  ] } };`,
  'src/guard.ts': `export const MOST: number = 3;
export const isFew = (count: number): boolean => count <= MOST;
export const settle = async (): Promise<void> => {};
`,
  'test/guard.test.ts': `import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { isFew, settle } from '../src/guard.ts';
it('a hundred are not few', () => expect(isFew(100)).toBe(false));
it('settling ends', () => settle(), 1000);
it('as built, one is few', () => {
  const code = "import { isFew } from './dist/guard.js'; console.log(isFew(1))";
  expect(String(execFileSync(process.execPath, ['--input-type=module', '-e', code]))).toBe('true\\n');
});
`,
};

export interface Project {
  readonly root: string;
  /** Runs the command to its end, in this process. */
  run(...args: string[]): Promise<{ code: unknown; out: string; err: string }>;
  /** Starts the command in a process of its own. */
  start(...args: string[]): ReturnType<typeof spawn>;
  /** The copies that are left in the command's temporary folder. */
  leftovers(): Promise<string[]>;
}

/** Creates the project with these mutations. `files` adds or replaces files. */
export async function project(
  mutations: readonly (Partial<Mutation> & Omit<Mutation, 'file' | 'tests'>)[],
  files: Readonly<Record<string, string>> = {},
): Promise<Project> {
  const folder = await mkdtemp(join(tmpdir(), 'mutate-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const [root, temporary] = [join(folder, 'project'), join(folder, 'tmp')];
  await mkdir(temporary);
  const whole = mutations.map((mutation) => ({ file: 'src/guard.ts', tests: ['test/guard.test.ts'], ...mutation }));
  const mutationsFile = JSON.stringify({ all: whole });
  for (const [name, text] of Object.entries({ ...FILES, ...files, 'mutations.json': mutationsFile })) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), text);
  }
  await symlink(join(repository, 'node_modules'), join(root, 'node_modules'));
  return {
    root,
    leftovers: async () => (await readdir(temporary)).filter((name) => name.startsWith('referral-codes-mutate-')),
    start: (...args) =>
      spawn(process.execPath, ['--import', 'tsx', command, root, ...args], {
        cwd: repository,
        env: { ...process.env, TMPDIR: temporary, FOLDER: root },
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    async run(...args) {
      let [out, err] = ['', ''];
      const own: ProcessLike = {
        argv: ['node', 'mutate', ...args],
        stdout: { write: (text) => (out += text) },
        stderr: { write: (text) => (err += text) },
        on: () => {},
        off: () => {},
      };
      vi.stubEnv('TMPDIR', temporary);
      await run({ all: whole }, root, own).finally(() => vi.unstubAllEnvs());
      return { code: own.exitCode, out, err };
    },
  };
}
