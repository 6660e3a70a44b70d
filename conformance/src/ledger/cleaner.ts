import { required, TransportError } from '../errors.ts';
import type { Transport } from '../http/transport.ts';
import { is2xx } from '../message/exchange.ts';
import { pathOf } from '../message/paths.ts';
import type { Ledger, LedgerEntry } from './ledger.ts';
import { RecordReader } from './reader.ts';

/** How often a deletion, or a read without a result, is tried before the record is given up. */
const TRIES = 4;

/** Entries that the same lookup finds. */
export interface CleanUpGroup {
  readonly entries: LedgerEntry[];
  /** How often each record was tried without success. */
  readonly tries: Map<string, number>;
}

/** The outcome of one round for a group: all records are absent, another round is needed, or a record is given up. */
export type CleanUpOutcome = 'cleared' | 'again' | { leftover: string };

/** Cleans up one group in one round. See `cleanUp`. */
export class Cleaner {
  readonly #transport: Transport;
  readonly #ledger: Ledger;
  readonly #reader: RecordReader;
  readonly #lateMs: number;

  constructor(transport: Transport, ledger: Ledger, lateMs: number) {
    this.#transport = transport;
    this.#ledger = ledger;
    this.#reader = new RecordReader(transport, ledger.token);
    this.#lateMs = lateMs;
  }

  async clear(group: CleanUpGroup): Promise<CleanUpOutcome> {
    const { entries } = group;
    const known = entries.find(({ id, proven, deleted }) => id !== undefined && proven && !deleted);
    // The first round needs no lookup if the id is known to lead to the record. The next round looks it up.
    if (known?.id !== undefined && group.tries.size === 0) return this.#delete(group, known.id, known);
    // This is decided before the lookup: a create could be stored between the lookup and the decision.
    const late = entries.some(({ answered, sentAt }) => !answered && Date.now() < sentAt + this.#lateMs);
    // The same lookup finds all entries of the group, so the first one stands for them.
    const found = await this.#reader.find(required(entries[0]));
    if (found.state === 'unknown') return this.#again(group, nameOf(required(entries[0])));
    const owner = found.state === 'found' ? this.#ledger.ownerOf(found.record, entries) : undefined;
    if (found.state === 'found' && owner) return this.#delete(group, found.id, owner);
    // A record may exist although the lookup does not show it.
    for (const entry of entries) {
      const outcome = await this.#clearById(group, entry);
      if (outcome !== 'cleared') return outcome;
    }
    return late ? 'again' : 'cleared';
  }

  /** Handles a record that the lookup does not show, by the id in the response to its create. */
  async #clearById(group: CleanUpGroup, entry: LedgerEntry): Promise<CleanUpOutcome> {
    if (entry.id === undefined || entry.deleted) return 'cleared';
    const result = await this.#reader.get(entry.id);
    if (result.state === 'absent') return 'cleared';
    if (result.state === 'unknown') return this.#again(group, nameOf(entry));
    if (this.#ledger.ownerOf(result.record, [entry]))
      // Only the read by id shows it. It may come from a cache that was filled with a wrong id, unless the id was proven before.
      return entry.proven ? this.#delete(group, entry.id, entry) : { leftover: nameOf(entry) };
    // The id now leads to another record. If that one contains the token, the server has changed the record of this run. If the
    // id was never proven, the record of this run may exist under another id.
    const changed = JSON.stringify(result.record).toLowerCase().includes(this.#ledger.token);
    return entry.proven && !changed ? 'cleared' : { leftover: nameOf(entry) };
  }

  /** Deletes a record if its id leads to one of this run. The next round shows whether it is absent. */
  async #delete(group: CleanUpGroup, id: string, owner: LedgerEntry): Promise<CleanUpOutcome> {
    const result = await this.#reader.get(id);
    const record = result.state === 'found' && result.id === id ? result.record : {};
    if (this.#ledger.ownerOf(record, [owner]) && (await this.#sendDelete(id)))
      // More than one request may have asked for the same record.
      for (const entry of group.entries) entry.deleted ||= this.#ledger.ownerOf(record, [entry]) !== undefined;
    return this.#again(group, nameOf(owner, id));
  }

  /** Whether the server confirmed the deletion. If its response was lost, the next round shows the outcome. */
  async #sendDelete(id: string): Promise<boolean> {
    try {
      return is2xx(await this.#transport.send({ method: 'DELETE', path: pathOf(id) }, () => {}));
    } catch (error) {
      if (error instanceof TransportError) return false;
      throw error;
    }
  }

  #again({ tries }: CleanUpGroup, name: string): CleanUpOutcome {
    const count = (tries.get(name) ?? 0) + 1;
    tries.set(name, count);
    return count > TRIES ? { leftover: name } : 'again';
  }
}

/** How a person can find the record: `rc_1 (code CF-1)`, or as much of that as is known. */
function nameOf({ id, code, mentor_id, org_id }: LedgerEntry, shown = id): string {
  if (shown === undefined) return code ? `code ${code}` : `the record of ${mentor_id} and ${org_id}`;
  return code ? `${shown} (code ${code})` : shown;
}
