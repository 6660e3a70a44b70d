import { TransportError } from '../errors.ts';
import { inParallel } from '../http/parallel.ts';
import { pause, type Transport } from '../http/transport.ts';
import { is2xx, type Loose } from '../message/exchange.ts';
import { pathOf } from '../message/paths.ts';
import type { Entry, Ledger } from './ledger.ts';
import { RecordReader, searchPath } from './reader.ts';
import { readWholeList } from './whole-list.ts';

export interface CleanUpOptions {
  /** How many codes are cleaned up side by side. */
  concurrency: number;
  /** How long a read may lag behind a write, in milliseconds. */
  eventualMs: number;
  /** How long after it was sent a create that was never answered may still be stored, in milliseconds. */
  lateMs: number;
}

/** How often a record is deleted, or a read that told nothing is tried again, before it is given up. */
const TRIES = 4;
/** Pauses between two rounds, in milliseconds: the first, and the longest. */
const PAUSES = { first: 50, longest: 1_000 };

/** Entries that are found by the same look-up. */
interface Group {
  readonly entries: Entry[];
  /** How often each record was tried without success. */
  readonly tries: Map<string, number>;
}

/** What a round came to for a group: all gone, something was deleted or could not be read, or it is to be given up. */
type Outcome = 'gone' | 'again' | { left: string };

/**
 * Deletes the records of a ledger, and no other record. Every code is looked up until nothing of this run is found under it;
 * the look-up is spared where the server itself said that nothing is there, and a list that was read whole agrees. Before a
 * record is deleted it is read by its id, and must be this run's by mentor, organisation and code. A create that was never
 * answered is looked for until it can no longer be stored. Returns the ids and codes of what could not be deleted, or of
 * which the server does not say that it is gone.
 */
export async function cleanUp(transport: Transport, ledger: Ledger, options: CleanUpOptions): Promise<string[]> {
  if (ledger.entries.length === 0) return [];
  const cleaner = new Cleaner(transport, ledger, options);
  const leftovers = new Set<string>();
  await pause(options.eventualMs);
  const listed = await readWholeList(transport);
  // A list shows the id by another way than a read by id does, as a look-up would.
  for (const record of listed ?? []) {
    const owner = ledger.ownerOf(record);
    if (owner && owner.id === record.id) owner.proven = true;
  }
  let open = groupsOf(ledger.entries).filter(({ entries }) => !isSeenGone(entries, listed));
  for (let wait = PAUSES.first; open.length > 0; wait = Math.min(2 * wait, PAUSES.longest)) {
    const again: Group[] = [];
    await inParallel(open, options.concurrency, async (group) => {
      const outcome = await cleaner.clear(group);
      if (outcome === 'again') again.push(group);
      else if (outcome !== 'gone') leftovers.add(outcome.left);
    });
    open = again;
    if (open.length > 0) await pause(Math.max(wait, options.eventualMs));
  }
  return [...leftovers];
}

/** A look-up is spared where it was seen since that nothing was stored. */
function groupsOf(entries: readonly Entry[]): Group[] {
  const groups = new Map<string | Entry, Group>();
  for (const entry of entries.filter(({ absent }) => !absent)) {
    const key = searchPath(entry) ?? entry;
    const group = groups.get(key);
    if (group) group.entries.push(entry);
    else groups.set(key, { entries: [entry], tries: new Map() });
  }
  return [...groups.values()];
}

/**
 * Whether the server said of each entry that it stored nothing or has deleted it, and lists no record with its code. Where
 * the list cannot be read whole, the code is looked up.
 */
function isSeenGone(entries: readonly Entry[], listed: readonly Loose[] | undefined): boolean {
  return (
    listed !== undefined &&
    entries.every(({ answered, refused, deleted }) => answered && (refused || deleted)) &&
    !listed.some(({ code, mentor_id }) =>
      entries.some((entry) => entry.code === code || (entry.mentor_id !== undefined && entry.mentor_id === mentor_id)),
    )
  );
}

