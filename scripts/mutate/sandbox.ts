import { cp, lstat, mkdir, readdir, readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type CommandOptions, type CommandResult, runNode } from './command.ts';
import { REPORT_FILE, type Report } from './reporter.ts';

/** Milliseconds: no build and no run of a mutation's tests takes longer, unless it hangs. */
const LIMIT = 240_000;

const REPORTER = fileURLToPath(new URL('./reporter.ts', import.meta.url));

/** What came of a run of tests. */
export interface TestRun extends Report {
  /** Whether the run had to be killed. */
  readonly timedOut: boolean;
}

/** A copy of a repository that may be changed, built and tested without touching the original. */
export class Sandbox {
  readonly #folder: string;
  readonly #options: CommandOptions;

  private constructor(folder: string, signal: AbortSignal) {
    this.#folder = folder;
    // What a killed test leaves behind there is removed with the copy.
    const env = {
      ...process.env,
      TMPDIR: temporary(folder),
      [REPORT_FILE]: join(temporary(folder), 'report.json'),
      NO_COLOR: '1',
    };
    this.#options = { cwd: folder, env, limit: LIMIT, signal };
  }

  /** Copies the repository at `root` into `folder`, which must not exist yet. */
  static async create(root: string, folder: string, signal: AbortSignal): Promise<Sandbox> {
    const left = /^(node_modules|dist|\.git)$|\.tsbuildinfo$/;
    await cp(root, folder, { recursive: true, filter: (path) => path === root || !left.test(basename(path)) });
    await linkModules(join(root, 'node_modules'), join(folder, 'node_modules'));
    await mkdir(temporary(folder));
    return new Sandbox(folder, signal);
  }

  /** Runs `act` while a file holds another text. */
  async with<T>(file: string, change: (text: string) => string, act: () => Promise<T>): Promise<T> {
    const path = join(this.#folder, file);
    const text = await readFile(path, 'utf8');
    await writeFile(path, change(text));
    try {
      return await act();
    } finally {
      await writeFile(path, text);
    }
  }

  /** Builds what has changed. Answers what the compiler complains about, or undefined if the build is good. */
  async build(): Promise<string | undefined> {
    const { code, output, timedOut } = await this.#run(['node_modules/typescript/bin/tsc', '-b']);
    if (timedOut) return `the build took longer than ${LIMIT / 1000} s`;
    return code === 0 ? undefined : output.trim();
  }

  /** Runs test files, or those of their tests whose full title matches `name`. */
  async test(files: readonly string[], { name, limit }: { name?: string; limit?: number } = {}): Promise<TestRun> {
    const file = this.#options.env[REPORT_FILE]!;
    await rm(file, { force: true });
    const args = ['run', '--project=!msw-*', `--reporter=${REPORTER}`, ...files];
    const { output, timedOut } = await this.#run(
      ['node_modules/vitest/vitest.mjs', ...args, ...(name === undefined ? [] : ['-t', name])],
      limit,
    );
    const text = await readFile(file, 'utf8').catch(() => undefined);
    if (text !== undefined) return { ...(JSON.parse(text) as Report), timedOut };
    return { passed: [], failed: [], trouble: timedOut ? [] : [output.trim()], timedOut };
  }

  #run(args: string[], limit = LIMIT): Promise<CommandResult> {
    return runNode(args, { ...this.#options, limit });
  }
}

/** The folder for temporary files, beside the copy. */
const temporary = (folder: string): string => `${folder}-tmp`;

/** Links every installed package, except that the repository's own packages are those of the copy. */
async function linkModules(from: string, to: string): Promise<void> {
  await mkdir(to);
  for (const name of await readdir(from)) {
    const [source, target] = [join(from, name), join(to, name)];
    if (name.startsWith('@')) await linkModules(source, target);
    // npm links a workspace by a relative path, which in the copy leads to the copy's own.
    else if ((await lstat(source)).isSymbolicLink()) await symlink(await readlink(source), target);
    // Vite keeps files of its own in node_modules/.vite; the copies must not share them.
    else if (!name.startsWith('.') || name === '.bin' || name === '.cache') await symlink(source, target);
  }
}
