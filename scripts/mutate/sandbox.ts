import { cp, lstat, mkdir, readdir, readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { type CommandOptions, type CommandResult, runNode } from './command.ts';
import { REPORT_FILE, type Report } from './reporter.ts';

/** The time limit for a build, and for the tests of a mutation, in milliseconds. */
const LIMIT = 240_000;

const REPORTER = fileURLToPath(new URL('./reporter.ts', import.meta.url));

/** The results of a test run. */
export interface TestRun extends Report {
  /** Whether the run had to be killed. */
  readonly timedOut: boolean;
}

export interface TestOptions {
  /** Runs only tests whose full title matches this regular expression. @default all tests */
  name?: string | undefined;
  /** How long until the run is killed, in milliseconds. @default 240_000 */
  limit?: number;
  /** Whether to stop at the first failed test. @default false */
  bail?: boolean;
}

/** A copy of a repository, which can be changed, built and tested without changing the original. */
export class Sandbox {
  readonly #folder: string;
  readonly #options: CommandOptions;
  /** Where the reporter writes. */
  readonly #report: string;

  private constructor(folder: string, signal: AbortSignal) {
    this.#folder = folder;
    this.#report = join(temporary(folder), 'report.json');
    // What a killed test leaves behind there is removed with the copy.
    const env = {
      ...process.env,
      TMPDIR: temporary(folder),
      [REPORT_FILE]: this.#report,
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

  /**
   * Runs `act` while a source file has another text. Of the built files, only the one of this source is replaced, without a
   * type check, because building the packages would take longer than most tests.
   *
   * @throws {SyntaxError} if the text is not valid TypeScript.
   */
  async with<T>(file: string, change: (text: string) => string, act: () => Promise<T>): Promise<T> {
    const source = await readFile(join(this.#folder, file), 'utf8');
    const built = builtOf(file);
    const changes = [
      { path: join(this.#folder, file), text: change(source) },
      { path: join(this.#folder, built), text: toJavaScript(change(source)) },
    ];
    const before = await Promise.all(changes.map(async ({ path }) => ({ path, text: await readFile(path, 'utf8') })));
    try {
      for (const { path, text } of changes) await writeFile(path, text);
      return await act();
    } finally {
      for (const { path, text } of before) await writeFile(path, text);
    }
  }

  /** Builds all packages. Returns the errors of the compiler; undefined if there are none. */
  async build(): Promise<string | undefined> {
    const { code, output, timedOut } = await this.#run(['node_modules/@typescript/native-preview/bin/tsgo', '-b']);
    if (timedOut) return `the build took longer than ${LIMIT / 1000} s`;
    return code === 0 ? undefined : output.trim();
  }

  /** Runs test files. */
  async test(files: readonly string[], { name, limit, bail }: TestOptions = {}): Promise<TestRun> {
    await rm(this.#report, { force: true });
    const args = ['run', '--project=!msw-*', `--reporter=${REPORTER}`, ...files];
    if (name !== undefined) args.push('-t', name);
    if (bail) args.push('--bail', '1');
    const { output, timedOut } = await this.#run(['node_modules/vitest/vitest.mjs', ...args], limit);
    const text = await readFile(this.#report, 'utf8').catch(() => undefined);
    if (text !== undefined) return { ...(JSON.parse(text) as Report), timedOut };
    return { passed: [], failed: [], trouble: timedOut ? [] : [output.trim()], timedOut };
  }

  #run(args: string[], limit = LIMIT): Promise<CommandResult> {
    return runNode(args, { ...this.#options, limit });
  }
}

/** The built file of a source file. */
const builtOf = (file: string): string => file.replace(/(^|\/)src\//, '$1dist/').replace(/\.ts$/, '.js');

function toJavaScript(text: string): string {
  const { outputText, diagnostics = [] } = ts.transpileModule(text, {
    reportDiagnostics: true,
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      verbatimModuleSyntax: true,
      rewriteRelativeImportExtensions: true,
    },
  });
  const [first] = diagnostics;
  if (first) throw new SyntaxError(ts.flattenDiagnosticMessageText(first.messageText, '\n'));
  return outputText;
}

/** The folder for temporary files, next to the copy. */
const temporary = (folder: string): string => `${folder}-tmp`;

/** Where the reporter writes the results of a test run. */
const _reportFile = (folder: string): string => join(temporary(folder), 'report.json');

/** Links all installed packages. The links to the repository's own packages lead to those of the copy. */
async function linkModules(from: string, to: string): Promise<void> {
  await mkdir(to);
  for (const name of await readdir(from)) {
    const [source, target] = [join(from, name), join(to, name)];
    if (name.startsWith('@')) await linkModules(source, target);
    // npm links a workspace by a relative path, which leads to the package in the copy.
    else if ((await lstat(source)).isSymbolicLink()) await symlink(await readlink(source), target);
    // Vite writes to node_modules/.vite; the copies must not share it.
    else if (!name.startsWith('.') || name === '.bin' || name === '.cache') await symlink(source, target);
  }
}
