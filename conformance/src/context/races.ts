import { Undecided } from '../errors.ts';
import type { Exchange, ReceivedResponse } from '../message/exchange.ts';
import type { CheckContext } from './context.ts';

/** Below this, in milliseconds, it is the server's own work that takes the time, and one after the other is its good right. */
const QUICK = 40;

/**
 * Sends requests at the same moment on warm connections, each `lead` turns after the one before.
 * Once all rounds are run, `expectRaced` sees that any of them was a race.
 */
export async function race(
  context: CheckContext,
  contestants: (() => Promise<ReceivedResponse>)[],
  lead = 1,
): Promise<ReceivedResponse[]> {
  if (context.races.run === 0) await expectParallel(context);
  const answers = await Promise.all(
    contestants.map(async (send, index) => {
      // A turn between two departures, so that a fetch which holds everything up until it is done shows in the times.
      for (let turn = 0; turn < index * lead; turn += 1) await null;
      return send();
    }),
  );
  context.races.run += 1;
  if (overlap(answers.map(({ exchange }) => exchange))) context.races.overlapped += 1;
  return answers;
}

/** Undecided if in no round the requests were in flight together: then nothing was raced, and nothing is proved. */
export function expectRaced({ races, notes }: CheckContext): void {
  if (races.overlapped === 0)
    throw new Undecided('the requests of the races did not overlap in time, so nothing was raced');
  notes.push(`${races.overlapped} of ${races.run} races overlapped`);
}

/** Whether every request was sent before any answer had come. */
function overlap(exchanges: Exchange[]): boolean {
  const lastSent = Math.max(...exchanges.map(({ sentAt }) => sentAt));
  const firstAnswer = Math.min(...exchanges.map(({ sentAt, durationMs }) => sentAt + durationMs));
  return lastSent < firstAnswer;
}

/** Warms a connection for each contestant of the widest race, and sees that so many requests travel side by side. */
async function expectParallel(context: CheckContext, width = 8): Promise<void> {
  const one = () => context.lookup(context.freshCode());
  const alone = Math.min((await one()).exchange.durationMs, (await one()).exchange.durationMs);
  const started = performance.now();
  await Promise.all(Array.from({ length: width }, one));
  const together = performance.now() - started;
  if (alone < QUICK || together < 0.75 * width * alone) return;
  throw new Undecided('requests sent together are answered one after the other on the way, so nothing can be raced');
}

/** A race as a time line, a request a line, for messages: when each was sent and answered, in milliseconds. */
export function timeline(answers: ReceivedResponse[]): string {
  const start = Math.min(...answers.map(({ exchange }) => exchange.sentAt));
  return answers
    .map(({ status, exchange: { method, sentAt, durationMs } }) => {
      const sent = sentAt - start;
      return `${method} ${sent.toFixed(1)}–${(sent + durationMs).toFixed(1)} ms: ${status}`;
    })
    .join('; ');
}
