import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { required } from '../required.ts';
import { error, judge, type Verdict } from './judge.ts';
import { type Mutation, MutationError, mutatedText } from './mutation.ts';
import { Sandbox } from './sandbox.ts';

export interface MutateOptions {
  /** The repository's root. */
  root: string;
  /** Stops the run, which then rejects. */
  signal: AbortSignal;
  /** Writes a line for the user. */
  say: (line: string) => void;
  /** How many mutations are tried at the same time. */
  workers: number;
}

/** The time limit for all tests on the unchanged code, in milliseconds. */
const BASELINE_LIMIT = 900_000;

/** Thrown if no mutation can be judged. */
export class CannotJudge extends Error {
  override readonly name = 'CannotJudge';
}

/**
 * Tries mutations on copies of the repository, which are deleted before this settles.
 *
 * @returns the exit code: 0 if all were killed, 1 if any survived, 2 if any could not be judged.
 * @throws {CannotJudge} a mutation does not fit its file, or the tests fail on the unchanged code.
 */
export async function mutate(mutations: readonly Mutation[], options: MutateOptions): Promise<0 | 1 | 2> {
  const started = performance.now();
  await checkFit(options.root, mutations);
  const folder = await mkdtemp(join(tmpdir(), 'referral-codes-mutate-'));
  try {
    const verdicts = await tryAll(folder, mutations, options);
    return summed(verdicts, (performance.now() - started) / 1000, options.say);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Tries mutations on copies of the repository in `folder`. No process uses them any more when this settles. */
async function tryAll(
  folder: string,
  mutations: readonly Mutation[],
  { root, say, signal, workers }: MutateOptions,
): Promise<Verdict[]> {
  // When one copy has failed, the others are stopped.
  const failed = new AbortController();
  const either = AbortSignal.any([signal, failed.signal]);
  const copies = Array.from({ length: Math.min(workers, mutations.length) }, (_, index) => `copy-${index}`);
  const sandboxes = copies.map((name) => built(root, join(folder, name), either));
  const baseline = required(sandboxes[0]).then((sandbox) => checkBaseline(sandbox, mutations, say));
  const queue = mutations.values();
  const verdicts: Verdict[] = [];
  const all = sandboxes.map(async (ready) => {
    const [sandbox] = await Promise.all([ready, baseline]);
    for (const mutation of queue) {
      const verdict = await tried(sandbox, mutation);
      verdicts.push(verdict);
      say(`${verdict.outcome.padEnd(8)} ${mutation.file}: ${mutation.guard}\n         ${indented(verdict.why)}`);
    }
  });
  try {
    await Promise.all(all);
  } finally {
    failed.abort();
    await Promise.allSettled([...all, ...sandboxes, baseline]);
  }
  return verdicts;
}

async function checkFit(root: string, mutations: readonly Mutation[]): Promise<void> {
  const problems: string[] = [];
  for (const mutation of mutations) {
    try {
      mutatedText(await readFile(join(root, mutation.file), 'utf8'), mutation);
    } catch (error) {
      if (!(error instanceof MutationError || (error as NodeJS.ErrnoException).code === 'ENOENT')) throw error;
      problems.push((error as Error).message);
    }
  }
  if (problems.length > 0) throw new CannotJudge(`point these mutations at the code anew:\n${problems.join('\n')}`);
}

async function built(root: string, folder: string, signal: AbortSignal): Promise<Sandbox> {
  const sandbox = await Sandbox.create(root, folder, signal);
  const complaint = await sandbox.build();
  if (complaint !== undefined) throw new CannotJudge(`the unchanged code does not build:\n${complaint}`);
  return sandbox;
}

/** Runs the tests of all mutations on the unchanged code. */
async function checkBaseline(sandbox: Sandbox, mutations: readonly Mutation[], say: MutateOptions['say']) {
  const whole = new Set(mutations.filter(({ name }) => name === undefined).flatMap(({ tests }) => tests));
  const partly = mutations.filter(({ tests }) => tests.some((file) => !whole.has(file)));
  const names = [...new Set(partly.flatMap(({ name }) => name ?? []))].map((name) => `(${name})`).join('|');
  const files = [...new Set(partly.flatMap(({ tests }) => tests))].filter((file) => !whole.has(file));
  say(`test files to run on the unchanged code: ${[...whole, ...files].join(', ')}`);
  let count = 0;
  for (const [selected, name] of [
    [[...whole], undefined],
    [files, names],
  ] as const) {
    if (selected.length === 0) continue;
    const limit = BASELINE_LIMIT;
    const run = await sandbox.test(selected, { limit, name });
    const red = [...run.failed.map(({ title }) => title), ...run.trouble];
    if (run.timedOut) red.push(`they took longer than ${limit / 1000} s`);
    if (red.length > 0) throw new CannotJudge(`the tests fail on the unchanged code:\n${red.join('\n')}`);
    count += run.passed.length;
  }
  say(`${count} tests pass; trying ${mutations.length} mutations`);
}

async function tried(sandbox: Sandbox, mutation: Mutation): Promise<Verdict> {
  const { file, tests, name } = mutation;
  const change = (text: string) => mutatedText(text, mutation);
  try {
    return await sandbox.with(file, change, async () =>
      judge(mutation, await sandbox.test(tests, { name, bail: true })),
    );
  } catch (thrown) {
    if (!(thrown instanceof SyntaxError)) throw thrown;
    return error(`the mutated code does not compile: ${thrown.message}`);
  }
}

function summed(verdicts: readonly Verdict[], seconds: number, say: MutateOptions['say']): 0 | 1 | 2 {
  const count = (outcome: Verdict['outcome']) => verdicts.filter((verdict) => verdict.outcome === outcome).length;
  const [killed, survived, errors] = [count('killed'), count('SURVIVED'), count('error')];
  const minutes = `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
  say(`${verdicts.length} mutations: ${killed} killed, ${survived} survived, ${errors} errors; ${minutes}`);
  if (survived > 0) return 1;
  return errors > 0 ? 2 : 0;
}

const indented = (text: string): string => text.replaceAll('\n', '\n         ');
