import { pause } from '../http/pace.ts';
import { inParallel } from '../http/parallel.ts';
import type { Transport } from '../http/transport.ts';
import type { JsonObject } from '../message/exchange.ts';
import { Cleaner, type CleanUpGroup } from './cleaner.ts';
import type { Ledger, LedgerEntry } from './ledger.ts';
import { searchPath } from './reader.ts';
import { readWholeList } from './whole-list.ts';

export interface CleanUpOptions {
  /** How many codes are cleaned up at the same time. */
  concurrency: number;
  /** How long a read may lag behind a write, in milliseconds. */
  eventualMs: number;
  /** How long after it was sent a create without a response may still be stored, in milliseconds. */
  lateMs: number;
}

/** Delays between two rounds, in milliseconds: the first, and the longest. Each is twice the one before. */
const DELAYS = { first: 50, longest: 1_000 };

/**
 * Deletes the records of a ledger, and no other record.
 *
 * Every code is looked up until no record of this run is found under it. The lookup is skipped if the server itself said that
 * it stored nothing or deleted the record, and a list that was read completely agrees. Before a record is deleted it is read
 * by its id; its mentor, organisation and code must be those that this run sent. A create without a response is looked for
 * until it can no longer be stored.
 *
 * Returns the ids and codes of the records that could not be deleted, or that the server does not confirm to be absent.
 */
export async function cleanUp(transport: Transport, ledger: Ledger, options: CleanUpOptions): Promise<string[]> {
  if (ledger.entries.length === 0) return [];
  await pause(options.eventualMs);
  const listed = await readWholeList(transport);
  for (const record of listed ?? []) {
    const owner = ledger.ownerOf(record);
    // Like a lookup, a list confirms the id independently of a read by id.
    if (owner && owner.id === record.id) owner.proven = true;
  }
  const groups = groupsOf(ledger.entries).filter(({ entries }) => !isSeenAbsent(entries, listed));
  return clearAll(new Cleaner(transport, ledger, options.lateMs), groups, options);
}

/** Clears the groups in rounds, until each of them is cleared or given up. */
async function clearAll(cleaner: Cleaner, groups: CleanUpGroup[], options: CleanUpOptions): Promise<string[]> {
  const leftovers = new Set<string>();
  let open = groups;
  for (let delay = DELAYS.first; open.length > 0; delay = Math.min(2 * delay, DELAYS.longest)) {
    const again: CleanUpGroup[] = [];
    await inParallel(open, options.concurrency, async (group) => {
      const outcome = await cleaner.clear(group);
      if (outcome === 'again') again.push(group);
      else if (outcome !== 'cleared') leftovers.add(outcome.leftover);
    });
    open = again;
    if (open.length > 0) await pause(Math.max(delay, options.eventualMs));
  }
  return [...leftovers];
}

/** The entries by the lookup that finds them, without those whose record a lookup has already shown to be absent. */
function groupsOf(entries: readonly LedgerEntry[]): CleanUpGroup[] {
  const groups = new Map<string | LedgerEntry, CleanUpGroup>();
  for (const entry of entries.filter(({ absent }) => !absent)) {
    const key = searchPath(entry) ?? entry;
    const group = groups.get(key);
    if (group) group.entries.push(entry);
    else groups.set(key, { entries: [entry], tries: new Map() });
  }
  return [...groups.values()];
}

/**
 * Whether the server refused or deleted each entry, and a list that was read completely holds no record with its code or
 * mentor. Without such a list the code is looked up.
 */
function isSeenAbsent(entries: readonly LedgerEntry[], listed: readonly JsonObject[] | undefined): boolean {
  return (
    listed !== undefined &&
    entries.every(({ answered, refused, deleted }) => answered && (refused || deleted)) &&
    !listed.some(({ code, mentor_id }) =>
      entries.some((entry) => entry.code === code || (entry.mentor_id !== undefined && entry.mentor_id === mentor_id)),
    )
  );
}
