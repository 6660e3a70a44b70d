import { parseArgs } from 'node:util';
import { CannotJudge, mutate } from './mutate.ts';
import type { Mutation } from './mutation.ts';

/** The mutations by package. */
export type Groups = Readonly<Record<string, readonly Mutation[]>>;

const usage = (groups: Groups): string => `Usage: npm run mutate -- [${Object.keys(groups).join('|')}]... [options]

Breaks each guard in a copy of the repository, and reports whether the tests notice.

  --only PATTERN   only mutations whose file or guard matches this regular expression
  --workers N      how many are tried at the same time (default: 2)
  --help           print this help

Exit code: 0 all were killed, 1 one survived, 2 one could not be judged.
`;

/** What the command uses of `process`, so that a test can pass its own. */
export interface ProcessLike {
  argv: string[];
  stdout: { write(text: string): unknown };
  stderr: { write(text: string): unknown };
  on(signal: NodeJS.Signals, listener: () => void): unknown;
  off(signal: NodeJS.Signals, listener: () => void): unknown;
  exitCode?: number | string | null | undefined;
}

/** The command. Sets the exit code of the process. */
export async function run(groups: Groups, root: string, process: ProcessLike): Promise<void> {
  const stopped = new AbortController();
  const stop = () => stopped.abort(new CannotJudge('stopped'));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  try {
    process.exitCode = await command(groups, root, process, stopped.signal);
  } catch (error) {
    const expected = error instanceof CannotJudge || /^ERR_PARSE_ARGS/.test((error as { code?: string }).code ?? '');
    process.stderr.write(`mutate: ${expected ? (error as Error).message : (error as Error).stack}\n`);
    process.exitCode = 2;
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.off(signal, stop);
  }
}

async function command(
  groups: Groups,
  root: string,
  { argv, stdout }: ProcessLike,
  signal: AbortSignal,
): Promise<number> {
  const { values, positionals } = parseArgs({
    args: argv.slice(2),
    options: {
      only: { type: 'string' },
      workers: { type: 'string', default: '2' },
      help: { type: 'boolean', short: 'h', default: false },
    },
    allowPositionals: true,
  });
  if (values.help) {
    stdout.write(usage(groups));
    return 0;
  }
  if (!/^[1-9]\d?$/.test(values.workers)) throw new CannotJudge(`--workers takes 1 to 99, not ${values.workers}`);
  const mutations = chosen(groups, positionals, values.only);
  const say = (line: string) => stdout.write(`${line}\n`);
  return mutate(mutations, { root, signal, say, workers: Number(values.workers) });
}

function chosen(groups: Groups, names: string[], only = ''): Mutation[] {
  const unknown = names.find((name) => !Object.hasOwn(groups, name));
  if (unknown !== undefined)
    throw new CannotJudge(`there is no group ${unknown}; choose of ${Object.keys(groups).join(', ')}`);
  let pattern: RegExp;
  try {
    pattern = new RegExp(only, 'i');
  } catch (error) {
    throw new CannotJudge(`--only takes a regular expression: ${(error as Error).message}`);
  }
  const mutations = Object.entries(groups)
    .filter(([name]) => names.length === 0 || names.includes(name))
    .flatMap(([, group]) => group)
    .filter(({ file, guard }) => pattern.test(`${file}: ${guard}`));
  if (mutations.length === 0) throw new CannotJudge(`no mutation matches ${only}`);
  return mutations;
}
