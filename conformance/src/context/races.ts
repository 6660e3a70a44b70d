import { Inconclusive } from '../errors.ts';
import type { Exchange, ReceivedResponse } from '../message/exchange.ts';
import type { CheckContext } from './context.ts';

/** Below this latency, in milliseconds, responses in a row are the server's own choice and not a queue on the way to it. */
const QUICK = 40;
/** How many requests each round of `raceRounds` sends. */
const WIDTHS = [2, 4, 8, 8];
const WIDEST = Math.max(...WIDTHS);

/**
 * Sends requests at the same time on warm connections, each `lead` microtasks after the one before.
 * After all rounds, `expectRaced` checks that at least one of them was a race.
 */
export async function race(
  context: CheckContext,
  contestants: (() => Promise<ReceivedResponse>)[],
  lead = 1,
): Promise<ReceivedResponse[]> {
  if (context.races.run === 0) await expectParallel(context);
  const responses = await Promise.all(
    contestants.map(async (send, index) => {
      // With a microtask between two requests, the times show it if fetch blocks until it has a response.
      for (let turn = 0; turn < index * lead; turn += 1) await null;
      return send();
    }),
  );
  context.races.run += 1;
  if (overlap(responses.map(({ exchange }) => exchange))) context.races.overlapped += 1;
  return responses;
}

type Race = (contestants: (() => Promise<ReceivedResponse>)[]) => Promise<ReceivedResponse[]>;

/** Runs a race in rounds of different widths. */
export async function raceRounds(
  context: CheckContext,
  round: (width: number, race: Race) => Promise<void>,
): Promise<void> {
  for (const width of WIDTHS) await round(width, (contestants) => race(context, contestants));
}

/** Throws Inconclusive if the requests of no round were in flight at the same time, because then the races prove nothing. */
export function expectRaced({ races, notes }: CheckContext): void {
  if (races.overlapped === 0) throw new Inconclusive('in no race were the requests in flight at the same time');
  notes.push(`${races.overlapped} of ${races.run} races overlapped`);
}

/** Whether every request was sent before the first response arrived. */
function overlap(exchanges: readonly Exchange[]): boolean {
  const lastSent = Math.max(...exchanges.map(({ sentAt }) => sentAt));
  const firstResponse = Math.min(...exchanges.map(({ sentAt, durationMs }) => sentAt + durationMs));
  return lastSent < firstResponse;
}

/** Opens a connection for each contestant, and throws Inconclusive if something on the way sends the requests in a row. */
async function expectParallel(context: CheckContext): Promise<void> {
  const lookup = () => context.lookup(context.freshCode());
  const alone = Math.min((await lookup()).exchange.durationMs, (await lookup()).exchange.durationMs);
  const started = performance.now();
  await Promise.all(Array.from({ length: WIDEST }, lookup));
  const together = performance.now() - started;
  if (alone < QUICK || together < 0.75 * WIDEST * alone) return;
  throw new Inconclusive('requests that are sent together reach the server in a row, so nothing can be raced');
}

/** A race in one line for messages: when each request was sent and answered, in milliseconds. */
export function timeline(responses: readonly ReceivedResponse[]): string {
  const start = Math.min(...responses.map(({ exchange }) => exchange.sentAt));
  return responses
    .map(({ status, exchange: { method, sentAt, durationMs } }) => {
      const sent = sentAt - start;
      return `${method} ${sent.toFixed(1)}–${(sent + durationMs).toFixed(1)} ms: ${status}`;
    })
    .join('; ');
}
