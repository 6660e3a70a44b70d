import type { Transport } from '../http/transport.ts';
import { type CleanUpOptions, cleanUp } from '../ledger/cleanup.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { RunOptions } from './options.ts';

/** How many characters of an id or code are shown. */
const LENGTH = 200;

const cleanUpOptions = (options: RunOptions): CleanUpOptions => ({
  concurrency: Math.max(options.concurrency ?? 4, 4),
  eventualMs: options.eventualMs ?? 0,
  lateMs: options.lateMs ?? Math.max(10_000, options.timeoutMs ?? 0),
});

/** Deletes the records of a run with these options. Returns those that are left, by id or code, ready to be shown. */
export async function removeRecords(transport: Transport, ledger: Ledger, options: RunOptions): Promise<string[]> {
  const chosen = cleanUpOptions(options);
  const unanswered = ledger.entries.filter(({ answered }) => !answered).map(({ sentAt }) => sentAt);
  const seconds = Math.ceil((Math.max(...unanswered) + chosen.lateMs - Date.now()) / 1000);
  if (seconds > 1)
    options.onNotice?.(`a create got no response: looking up to ${seconds} s for its record, to delete it`);
  const leftovers = await cleanUp(transport, ledger, chosen);
  // A server may use a secret as an id.
  return leftovers.map((leftover) => transport.options.secrets.excerpt(leftover, LENGTH));
}

/** How many records are named. The report and the ledger name all of them. */
const NAMED = 10;

/** The first of these records, and how many there are if that is not all. */
export function listLeftovers(leftovers: readonly string[]): string {
  const named = leftovers.slice(0, NAMED).join(', ');
  return leftovers.length > NAMED ? `${named} and ${leftovers.length - NAMED} more` : named;
}

export const describeLeftovers = (leftovers: readonly string[]): string =>
  leftovers.length === 0 ? 'all records of the run are deleted' : `could not delete ${listLeftovers(leftovers)}`;
