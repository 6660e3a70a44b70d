import { type RuleId, rules } from '@referral-codes/sdk/contract';
import type { Check } from '../checks/check.ts';
import { alone, checks } from '../checks/index.ts';
import { readOnlyChecks } from '../checks/read-only.ts';
import { newToken, RunState } from '../context/run-state.ts';
import { CannotJudge } from '../errors.ts';
import { inParallel } from '../http/parallel.ts';
import { secretsOf } from '../http/secrets.ts';
import { Transport, type TransportOptions } from '../http/transport.ts';
import { type CleanUpOptions, cleanUp } from '../ledger/cleanup.ts';
import type { LedgerStore } from '../ledger/ledger.ts';
import { version } from '../version.ts';
import { judge } from './judge.ts';
import { preflight } from './preflight.ts';
import { type Report, type Result, verdictOf } from './report.ts';
import { waived } from './waivers.ts';

/** The server under test. */
export interface Target {
  /** The server URL: origin and mount. A slash at its end is ignored. */
  url: string;
  /** Defaults to the global fetch, as it is when the run starts. */
  fetch?: typeof fetch;
  /** Sent with every request, for a gateway that wants them. Their values appear in no report. */
  headers?: Readonly<Record<string, string>>;
}

export interface RunOptions {
  /** Only these rules; all of them unless given. */
  rules?: readonly RuleId[];
  /** Whether a broken SHOULD makes the server nonconformant too. Default false. */
  strict?: boolean;
  /** How long to wait for an answer, in milliseconds. Default 10,000. */
  timeoutMs?: number;
  /** How long a read may lag behind a write, in milliseconds. Default 0: not at all. */
  eventualMs?: number;
  /** How many checks run side by side. Default 4. */
  concurrency?: number;
  /** Feeds what is drawn by lot: a whole number, or `seed:path` as a failing sequence is reported. Drawn itself unless given. */
  seed?: string;
  /** How long random sequences are tried, in milliseconds. Default 20,000. */
  modelMs?: number;
  /** Rules that are known not to hold, and why. A waiver that is no longer needed is a failure itself. */
  waivers?: Readonly<Partial<Record<RuleId, string>>>;
  /** Whether to send nothing but reads; rules that need a write are skipped. Default false. */
  readOnly?: boolean;
  /** Ends the run early; what it made is deleted all the same. */
  signal?: AbortSignal;
  /** How long after it was sent a create that got no answer may still be stored, in milliseconds. Default: 10,000, or the time-out if that is longer. */
  lateMs?: number;
  /** Where to note what is made, beside memory. Called with the token that every value of the run carries. */
  ledger?: (token: string) => LedgerStore;
  /** Called as each rule is judged. */
  onResult?: (result: Result) => void;
}

/**
 * Judges a server rule by rule, and deletes every record it made, whatever happened.
 * Throws CannotJudge if nothing can be said: unreachable, not this API, or stopped.
 */
export async function runConformance(target: Target, options: RunOptions = {}): Promise<Report> {
  const { concurrency = 4, strict = false, readOnly = false, waivers = {}, onResult, signal } = options;
  const startedAt = new Date();
  const transport = new Transport({ ...transportOptions(target, options), signal });
  await preflight(transport.options);
  const [seed, path] = seedOf(options.seed);
  const token = newToken();
  const ledger = options.ledger?.(token);
  const session = new RunState({
    transport,
    token,
    seed,
    path,
    readOnly,
    eventualMs: options.eventualMs ?? 0,
    modelMs: options.modelMs ?? 20_000,
    ledger,
  });
  const results = new Map<RuleId, Result>();
  const one = async ([id, check]: readonly [RuleId, Check | undefined]): Promise<void> => {
    if (signal?.aborted) return;
    const result = waived(await judge(session, id, check), waivers[id]);
    results.set(id, result);
    onResult?.(result);
  };
  // Cleaning up outlives the signal that ends the run.
  const cleaner = new Transport(transportOptions(target, options));
  let leftovers: string[] = [];
  try {
    // The last headings hold the longest checks: begun first, they do not keep the others waiting at the end.
    const chosen = selected(readOnly ? readOnlyChecks : checks, options.rules).toReversed();
    await inParallel(
      chosen.filter(([id]) => !alone.has(id)),
      concurrency,
      one,
    );
    await inParallel(
      chosen.filter(([id]) => alone.has(id)),
      1,
      one,
    );
  } finally {
    leftovers = await cleanUp(cleaner, session.ledger, cleanUpOptions(options));
    ledger?.done(leftovers);
    // A server may have made an id of a secret.
    leftovers = leftovers.map((left) => cleaner.options.secrets.excerpt(left, LEFTOVER));
  }
  if (signal?.aborted) throw new CannotJudge(`stopped; ${leftSaying(leftovers)}`);
  const inOrder = (Object.keys(rules) as RuleId[]).flatMap((id) => results.get(id) ?? []);
  return {
    version,
    target: transport.options.url,
    startedAt: startedAt.toISOString(),
    durationMs: Date.now() - startedAt.getTime(),
    requests: transport.requests + cleaner.requests,
    verdict: verdictOf(inOrder, strict),
    seed,
    results: inOrder,
    leftovers,
  };
}

/** How to clean up after a run with these options. */
export const cleanUpOptions = (options: RunOptions): CleanUpOptions => ({
  concurrency: Math.max(options.concurrency ?? 4, 4),
  eventualMs: options.eventualMs ?? 0,
  lateMs: options.lateMs ?? Math.max(10_000, options.timeoutMs ?? 0),
});
/** How many characters of the id or code of a record that could not be deleted are shown. */
export const LEFTOVER = 200;

/** What to say of the records that could not be deleted. */
export const leftSaying = (leftovers: readonly string[]): string =>
  leftovers.length === 0 ? 'nothing that it made is left' : `could not delete ${leftovers.join(', ')}`;

/** The rules asked for, each with its check if there is one. */
function selected(
  table: Partial<Record<RuleId, Check>>,
  ids: readonly RuleId[] | undefined,
): [RuleId, Check | undefined][] {
  return (Object.keys(rules) as RuleId[]).filter((id) => !ids || ids.includes(id)).map((id) => [id, table[id]]);
}

/** What a target and its options come to for a transport. Throws CannotJudge at a URL with credentials, and does not repeat it. */
export function transportOptions(target: Target, { timeoutMs = 10_000 }: RunOptions): TransportOptions {
  if (/^[\w+.-]+:\/*[^/?#]*@/.test(target.url))
    throw new CannotJudge('no credentials in the server URL: give them as a header, authorization');
  return {
    url: target.url.replace(/\/+$/, ''),
    fetch: target.fetch ?? ((input, init) => globalThis.fetch(input, init)),
    secrets: secretsOf(target.headers),
    timeoutMs,
  };
}

function seedOf(text: string | undefined): [seed: number, path: string | undefined] {
  if (text === undefined) return [Math.floor(Math.random() * 0x7fffffff), undefined];
  const [seed, ...path] = text.split(':');
  return [Number(seed), path.length > 0 ? path.join(':') : undefined];
}
