import { type RuleId, rules } from '@referral-codes/sdk/contract';
import { createColors } from 'picocolors';
import { CannotJudge } from '../errors.ts';
import { LedgerFile, ledgerFolder } from '../ledger/ledger-file.ts';
import { table } from '../reports/table.ts';
import { parseSeed, type RunOptions } from '../run/options.ts';
import { runToReport } from '../run/run.ts';
import type { Target } from '../run/target.ts';
import { unfinishedReport } from '../run/unfinished-report.ts';
import { exitCodeOf } from '../run/verdict.ts';
import { version } from '../version.ts';
import { parseCommandLine, parseRuleIds, parseRunOptions, parseServerUrl } from './arguments.ts';
import { cleanup } from './cleanup.ts';
import { readHeaders } from './headers.ts';
import { noticeWriter, showProgress } from './progress.ts';
import { describeFiles, writeReport } from './report-files.ts';
import { type CommandProcess, escapingStream, type ProcessLike } from './terminal.ts';
import { USAGE, UsageError } from './usage.ts';

/** Runs the command. Sets `exitCode`: 0 conformant, 1 nonconformant, 2 partial, inconclusive or an error. */
export async function run(outer: ProcessLike): Promise<void> {
  const process: CommandProcess = {
    argv: outer.argv,
    env: outer.env,
    stdout: escapingStream(outer.stdout),
    stderr: escapingStream(outer.stderr),
    on: (event, listener) => outer.on(event, listener),
    off: (event, listener) => outer.off(event, listener),
  };
  try {
    outer.exitCode = await command(process);
  } catch (error) {
    const lines = `referral-codes-conformance: ${messageOf(error)}`.split('\n');
    for (const line of lines) process.stderr.write(`${line}\n`);
    outer.exitCode = 2;
  }
}

function messageOf(error: unknown): string {
  if (error instanceof UsageError || error instanceof CannotJudge) return error.message;
  return error instanceof Error ? `this is a defect of the suite, please report it: ${error.stack}` : String(error);
}

/** Returns the exit code. */
async function command(process: CommandProcess): Promise<number> {
  const { values, positionals } = parseCommandLine(process.argv.slice(2));
  if (values.help) {
    process.stdout.raw(USAGE);
    return 0;
  }
  if (values.version) {
    process.stdout.write(`${version}\n`);
    return 0;
  }
  const selected = parseRuleIds(values.rule);
  if (values.list) {
    for (const id of selected)
      process.stdout.write(`${id.padEnd(38)} ${rules[id].provenance.padEnd(10)} ${rules[id].sentence}\n`);
    return 0;
  }
  const options = parseRunOptions(values);
  const headers = readHeaders(values, process.env);
  const [first, ...rest] = positionals;
  if (first === 'cleanup')
    return cleanup(process, rest.length > 0 ? parseServerUrl(rest) : undefined, headers, options);
  const { out, verbose, 'allow-partial': allowPartial } = values;
  const target = { url: parseServerUrl(positionals), headers };
  return check(process, target, { ...options, rules: selected, out, allowPartial, verbose });
}

interface CheckOptions extends RunOptions {
  rules: readonly RuleId[];
  /** The folder of the reports; undefined for none. */
  out: string | undefined;
  allowPartial: boolean;
  /** Whether to print every finding with all its exchanges. */
  verbose: boolean;
}

/** Checks a server and writes the reports. */
async function check(process: CommandProcess, target: Target, given: CheckOptions): Promise<number> {
  const options = { ...given, seed: given.seed ?? String(parseSeed(undefined).seed) };
  const { out, rules, allowPartial, verbose } = options;
  // Before the run, so that an error shows now, and so that no report of an earlier run remains if this one is killed.
  const unfinished = unfinishedReport(target.url, options);
  if (out !== undefined) writeReport(out, unfinished);
  const folder = ledgerFolder(process.env);
  const ledger = (token: string) => new LedgerFile(folder, target.url, token);
  const onResult = showProgress(process.stderr, rules.length);
  const onNotice = noticeWriter(process.stderr);
  const run = (signal: AbortSignal) => runToReport(target, { ...options, signal, ledger, onResult, onNotice });
  const report = await stoppable(process, run).catch((error: unknown) => {
    if (out !== undefined) writeReport(out, { ...unfinished, problem: messageOf(error) });
    throw error;
  });
  if (out !== undefined) writeReport(out, report);
  if (report.problem !== undefined) throw new CannotJudge(report.problem);
  const color = createColors().isColorSupported && process.stdout.isTTY === true;
  process.stdout.raw(`${table(report, { color, verbose })}\n`);
  if (options.keep)
    process.stdout.write('The records of this run are kept. To delete them: referral-codes-conformance cleanup\n');
  if (report.verdict === 'partial' && !allowPartial)
    process.stdout.write('Not every MUST was checked, so the exit code is 2; with --allow-partial it is 0.\n');
  if (out !== undefined) describeFiles(process.stdout, out, report);
  return exitCodeOf(report.verdict, { allowPartial });
}

/** Ctrl-C stops the run. It deletes its records before it ends. */
async function stoppable<T>(process: CommandProcess, act: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const stop = () => {
    process.stderr.write('stopping: deleting the records of this run; a create without a response delays that\n');
    controller.abort();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  try {
    return await act(controller.signal);
  } finally {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  }
}
