import { type RuleId, rules } from '@referral-codes/sdk/contract';
import type { Check } from '../checks/check.ts';
import { CheckContext } from '../context/context.ts';
import type { RunState } from '../context/run-state.ts';
import { CannotJudge, NotApplicable, RuleViolation, TransportError, Undecided } from '../errors.ts';
import { printable } from '../message/printable.ts';
import type { Result } from './report.ts';

/** How often a check starts anew, on fresh records, when the network failed it. */
const TRIES = 3;
const LAST_EXCHANGES = 5;
/** How many characters of a message are kept. */
const MESSAGE = 4_000;

/**
 * Runs one check. Only what the server itself answered is a finding; a failing network leaves the rule undecided. Throws
 * CannotJudge if what it makes cannot be noted.
 */
export async function judge(session: RunState, id: RuleId, check: Check | undefined): Promise<Result> {
  const { heading, sentence, level, provenance, source } = rules[id];
  const started = performance.now();
  const rule = { id, heading, sentence, level, provenance, ...(source !== undefined && { source }) };
  if (!check)
    return { ...rule, status: 'skipped', message: 'it takes a write', assertions: 0, requests: 0, durationMs: 0 };
  let context = new CheckContext(session);
  let error: unknown;
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    context = new CheckContext(session);
    error = await check(context).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    await context.close();
    if (!(error instanceof TransportError) || session.options.transport.options.signal?.aborted) break;
  }
  if (error instanceof CannotJudge) throw error;
  const { exchanges, assertions, notes } = context;
  if (error === undefined && (assertions === 0 || exchanges.length === 0))
    throw new Error(`the check of ${id} asserted nothing: it would pass any server`);
  return {
    ...rule,
    ...hidden(session, outcome(error, context)),
    ...(error === undefined && notes.length > 0 && { message: notes.join('; ') }),
    assertions,
    requests: exchanges.length,
    durationMs: performance.now() - started,
  };
}

/** A message may quote what the server said, which may be a header's value, and may be long. */
function hidden<T extends { message?: string }>(session: RunState, result: T): T {
  const { excerpt } = session.options.transport.options.secrets;
  return result.message === undefined ? result : { ...result, message: excerpt(result.message, MESSAGE) };
}

function outcome(
  error: unknown,
  { exchanges, notes }: CheckContext,
): Pick<Result, 'status' | 'message' | 'exchanges' | 'sequence'> {
  if (error === undefined) return { status: 'passed' };
  if (error instanceof RuleViolation) {
    const { message, exchanges, sequence } = error;
    return { status: 'failed', message, exchanges, ...(sequence && { sequence }) };
  }
  if (error instanceof NotApplicable) return { status: 'skipped', message: error.message };
  if (error instanceof Undecided || error instanceof TransportError) {
    const message = [error.message, ...notes].join('; ');
    return { status: 'undecided', message, exchanges: exchanges.slice(-LAST_EXCHANGES) };
  }
  // What a server answers can be odder than a check foresaw. The other rules are judged all the same.
  const message = printable(`the check itself failed, which is a fault of this suite: ${error}`);
  return { status: 'undecided', message, exchanges: exchanges.slice(-LAST_EXCHANGES) };
}
