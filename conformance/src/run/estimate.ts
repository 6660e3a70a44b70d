import { operations } from '@referral-codes/sdk/contract';
import type { Transport } from '../http/transport.ts';
import type { RunOptions } from './options.ts';

/** How many requests a rule needs on average, and how often it waits for a late replica. `npm run bench -- conformance` counts requests. */
const PER_RULE = { requests: 30, waits: 5 };
/** The same for a read-only run. */
const PER_RULE_READ_ONLY = { requests: 3, waits: 0 };
/** A shorter run is not announced, in milliseconds. */
const NOTABLE = 10_000;

/** About how long a run takes, in milliseconds, if a response takes `latencyMs`. */
export function estimateMs(rules: number, latencyMs: number, options: RunOptions): number {
  const { concurrency = 4, eventualMs = 0, rate = Number.POSITIVE_INFINITY, readOnly = false } = options;
  const { requests, waits } = readOnly ? PER_RULE_READ_ONLY : PER_RULE;
  const working = (rules * (requests * latencyMs + waits * eventualMs)) / concurrency;
  return Math.max(working, ((rules * requests) / rate) * 1000);
}

/** Tells the user how long the run will take, if that is long. Sends two requests, on a connection that is already open. */
export async function announceDuration(transport: Transport, rules: number, options: RunOptions): Promise<void> {
  const spec = { method: 'GET', path: operations.listRecords.path };
  // The quicker of the two, because the first one often takes longer.
  const { exchange: first } = await transport.send(spec, () => {});
  const { exchange: second } = await transport.send(spec, () => {});
  const latencyMs = Math.min(first.durationMs, second.durationMs);
  const ms = estimateMs(rules, latencyMs, options);
  if (ms < NOTABLE) return;
  const time = ms < 90_000 ? `${Math.round(ms / 1000)} s` : `${Math.round(ms / 60_000)} min`;
  options.onNotice?.(`this will take about ${time}: a response takes ${Math.round(latencyMs)} ms`);
}
