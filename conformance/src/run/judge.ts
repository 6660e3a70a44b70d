import { type RuleId, rules } from '@referral-codes/sdk/contract';
import type { Check } from '../checks/check.ts';
import { CheckContext } from '../context/context.ts';
import type { RunState } from '../context/run-state.ts';
import { CannotJudge, Inconclusive, NotApplicable, RuleViolation, TransportError } from '../errors.ts';
import { printable } from '../message/printable.ts';
import { completeProof } from './proof.ts';
import type { Result } from './report.ts';

/** How often a check is run, each time on new records, if the network fails. */
const TRIES = 3;
/** How many exchanges of an inconclusive check are reported. */
const LAST_EXCHANGES = 5;
/** How many characters of a message are kept. */
const MESSAGE_LENGTH = 4_000;

type Outcome = Pick<Result, 'status' | 'message' | 'exchanges' | 'sequence'>;

/**
 * Runs the check of a rule. Only a response of the server can make it fail; if the network fails, it is inconclusive. Without
 * a check the rule is skipped.
 * @throws {CannotJudge} if the ledger cannot be written.
 */
export async function judge(run: RunState, id: RuleId, check: Check | undefined): Promise<Result> {
  const { heading, sentence, level, provenance, source } = rules[id];
  const started = performance.now();
  const rule = { id, heading, sentence, level, provenance, ...(source !== undefined && { source }) };
  if (!check)
    return { ...rule, status: 'skipped', message: 'it needs a write', assertions: 0, requests: 0, durationMs: 0 };
  const { context, error } = await runCheck(run, check);
  if (error instanceof CannotJudge) throw error;
  const { exchanges, assertions } = context;
  if (error === undefined && (assertions === 0 || exchanges.length === 0))
    throw new Error(`the check of ${id} asserted nothing: it would pass any server`);
  return {
    ...rule,
    ...redacted(run, outcomeOf(error, context, run.token)),
    assertions,
    requests: exchanges.length,
    durationMs: performance.now() - started,
  };
}

/** Runs a check, again if the network fails. Returns the context of the last time, and what it threw. */
async function runCheck(run: RunState, check: Check): Promise<{ context: CheckContext; error: unknown }> {
  for (let attempt = 1; ; attempt += 1) {
    const context = new CheckContext(run);
    const error = await check(context).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    await context.close();
    const isFinal = !(error instanceof TransportError) || attempt === TRIES;
    if (isFinal || run.options.transport.options.signal?.aborted) return { context, error };
  }
}

/** A message may quote the server, so it may be long and may contain the value of a header. */
function redacted(run: RunState, outcome: Outcome): Outcome {
  const { excerpt } = run.options.transport.options.secrets;
  return outcome.message === undefined ? outcome : { ...outcome, message: excerpt(outcome.message, MESSAGE_LENGTH) };
}

/** What the error that a check threw, if any, means for its rule. */
function outcomeOf(error: unknown, { exchanges, notes }: CheckContext, token: string): Outcome {
  if (error === undefined) return { status: 'passed', ...(notes.length > 0 && { message: notes.join('; ') }) };
  if (error instanceof RuleViolation) {
    const { message, sequence } = error;
    const proof = completeProof(error.exchanges, exchanges, token);
    return { status: 'failed', message, exchanges: proof, ...(sequence && { sequence }) };
  }
  if (error instanceof NotApplicable) return { status: 'skipped', message: error.message };
  const isExpected = error instanceof Inconclusive || error instanceof TransportError;
  const message = isExpected
    ? [error.message, ...notes].join('; ')
    : // A server may respond in a way that the check did not foresee. The other rules are still checked.
      printable(`the check itself failed, which is a defect of this suite: ${error}`);
  return { status: 'inconclusive', message, exchanges: exchanges.slice(-LAST_EXCHANGES) };
}
