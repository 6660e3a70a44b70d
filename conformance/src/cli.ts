import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { type RuleId, rules } from '@referral-codes/sdk/contract';
import { createColors } from 'picocolors';
import { CannotJudge } from './errors.ts';
import type { Report, Result } from './report.ts';
import { table } from './reporters/table.ts';
import { type RunOptions, runConformance } from './run.ts';
import { version } from './version.ts';

/** What of `process` the command needs, so that a test can hand it another. */
export interface ProcessLike {
  argv: string[];
  stdout: { write(text: string): unknown; isTTY?: boolean };
  stderr: { write(text: string): unknown; isTTY?: boolean };
  env: Record<string, string | undefined>;
  exitCode?: number | string | null | undefined;
  on(event: 'SIGINT' | 'SIGTERM', listener: () => void): unknown;
  off(event: 'SIGINT' | 'SIGTERM', listener: () => void): unknown;
}

const USAGE = `Usage: referral-codes-conformance <server-url> [options]

Tells, rule by rule and with proof, whether a server keeps the referral-code-records contract.
The server URL is origin and mount, as in http://127.0.0.1:4010/api/v1/referral-code-records

  --out DIR              write report.json there
  -H, --header 'N: V'    send this header with every request; its value is shown nowhere
  --rule ID              judge only this rule; may be repeated
  --list                 list the rules and end
  --strict               a broken SHOULD is fatal too
  --timeout SECONDS      how long to wait for an answer (10)
  --concurrency N        how many checks run side by side (4)
  --seed SEED            repeat what was drawn by lot
  --version, --help

Exit code: 0 conformant, 1 nonconformant, 2 could not judge.
`;

const OPTIONS = {
  out: { type: 'string' },
  header: { type: 'string', short: 'H', multiple: true, default: [] },
  rule: { type: 'string', multiple: true },
  list: { type: 'boolean', default: false },
  strict: { type: 'boolean', default: false },
  timeout: { type: 'string', default: '10' },
  concurrency: { type: 'string', default: '4' },
  seed: { type: 'string' },
  version: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const satisfies ParseArgsConfig['options'];

/** What was typed is wrong: said in one line, with what to type instead. */
class Misuse extends Error {
  override readonly name = 'Misuse';
}

/** The command. Sets `exitCode`: 0 conformant, 1 nonconformant, 2 could not judge. */
export async function run(process: ProcessLike): Promise<void> {
  const say = (text: string) => process.stdout.write(`${text}\n`);
  try {
    process.exitCode = await command(process, say);
  } catch (error) {
    process.stderr.write(`referral-codes-conformance: ${messageOf(error)}\n`);
    process.exitCode = 2;
  }
}

function messageOf(error: unknown): string {
  if (error instanceof Misuse || error instanceof CannotJudge) return error.message;
  const isArgument = error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
  if (isArgument) return `${error.message} (--help shows the options)`;
  return error instanceof Error
    ? `this is a fault of the suite's own, please report it: ${error.stack}`
    : String(error);
}

async function command(process: ProcessLike, say: (text: string) => void): Promise<number> {
  const { values, positionals } = parseArgs({ args: process.argv.slice(2), options: OPTIONS, allowPositionals: true });
  if (values.help) {
    process.stdout.write(USAGE);
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
  const target = { url: urlOf(positionals), headers: headersOf(values.header) };
  const report = await stoppable(process, (signal) =>
    runConformance(target, { ...optionsOf(values), rules: chosen, signal, onResult: progress(process, chosen.length) }),
  );
  if (values.out !== undefined) write(values.out, report);
  say(table(report, { color: createColors().isColorSupported && process.stdout.isTTY === true }));
  if (values.out !== undefined) say(`The whole report: ${join(values.out, 'report.json')}`);
  return exitCodeOf(report);
}

/** A server that was seen to break the contract is a 1 even if records are left behind. */
function exitCodeOf({ verdict, leftovers }: Report): number {
  if (verdict === 'nonconformant') return 1;
  return verdict === 'undecided' || leftovers.length > 0 ? 2 : 0;
}

/** Ctrl-C ends the run early; it then deletes what it made before it ends. */
async function stoppable<T>(process: ProcessLike, act: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const stop = () => {
    process.stderr.write('stopping: deleting what was made\n');
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
function progress({ stderr }: ProcessLike, total: number): (result: Result) => void {
  let done = 0;
  return ({ id, status, level }) => {
    done += 1;
    if (status !== 'passed') stderr.write(`${stderr.isTTY ? '\r\x1b[K' : ''}${status} ${level} ${id}\n`);
    if (stderr.isTTY) stderr.write(`\r\x1b[K${done}/${total} ${done === total ? '' : id}${done === total ? '\n' : ''}`);
  };
}

function write(folder: string, report: Report): void {
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'report.json'), `${JSON.stringify(report, null, 2)}\n`);
  } catch (error) {
    throw new Misuse(`the report could not be written to ${folder}: ${(error as Error).message}`);
  }
}

function urlOf(positionals: string[]): string {
  const [text, extra] = positionals;
  if (text === undefined)
    throw new Misuse(
      'give the server URL, as in http://127.0.0.1:4010/api/v1/referral-code-records (--help shows more)',
    );
  if (extra !== undefined) throw new Misuse(`one server URL at a time: ${extra} is one too many`);
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol))
    throw new Misuse(`${text} is no server URL: it begins with http:// or https://`);
  if (url.username || url.password) throw new Misuse("no credentials in the URL: give them with -H 'Authorization: …'");
  if (url.search || url.hash)
    throw new Misuse(`a server URL has no query and no fragment: ${url.origin}${url.pathname}`);
  return text;
}

function headersOf(given: string[]): Record<string, string> {
  const entries = given.map((text) => {
    const [, name, value] = text.match(/^([!#$%&'*+.^_`|~0-9A-Za-z-]+):\s*(.*)$/) ?? [];
    // The text itself is not repeated: it may hold a secret.
    if (name === undefined || value === undefined) throw new Misuse("a header is written -H 'Name: value'");
    return [name, value] as const;
  });
  return Object.fromEntries(entries);
}

function rulesOf(given: string[] | undefined): RuleId[] {
  const known = Object.keys(rules) as RuleId[];
  const stranger = given?.find((id) => !(known as string[]).includes(id));
  if (stranger !== undefined) throw new Misuse(`there is no rule ${stranger}; --list shows them all`);
  return given ? known.filter((id) => given.includes(id)) : known;
}

interface Numbers {
  timeout: string;
  concurrency: string;
  seed?: string | undefined;
  strict: boolean;
}

function optionsOf({ timeout, concurrency, seed, strict }: Numbers): RunOptions {
  const number = (name: string, text: string, least: number): number => {
    const value = Number(text);
    if (text.trim() === '' || !Number.isFinite(value) || value < least)
      throw new Misuse(`--${name} takes a number from ${least}, not ${text}`);
    return value;
  };
  if (seed !== undefined && !/^\d+(:\d+)*$/.test(seed))
    throw new Misuse(`--seed takes what a report shows, as in 42 or 42:1:0, not ${seed}`);
  return {
    strict,
    timeoutMs: number('timeout', timeout, 0.001) * 1000,
    concurrency: Math.floor(number('concurrency', concurrency, 1)),
    ...(seed !== undefined && { seed }),
  };
}
