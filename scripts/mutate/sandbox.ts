import { cp, lstat, mkdir, readdir, readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
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

export interface TestOptions {
  /** Only tests whose full title matches this regular expression are run. Default: all. */
  name?: string | undefined;
  /** Milliseconds until the run is killed. Default: 240,000. */
  limit?: number;
  /** Whether to end at the first test that fails. Default false. */
  bail?: boolean;
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
      [REPORT_FILE]: reportFile(folder),
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
   * Runs `act` while a source holds another text, and so does the file that was built of it: that file alone is made anew,
   * and without looking at types, as a build of the packages would take longer than most tests.
   *
   * @throws {SyntaxError} the text is no TypeScript.
   */
  async with<T>(file: string, change: (text: string) => string, act: () => Promise<T>): Promise<T> {
    const source = await readFile(join(this.#folder, file), 'utf8');
    const built = builtOf(file);
    const changes = [
      { path: join(this.#folder, file), text: change(source) },
      { path: join(this.#folder, built), text: toJavaScript(change(source)) },
    ];
    const originals = await Promise.all(
      changes.map(async ({ path }) => ({ path, text: await readFile(path, 'utf8') })),
    );
    try {
      for (const { path, text } of changes) await writeFile(path, text);
      return await act();
    } finally {
      for (const { path, text } of originals) await writeFile(path, text);
    }
  }

  /** Builds all. Answers what the compiler complains about, or undefined if the build is good. */
  async build(): Promise<string | undefined> {
    const { code, output, timedOut } = await this.#run(['node_modules/typescript/bin/tsc', '-b']);
    if (timedOut) return `the build took longer than ${LIMIT / 1000} s`;
    return code === 0 ? undefined : output.trim();
  }

  /** Runs test files. */
  async test(files: readonly string[], { name, limit, bail }: TestOptions = {}): Promise<TestRun> {
    const file = reportFile(this.#folder);
    await rm(file, { force: true });
    const args = ['run', '--project=!msw-*', `--reporter=${REPORTER}`, ...files];
    if (name !== undefined) args.push('-t', name);
    if (bail) args.push('--bail', '1');
    const { output, timedOut } = await this.#run(['node_modules/vitest/vitest.mjs', ...args], limit);
    const text = await readFile(file, 'utf8').catch(() => undefined);
    if (text !== undefined) return { ...(JSON.parse(text) as Report), timedOut };
    return { passed: [], failed: [], trouble: timedOut ? [] : [output.trim()], timedOut };
  }

  #run(args: string[], limit = LIMIT): Promise<CommandResult> {
    return runNode(args, { ...this.#options, limit });
  }
}

/** Where a source is built to. */
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

/** The folder for temporary files, beside the copy. */
const temporary = (folder: string): string => `${folder}-tmp`;

/** Where the reporter writes the results of a test run. */
const reportFile = (folder: string): string => join(temporary(folder), 'report.json');

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