class Cleaner {
  readonly #transport: Transport;
  readonly #ledger: Ledger;
  readonly #reader: RecordReader;
  readonly #options: CleanUpOptions;

  constructor(transport: Transport, ledger: Ledger, options: CleanUpOptions) {
    this.#transport = transport;
    this.#ledger = ledger;
    this.#reader = new RecordReader(transport, ledger.token);
    this.#options = options;
  }

  async clear(group: Group): Promise<Outcome> {
    const { entries } = group;
    const known = entries.find(({ id, proven, deleted }) => id !== undefined && proven && !deleted);
    // The id is known to lead to the record, unless that was tried before: the look-up comes in the next round.
    if (known?.id !== undefined && group.tries.size === 0) return this.#delete(group, known.id, known);
    // Whether a create may still be stored is asked before the look-up, not after it.
    const late = entries.some(({ answered, sentAt }) => !answered && Date.now() < sentAt + this.#options.lateMs);
    const found = await this.#reader.find(entries[0] as Entry);
    if (found.state === 'unknown') return this.#again(group, nameOf(entries[0] as Entry));
    const owner = found.state === 'found' ? this.#ledger.ownerOf(found.record, entries) : undefined;
    if (found.state === 'found' && owner) return this.#delete(group, found.id, owner);
    // What a look-up does not show may be there all the same.
    for (const entry of entries) {
      const outcome = await this.#clearById(group, entry);
      if (outcome !== 'gone') return outcome;
    }
    return late ? 'again' : 'gone';
  }

  /** A record that the look-up does not show, by the id that was answered for it. */
  async #clearById(group: Group, entry: Entry): Promise<Outcome> {
    if (entry.id === undefined || entry.deleted) return 'gone';
    const reading = await this.#reader.get(entry.id);
    if (reading.state === 'absent') return 'gone';
    if (reading.state === 'unknown') return this.#again(group, nameOf(entry));
    if (this.#ledger.ownerOf(reading.record, [entry]))
      // Only the read by id shows it. That may come from a cache that was filled with a wrong id, unless it was proven before.
      return entry.proven ? this.#delete(group, entry.id, entry) : { left: nameOf(entry) };
    // The id leads to another record now. It is this run's, changed by the server, where it carries the token; and if the id
    // never led to the record that was made, that one may still be somewhere.
    const changed = JSON.stringify(reading.record).toLowerCase().includes(this.#ledger.token);
    return entry.proven && !changed ? 'gone' : { left: nameOf(entry) };
  }

  /** Deletes a record if the id leads to one of this run's. Whether it is gone is seen in the next round. */
  async #delete(group: Group, id: string, owner: Entry): Promise<Outcome> {
    const reading = await this.#reader.get(id);
    const record = reading.state === 'found' && reading.id === id ? reading.record : {};
    if (this.#ledger.ownerOf(record, [owner]) && (await this.#sendDelete(id)))
      // The same may have been asked for more than once.
      for (const entry of group.entries) entry.deleted ||= this.#ledger.ownerOf(record, [entry]) !== undefined;
    return this.#again(group, nameOf(owner, id));
  }

  /** Whether the server answered that it deleted the record. A deletion whose answer got lost is seen in the next round. */
  async #sendDelete(id: string): Promise<boolean> {
    try {
      return is2xx(await this.#transport.send({ method: 'DELETE', path: pathOf(id) }, () => {}));
    } catch (error) {
      if (error instanceof TransportError) return false;
      throw error;
    }
  }

  #again({ tries }: Group, name: string): Outcome {
    tries.set(name, (tries.get(name) ?? 0) + 1);
    return (tries.get(name) ?? 0) > TRIES ? { left: name } : 'again';
  }
}

/** A record as a person can look for it: `rc_1 (code CF-1)`, or what of it is known. */
function nameOf({ id, code, mentor_id, org_id }: Entry, shown = id): string {
  if (shown === undefined) return code ? `code ${code}` : `the record of ${mentor_id} and ${org_id}`;
  return code ? `${shown} (code ${code})` : shown;
}
