import { type ParseArgsConfig, parseArgs } from 'node:util';
import { type RuleId, rules } from '@referral-codes/sdk/contract';
import type { RunOptions } from '../run/options.ts';
import { EXAMPLE_URL, HEADER, UsageError } from './usage.ts';
import { readWaivers } from './waivers-file.ts';

const OPTIONS = {
  out: { type: 'string' },
  header: { type: 'string', short: 'H', multiple: true, default: [] },
  'header-env': { type: 'string', multiple: true, default: [] },
  rule: { type: 'string', multiple: true },
  list: { type: 'boolean', default: false },
  strict: { type: 'boolean', default: false },
  keep: { type: 'boolean', default: false },
  verbose: { type: 'boolean', default: false },
  'allow-partial': { type: 'boolean', default: false },
  'read-only': { type: 'boolean', default: false },
  waivers: { type: 'string' },
  eventual: { type: 'string', default: '0' },
  timeout: { type: 'string', default: '10' },
  rate: { type: 'string' },
  'max-requests': { type: 'string' },
  concurrency: { type: 'string', default: '4' },
  seed: { type: 'string' },
  version: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const satisfies ParseArgsConfig['options'];

/** The options and positional arguments. Throws UsageError; its message repeats no value, because a value may be a secret. */
export function parseCommandLine(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new UsageError(`${optionError(error)} (--help shows the options; write a header as ${HEADER}, in quotes)`);
  }
}

type Values = ReturnType<typeof parseCommandLine>['values'];

/** What is wrong with an option. It is named only if it looks like the name of an option: a secret may begin with a hyphen too. */
function optionError(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const [, name] = message.match(/'(--?[a-z]+(?:-[a-z]+)?)[' ,]/) ?? [];
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return name ? `unknown option ${name}` : 'an option is unknown';
  return `${name ? `the option ${name}` : 'an option'} has a value but takes none, or has none but takes one`;
}

/** The server URL. Messages do not repeat an argument: without quotes around a header, its value is one of them. */
export function parseServerUrl(positionals: readonly string[]): string {
  const [text, extra] = positionals;
  if (text === undefined) throw new UsageError(`give the server URL, as in ${EXAMPLE_URL} (--help shows more)`);
  if (extra !== undefined)
    throw new UsageError(`give one server URL, not ${positionals.length}; a header needs quotes: ${HEADER}`);
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol))
    throw new UsageError(`the argument is not a server URL: it starts with http:// or https://, as in ${EXAMPLE_URL}`);
  if (url.username || url.password)
    throw new UsageError("no credentials in the URL: give them with -H 'Authorization: …'");
  if (url.search || url.hash)
    throw new UsageError(`a server URL has no query and no fragment: ${url.origin}${url.pathname}`);
  return text;
}

/** The selected rules in the order of the contract. @default all rules */
export function parseRuleIds(ids: readonly string[] | undefined): RuleId[] {
  const known = Object.keys(rules) as RuleId[];
  const unknown = ids?.find((id) => !(known as string[]).includes(id));
  if (unknown !== undefined) throw new UsageError(`there is no rule ${unknown}; --list shows all rules`);
  return ids ? known.filter((id) => ids.includes(id)) : known;
}

export function parseRunOptions({ strict, 'read-only': readOnly, waivers, seed, rate, ...values }: Values): RunOptions {
  if (seed !== undefined && !/^\d+(:\d+)*$/.test(seed))
    throw new UsageError(`--seed takes a seed from a report, as in 42 or 42:1:0, not ${seed}`);
  const { 'max-requests': maxRequests } = values;
  return {
    ...(rate !== undefined && { rate: parseNumber('rate', rate, 0.01) }),
    ...(maxRequests !== undefined && { maxRequests: Math.floor(parseNumber('max-requests', maxRequests, 1)) }),
    strict,
    readOnly,
    keep: values.keep,
    waivers: waivers === undefined ? {} : readWaivers(waivers),
    eventualMs: parseNumber('eventual', values.eventual, 0) * 1000,
    timeoutMs: parseNumber('timeout', values.timeout, 0.001) * 1000,
    concurrency: Math.floor(parseNumber('concurrency', values.concurrency, 1)),
    ...(seed !== undefined && { seed }),
  };
}

function parseNumber(option: string, text: string, min: number): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < min)
    throw new UsageError(`--${option} takes a number of at least ${min}, not ${text}`);
  return value;
}
