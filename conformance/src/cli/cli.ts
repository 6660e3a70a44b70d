import { accessSync, constants, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rules } from '@referral-codes/sdk/contract';
import { createColors } from 'picocolors';
import { CannotJudge } from '../errors.ts';
import { Transport } from '../http/transport.ts';
import { cleanUp } from '../ledger/cleanup.ts';
import { keptLedgers, LedgerFile, ledgerFolder } from '../ledger/ledger-file.ts';
import { json } from '../reports/json.ts';
import { table } from '../reports/table.ts';
import type { Report, Result } from '../run/report.ts';
import { cleanUpOptions, LEFTOVER, leftSaying, type RunOptions, runConformance, transportOptions } from '../run/run.ts';
import { version } from '../version.ts';
import { headersOf, Misuse, optionsOf, parsed, rulesOf, USAGE, urlOf } from './arguments.ts';
import { type Stream, type TextStream, textOnly } from './terminal.ts';

/** What of `process` the command needs, so that a test can hand it another. */
export interface ProcessLike {
  argv: string[];
  stdout: Stream;
  stderr: Stream;
  env: Record<string, string | undefined>;
  exitCode?: number | string | null | undefined;
  on(event: 'SIGINT' | 'SIGTERM', listener: () => void): unknown;
  off(event: 'SIGINT' | 'SIGTERM', listener: () => void): unknown;
}

/** The process as the command sees it: what it writes is shown as text, whatever it quotes. */
interface TextProcess extends ProcessLike {
  readonly stdout: TextStream;
  readonly stderr: TextStream;
}

/** The command. Sets `exitCode`: 0 conformant, 1 nonconformant, 2 could not judge. */
export async function run(outer: ProcessLike): Promise<void> {
  const process: TextProcess = {
    argv: outer.argv,
    env: outer.env,
    stdout: textOnly(outer.stdout),
    stderr: textOnly(outer.stderr),
    on: (event, listener) => outer.on(event, listener),
    off: (event, listener) => outer.off(event, listener),
  };
  const say = (text: string) => process.stdout.write(`${text}\n`);
  try {
    outer.exitCode = await command(process, say);
  } catch (error) {
    const lines = `referral-codes-conformance: ${messageOf(error)}`.split('\n');
    for (const line of lines) process.stderr.write(`${line}\n`);
    outer.exitCode = 2;
  }
}

function messageOf(error: unknown): string {
  if (error instanceof Misuse || error instanceof CannotJudge) return error.message;
  return error instanceof Error
    ? `this is a fault of the suite's own, please report it: ${error.stack}`
    : String(error);
}

async function command(process: TextProcess, say: (text: string) => void): Promise<number> {
  const { values, positionals } = parsed(process.argv.slice(2));
  if (values.help) {
    process.stdout.raw(USAGE);
    return 0;
  }
  if (values.version) {
    say(version);
    return 0;
  }
  const chosen = rulesOf(values.rule);
  if (values.list) {
    for (const id of chosen) say(`${id.padEnd(38)} ${rules[id].provenance.padEnd(10)} ${rules[id].sentence}`);
    return 0;
  }
  const options = optionsOf(values);
  const headers = headersOf(values.header);
  if (positionals[0] === 'cleanup') return cleanup(process, say, positionals.slice(1), headers, options);
  const target = { url: urlOf(positionals), headers };
  const folder = ledgerFolder(process.env);
  const ledger = (token: string) => new LedgerFile(folder, target.url, token);
  const onResult = progress(process, chosen.length);
  // Found out before the first request, and not when the run is over.
  if (values.out !== undefined) writing(values.out, (out) => accessSync(out, constants.W_OK));
  const report = await stoppable(process, (signal) =>
    runConformance(target, { ...options, rules: chosen, signal, ledger, onResult }),
  );
  process.stdout.raw(`${table(report, { color: createColors().isColorSupported && process.stdout.isTTY === true })}\n`);
  if (values.out !== undefined) {
    writing(values.out, (out) => writeFileSync(join(out, 'report.json'), json(report)));
    say(`The whole report: ${join(values.out, 'report.json')}`);
  }
  return exitCodeOf(report);
}

/** A server that was seen to break the contract is a 1 even if records are left behind. */
function exitCodeOf({ verdict, leftovers }: Report): number {
  if (verdict === 'nonconformant') return 1;
  return verdict === 'undecided' || leftovers.length > 0 ? 2 : 0;
}

/** Deletes what earlier runs noted and did not live to delete. 2 if something is left. */
async function cleanup(
  process: ProcessLike,
  say: (text: string) => void,
  positionals: string[],
  headers: Record<string, string>,
  options: RunOptions,
): Promise<number> {
  const only = positionals.length > 0 ? urlOf(positionals) : undefined;
  if (only === undefined && Object.keys(headers).length > 0)
    throw new Misuse('give the server URL as well: headers are sent only to a server that you name');
  const kept = keptLedgers(ledgerFolder(process.env)).filter(({ url }) => only === undefined || url === only);
  if (kept.length === 0) say('there is nothing to clean up');
  let left = 0;
  for (const { file, url, running, ledger } of kept) {
    if (running) {
      say(`${url}: a run is still at work there, and deletes what it makes itself`);
      left += 1;
      continue;
    }
    const transport = new Transport(transportOptions({ url, headers }, options));
    const leftovers = await cleanUp(transport, ledger, cleanUpOptions(options));
    if (leftovers.length === 0) rmSync(file);
    left += leftovers.length;
    const shown = leftovers.map((left) => transport.options.secrets.excerpt(left, LEFTOVER));
    say(`${url}: ${leftSaying(shown)}${leftovers.length > 0 ? `. They stay noted in ${file}` : ''}`);
  }
  return left > 0 ? 2 : 0;
}

/** Ctrl-C ends the run early; it then deletes what it made before it ends. */
async function stoppable<T>(process: ProcessLike, act: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const stop = () => {
    process.stderr.write('stopping: deleting what was made, which takes a while if a create was not answered yet\n');
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

/** A line on a terminal that counts the rules as they are judged; elsewhere a line for each that is not kept. */
function progress({ stderr }: TextProcess, total: number): (result: Result) => void {
  let done = 0;
  return ({ id, status, level }) => {
    done += 1;
    if (stderr.isTTY) stderr.raw('\r\x1b[K');
    if (status !== 'passed') stderr.write(`${status} ${level} ${id}\n`);
    if (stderr.isTTY) stderr.write(`${done}/${total} ${done === total ? '\n' : id}`);
  };
}

/** Does something with the folder of the reports, which is made if it is missing. Throws Misuse where that fails. */
function writing(folder: string, act: (folder: string) => void): void {
  try {
    mkdirSync(folder, { recursive: true });
    act(folder);
  } catch (error) {
    throw new Misuse(`the report could not be written to ${folder}: ${(error as Error).message}`);
  }
}
