import { type RuleId, rules } from '@referral-codes/sdk/contract';
import type { Check } from '../checks/check.ts';
import { checks, exclusiveRules } from '../checks/index.ts';
import { readOnlyChecks } from '../checks/read-only.ts';
import { newToken } from '../context/names.ts';
import { RunState } from '../context/run-state.ts';
import { CannotJudge } from '../errors.ts';
import { inParallel } from '../http/parallel.ts';
import { Transport } from '../http/transport.ts';
import type { LedgerStore } from '../ledger/ledger.ts';
import { version } from '../version.ts';
import { judge } from './judge.ts';
import { describeLeftovers, removeRecords } from './leftovers.ts';
import { parseSeed, type RunOptions } from './options.ts';
import { preflight } from './preflight.ts';
import { type Report, type Result, verdictOf } from './report.ts';
import { type Target, transportOptions } from './target.ts';
import { applyWaiver } from './waivers.ts';

/**
 * Checks a server rule by rule, and deletes every record that the run created, even if the run fails.
 * @throws {CannotJudge} if the server does not respond, is not this API, or the run was stopped.
 */
export async function runConformance(target: Target, options: RunOptions = {}): Promise<Report> {
  const { strict = false, signal } = options;
  const startedAt = new Date();
  const transport = new Transport({ ...transportOptions(target, options), signal });
  await preflight(transport.options);
  // Without the signal, because cleaning up goes on after the run was stopped.
  const cleaner = new Transport(transportOptions(target, options));
  const token = newToken();
  const ledger = options.ledger?.(token);
  const run = startRun(transport, token, ledger, options);
  let results: Result[];
  let leftovers: string[] = [];
  try {
    results = await judgeAll(run, options);
  } finally {
    leftovers = await removeRecords(cleaner, run.ledger, options);
    ledger?.noteEnd(leftovers);
  }
  if (signal?.aborted) throw new CannotJudge(`stopped; ${describeLeftovers(leftovers)}`);
  return {
    version,
    target: transport.options.url,
    startedAt: startedAt.toISOString(),
    durationMs: Date.now() - startedAt.getTime(),
    requests: transport.requests + cleaner.requests,
    verdict: verdictOf(results, strict),
    seed: run.options.seed,
    results,
    leftovers,
  };
}

const startRun = (
  transport: Transport,
  token: string,
  ledger: LedgerStore | undefined,
  { seed, readOnly = false, eventualMs = 0, modelMs = 20_000 }: RunOptions,
): RunState => new RunState({ transport, token, ledger, ...parseSeed(seed), readOnly, eventualMs, modelMs });

/** Checks the selected rules. The results are in the order of the contract. */
async function judgeAll(run: RunState, options: RunOptions): Promise<Result[]> {
  const { concurrency = 4, waivers = {}, onResult, signal } = options;
  const available: Partial<Record<RuleId, Check>> = run.options.readOnly ? readOnlyChecks : checks;
  const results = new Map<RuleId, Result>();
  const judgeOne = async (id: RuleId): Promise<void> => {
    if (signal?.aborted) return;
    const result = applyWaiver(await judge(run, id, available[id]), waivers[id]);
    results.set(id, result);
    onResult?.(result);
  };
  const selected = ruleIds.filter((id) => options.rules?.includes(id) ?? true);
  // The last headings have the longest checks. If these start first, no check runs alone at the end.
  const reversed = selected.toReversed();
  const shared = reversed.filter((id) => !exclusiveRules.has(id));
  const exclusive = reversed.filter((id) => exclusiveRules.has(id));
  await inParallel(shared, concurrency, judgeOne);
  await inParallel(exclusive, 1, judgeOne);
  return ruleIds.flatMap((id) => results.get(id) ?? []);
}

const ruleIds = Object.keys(rules) as RuleId[];
