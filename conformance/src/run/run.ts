import { type RuleId, rules } from '@referral-codes/sdk/contract';
import type { Check } from '../checks/check.ts';
import { checks, exclusiveRules } from '../checks/index.ts';
import { readOnlyChecks } from '../checks/read-only.ts';
import { newToken } from '../context/names.ts';
import { RunState } from '../context/run-state.ts';
import { CannotJudge } from '../errors.ts';
import { Pace } from '../http/pace.ts';
import { inParallel } from '../http/parallel.ts';
import { Transport } from '../http/transport.ts';
import type { LedgerStore } from '../ledger/ledger.ts';
import { announceDuration } from './estimate.ts';
import { judge } from './judge.ts';
import { describeLeftovers, removeRecords } from './leftovers.ts';
import { parseSeed, type RunOptions } from './options.ts';
import { preflight, problemOf } from './preflight.ts';
import type { Report, Result } from './report.ts';
import { type Target, transportOptions } from './target.ts';
import { unfinishedReport } from './unfinished-report.ts';
import { coverageOf, verdictOf } from './verdict.ts';
import { applyWaiver } from './waivers.ts';

/**
 * Checks a server rule by rule, and deletes every record that the run created, even if the run fails.
 * @throws {CannotJudge} if the server does not respond, is not this API, or the run was stopped.
 */
export async function runConformance(target: Target, options: RunOptions = {}): Promise<Report> {
  const report = await runToReport(target, options);
  if (report.problem !== undefined) throw new CannotJudge(report.problem);
  return report;
}

/**
 * Like `runConformance`, but if the server cannot be judged, or the run is stopped, it returns a report that says so.
 * @throws {CannotJudge} if the server URL or a header cannot be used.
 */
export async function runToReport(target: Target, options: RunOptions = {}): Promise<Report> {
  const { strict = false, signal } = options;
  const started = performance.now();
  const { problem: _, ...draft } = unfinishedReport(target.url, options);
  const pace = new Pace(options);
  const { maxRequests } = options;
  const transport = new Transport({ ...transportOptions(target, options), signal, maxRequests, pace });
  // Without the signal and a limit, because cleaning up goes on after the run was stopped.
  const cleaner = new Transport({ ...transportOptions(target, options), pace });
  const { problem, ...judged } = await judgeServer({ transport, cleaner }, { seed: String(draft.seed), ...options });
  return {
    ...draft,
    target: transport.options.url,
    durationMs: performance.now() - started,
    requests: transport.requests + cleaner.requests,
    heldBackMs: pace.heldBackMs,
    verdict: verdictOf({ ...judged, problem, strict }),
    coverage: coverageOf(judged.results, strict),
    ...judged,
    ...(problem !== undefined && { problem }),
  };
}

type Judged = Pick<Report, 'results' | 'leftovers' | 'token'> & { problem: string | undefined };

/** Checks the rules, and deletes the records that this created. */
async function judgeServer(
  { transport, cleaner }: Record<'transport' | 'cleaner', Transport>,
  options: RunOptions,
): Promise<Judged> {
  const results = new Map<RuleId, Result>();
  const unreachable = await problemOf(preflight(transport.options));
  if (unreachable !== undefined) return { results: [], leftovers: [], token: '', problem: unreachable };
  // A failure says nothing yet: the checks judge it.
  if (options.onNotice) await announceDuration(transport, selectedRules(options).length, options).catch(() => {});
  const token = newToken();
  const ledger = options.ledger?.(token);
  const run = startRun(transport, token, ledger, options);
  let leftovers: string[] = [];
  let problem: string | undefined;
  try {
    problem = await problemOf(judgeAll(run, options, results));
  } finally {
    if (!options.keep) leftovers = await removeRecords(cleaner, run.ledger, options);
    ledger?.noteEnd(options.keep ? run.ledger.entries.map(({ number }) => String(number)) : leftovers);
  }
  if (options.signal?.aborted) problem = `stopped; ${options.keep ? KEPT : describeLeftovers(leftovers)}`;
  return { results: ruleIds.flatMap((id) => results.get(id) ?? []), leftovers, token, problem };
}

/** What a run with `keep` says about its records. */
const KEPT = 'the records of the run are kept';

const startRun = (
  transport: Transport,
  token: string,
  ledger: LedgerStore | undefined,
  { seed, readOnly = false, eventualMs = 0, modelMs = 20_000 }: RunOptions,
): RunState => new RunState({ transport, token, ledger, ...parseSeed(seed), readOnly, eventualMs, modelMs });

/** Checks the selected rules, and adds each result as soon as it is known. */
async function judgeAll(run: RunState, options: RunOptions, results: Map<RuleId, Result>): Promise<void> {
  const { concurrency = 4, waivers = {}, onResult, signal } = options;
  const available: Partial<Record<RuleId, Check>> = run.options.readOnly ? readOnlyChecks : checks;
  const judgeOne = async (id: RuleId): Promise<void> => {
    if (signal?.aborted) return;
    const result = applyWaiver(await judge(run, id, available[id]), waivers[id]);
    results.set(id, result);
    onResult?.(result);
  };
  // The last headings have the longest checks. If these start first, no check runs alone at the end.
  const reversed = selectedRules(options).toReversed();
  const shared = reversed.filter((id) => !exclusiveRules.has(id));
  const exclusive = reversed.filter((id) => exclusiveRules.has(id));
  await inParallel(shared, concurrency, judgeOne);
  await inParallel(exclusive, 1, judgeOne);
}

const ruleIds = Object.keys(rules) as RuleId[];

const selectedRules = ({ rules: selected }: RunOptions): RuleId[] =>
  ruleIds.filter((id) => selected?.includes(id) ?? true);
