import { readFileSync } from 'node:fs';
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { type RuleId, rules } from '@referral-codes/sdk/contract';
import type { RunOptions } from '../run/run.ts';

export const USAGE = `Usage: referral-codes-conformance <server-url> [options]
       referral-codes-conformance cleanup [<server-url>] [-H …] [--timeout …]

Tells, rule by rule and with proof, whether a server keeps the referral-code-records contract.
The server URL is origin and mount, as in http://127.0.0.1:4010/api/v1/referral-code-records

  --out DIR              write report.json there
  -H, --header 'N: V'    send this header with every request; its value is shown nowhere
  --rule ID              judge only this rule; may be repeated
  --list                 list the rules and end
  --strict               a broken SHOULD is fatal too
  --read-only            send nothing but reads, and skip the rules that take a write
  --waivers FILE         JSON: rule id → why it is known not to hold
  --eventual SECONDS     how long a read may lag behind a write (0)
  --timeout SECONDS      how long to wait for an answer (10)
  --concurrency N        how many checks run side by side (4)
  --seed SEED            repeat what was drawn by lot
  --version, --help

cleanup deletes what a run that crashed has left behind.

Exit code: 0 conformant, 1 nonconformant, 2 could not judge.
`;

const OPTIONS = {
  out: { type: 'string' },
  header: { type: 'string', short: 'H', multiple: true, default: [] },
  rule: { type: 'string', multiple: true },
  list: { type: 'boolean', default: false },
  strict: { type: 'boolean', default: false },
  'read-only': { type: 'boolean', default: false },
  waivers: { type: 'string' },
  eventual: { type: 'string', default: '0' },
  timeout: { type: 'string', default: '10' },
  concurrency: { type: 'string', default: '4' },
  seed: { type: 'string' },
  version: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const satisfies ParseArgsConfig['options'];

/** What was typed is wrong: said in one line, with what to type instead. */
export class Misuse extends Error {
  override readonly name = 'Misuse';
}

/** The command line as options and what stands without one. Throws Misuse, which repeats no value: it may be a secret. */
export function parsed(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new Misuse(`${misusedOption(error)} (--help shows the options; a header is written ${HEADER}, in quotes)`);
  }
}

/** What is wrong with an option. It is named where it can be an option's name; a secret may begin with a hyphen too. */
function misusedOption(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const [, name = 'one'] = message.match(/'(--?[a-z]+(?:-[a-z]+)?)[' ,]/) ?? [];
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION')
    return name === 'one' ? 'an option is unknown' : `unknown option ${name}`;
  return `the option ${name} is written with a value where it takes none, or without one where it takes one`;
}

const HEADER = "-H 'Name: value'";

export function urlOf(positionals: string[]): string {
  const [text, extra] = positionals;
  if (text === undefined)
    throw new Misuse(
      'give the server URL, as in http://127.0.0.1:4010/api/v1/referral-code-records (--help shows more)',
    );
  // None of them is repeated: the value of a header that was given without quotes is among them.
  if (extra !== undefined)
    throw new Misuse(`one server URL at a time: ${positionals.length} were given; a header needs quotes: ${HEADER}`);
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol))
    throw new Misuse(
      'what was given is no server URL: it begins with http:// or https://, as in http://127.0.0.1:4010/api/v1/referral-code-records',
    );
  if (url.username || url.password) throw new Misuse("no credentials in the URL: give them with -H 'Authorization: …'");
  if (url.search || url.hash)
    throw new Misuse(`a server URL has no query and no fragment: ${url.origin}${url.pathname}`);
  return text;
}

export function headersOf(given: string[]): Record<string, string> {
  const entries = given.map((text) => {
    const [, name, value] = text.match(/^([!#$%&'*+.^`|~\w-]+):\s*(.+)$/s) ?? [];
    // The text itself is not repeated: it may hold a secret.
    if (name === undefined || value === undefined) throw new Misuse(`a header is written ${HEADER}, in quotes`);
    return [name, value] as const;
  });
  return Object.fromEntries(entries);
}

export function rulesOf(given: string[] | undefined): RuleId[] {
  const known = Object.keys(rules) as RuleId[];
  const stranger = given?.find((id) => !(known as string[]).includes(id));
  if (stranger !== undefined) throw new Misuse(`there is no rule ${stranger}; --list shows them all`);
  return given ? known.filter((id) => given.includes(id)) : known;
}

interface Given {
  'read-only': boolean;
  waivers?: string | undefined;
  eventual: string;
  timeout: string;
  concurrency: string;
  seed?: string | undefined;
  strict: boolean;
}

export function optionsOf({
  'read-only': readOnly,
  waivers,
  eventual,
  timeout,
  concurrency,
  seed,
  strict,
}: Given): RunOptions {
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
    readOnly,
    waivers: waivers === undefined ? {} : waiversOf(waivers),
    eventualMs: number('eventual', eventual, 0) * 1000,
    timeoutMs: number('timeout', timeout, 0.001) * 1000,
    concurrency: Math.floor(number('concurrency', concurrency, 1)),
    ...(seed !== undefined && { seed }),
  };
}

/** Throws Misuse unless the file is a JSON object of rule ids, each with a reason. */
function waiversOf(file: string): Partial<Record<RuleId, string>> {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Misuse(
      // What JSON.parse says quotes the file, which may be the wrong one.
      `--waivers ${file} ${error instanceof SyntaxError ? 'is not JSON' : `cannot be read: ${(error as Error).message}`}`,
    );
  }
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  const wrong = entries.find(([id, reason]) => !(id in rules) || typeof reason !== 'string' || !reason);
  if (entries.length === 0 || wrong)
    throw new Misuse(
      `--waivers ${file} is a JSON object: rule id → reason${wrong ? `, which ${wrong[0]} is not` : ''}`,
    );
  return Object.fromEntries(entries) as Partial<Record<RuleId, string>>;
}
