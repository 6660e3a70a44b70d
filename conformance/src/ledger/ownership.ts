import { Unproven } from '../errors.ts';
import { pause } from '../http/transport.ts';
import { type Exchange, is2xx, objectOf, type ReceivedResponse } from '../message/exchange.ts';
import { codeIn, idIn } from '../message/paths.ts';
import type { Entry, Ledger } from './ledger.ts';
import { type Reading, type RecordReader, searchPath } from './reader.ts';

type Record = (exchange: Exchange) => void;

/** For so long after a record was read by its id it may be changed without another read, in milliseconds. */
const PROOF_LASTS = 1_000;
/** How long to wait before a read of a replica that may be late is tried again, in milliseconds. */
const POLL = 50;

export interface OwnershipOptions {
  ledger: Ledger;
  reader: RecordReader;
  /** How long a read may lag behind a write, in milliseconds. */
  eventualMs: number;
  /** Finds out, once, whether the server gives the id of a deleted record to a later one. */
  idsAreReused: (record: Record) => Promise<boolean>;
}

/**
 * Sees that a request which may change or delete a record can only meet one of this run's. A server may answer a wrong id,
 * or give an id again; the records of others must come to no harm by it.
 */
export class Ownership {
  readonly #options: OwnershipOptions;
  /** Until when an id is known to lead to a record of this run, by performance.now(). */
  readonly #proofs = new Map<string, number>();
  /** The ids that a race is about to delete: nothing may be read between its requests. */
  readonly #races = new Set<string>();

  constructor(options: OwnershipOptions) {
    this.#options = options;
  }

  /**
   * Resolves if the id leads to a record of this run, or to none at all. It is read for it: before every deletion, and before
   * other writes unless it was read less than a second ago. Throws Unproven if it leads to a record of somebody else, or if
   * that cannot be told.
   */
  async expectOwn(id: string, record: Record, { deletes }: { deletes: boolean }): Promise<void> {
    const isProven = (this.#proofs.get(id) ?? 0) > performance.now();
    if (isProven && (!deletes || this.#races.has(id))) return;
    const { ledger, reader } = this.#options;
    const entries = ledger.withId(id);
    const reading = await this.#waitedFor(entries, () => reader.get(id, record));
    if (reading.state === 'absent') return this.#expectNobodys(id, entries, record);
    if (reading.state === 'found') return this.#expectFoundOwn(id, entries, reading, record);
    throw new Unproven(`it cannot be told whether ${id} is this run's record, so it is left alone: ${reading.why}`);
  }

  /**
   * Reads a record before a race for it, so that nothing is read between the requests of the race. Where one of them deletes
   * it, the others must not meet a later record with the same id: Unproven if the server gives ids again.
   */
  async prepareRace(id: string, record: Record, { deletes }: { deletes: boolean }): Promise<void> {
    if (deletes) await this.#expectIdsNotReused(record);
    await this.expectOwn(id, record, { deletes });
    if (deletes) this.#races.add(id);
  }

  /** Throws Unproven if a second request that names a deleted record could meet a later record of somebody else. */
  async #expectIdsNotReused(record: Record): Promise<void> {
    const { ledger, idsAreReused } = this.#options;
    if (ledger.idsRepeat || (await idsAreReused(record)))
      throw new Unproven('the server gives the ids of deleted records again, so one that is gone is not named again');
  }

  /** Learns from an answer to a read. */
  observe(path: string, answer: ReceivedResponse): void {
    if (!is2xx(answer)) return;
    const { id } = objectOf(answer);
    const entry = this.#options.ledger.ownerOf(objectOf(answer));
    if (!entry || typeof id !== 'string' || entry.id !== id) return;
    // A look-up by code or by pair leads to the id by another way than a read by id does.
    if (idIn(path) === undefined) entry.proven = true;
    else if (idIn(path) === id && entry.proven) this.#proofs.set(id, performance.now() + PROOF_LASTS);
  }

  /** Notes that a deletion of this id was answered: who it leads to is to be read anew. */
  deletionAnswered(id: string, answer: ReceivedResponse): void {
    this.#proofs.delete(id);
    this.#races.delete(id);
    if (is2xx(answer)) for (const entry of this.#options.ledger.withId(id)) entry.deleted = true;
  }

  async #expectFoundOwn(
    id: string,
    entries: readonly Entry[],
    { record: found, id: shown }: Reading & { state: 'found' },
    record: Record,
  ): Promise<void> {
    const { ledger, reader } = this.#options;
    const entry = ledger.ownerOf(found, entries);
    if (!entry || shown !== id)
      throw new Unproven(`${id} leads to a record that is not the one this run made, so it is left alone`);
    // A read by id may come from a cache that was filled with a wrong id. The code must lead to the same one.
    if (!entry.proven) {
      const again = await this.#waitedFor([entry], () => reader.find(entry, record));
      const same = again.state === 'found' && again.id === id && ledger.ownerOf(again.record, [entry]) !== undefined;
      // A record without a code is looked for by its pair, which shows it only while it is active.
      const inactive = codeIn(searchPath(entry) ?? '') === undefined && again.state === 'absent';
      if (!same && !inactive)
        throw new Unproven(`${id} and the code ${entry.code} do not lead to the same record, so it is left alone`);
      entry.proven = true;
    }
    this.#proofs.set(id, performance.now() + PROOF_LASTS);
  }

  /** An id that leads nowhere: it was never answered for a record of this run, or that record is known to be gone. */
  async #expectNobodys(id: string, entries: readonly Entry[], record: Record): Promise<void> {
    if (entries.length === 0) return;
    if (!entries.some(({ proven, deleted }) => proven || deleted))
      throw new Unproven(`${id} was answered for a new record and leads to none, so it is left alone`);
    await this.#expectIdsNotReused(record);
  }

  /** A read; where replicas may be late, one that waits for a record that was made and not yet seen. */
  async #waitedFor(entries: readonly Entry[], read: () => Promise<Reading>): Promise<Reading> {
    const until =
      Math.max(...entries.filter(({ deleted }) => !deleted).map(({ sentAt }) => sentAt), 0) + this.#options.eventualMs;
    for (;;) {
      const reading = await read();
      if (reading.state === 'found' || entries.length === 0 || Date.now() >= until) return reading;
      await pause(POLL);
    }
  }
}
