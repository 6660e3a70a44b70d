import { UnprovenOwnership } from '../errors.ts';
import { pause } from '../http/pace.ts';
import { is2xx, type OnExchange, objectOf, type ReceivedResponse } from '../message/exchange.ts';
import { codeIn, idIn } from '../message/paths.ts';
import type { Ledger, LedgerEntry } from './ledger.ts';
import { type ReadResult, type RecordReader, searchPath } from './reader.ts';

/** How long a record may be changed after a read without reading it again, in milliseconds. */
const PROOF_LASTS = 1_000;
/** How long to wait before a late replica is read again, in milliseconds. */
const POLL = 50;

export interface OwnershipOptions {
  ledger: Ledger;
  reader: RecordReader;
  /** How long a read may lag behind a write, in milliseconds. */
  eventualMs: number;
  /** Whether the server gives the id of a deleted record to a later one. Called only if it matters; the caller caches it. */
  idsAreReused: (onExchange: OnExchange) => Promise<boolean>;
}

/**
 * Ensures that a request which may change or delete a record can only reach a record of this run. A server may respond with a
 * wrong id or reuse ids; that must not harm the records of other clients.
 */
export class Ownership {
  readonly #options: OwnershipOptions;
  /** By id: until when, by performance.now(), the id is known to lead to a record of this run. */
  readonly #proofs = new Map<string, number>();
  /** The ids that a race is about to delete. Nothing may be read between its requests. */
  readonly #races = new Set<string>();

  constructor(options: OwnershipOptions) {
    this.#options = options;
  }

  /**
   * Resolves if the id leads to a record of this run or to no record. It reads the record before every deletion, and before
   * another write if the last read is more than a second ago.
   * @throws {UnprovenOwnership} if the id leads to a record of another client, or if that cannot be established.
   */
  async expectOwn(id: string, onExchange: OnExchange, { deletes }: { deletes: boolean }): Promise<void> {
    const isProven = (this.#proofs.get(id) ?? 0) > performance.now();
    if (isProven && (!deletes || this.#races.has(id))) return;
    const { ledger, reader } = this.#options;
    const entries = ledger.withId(id);
    const result = await this.#readEventually(entries, () => reader.get(id, onExchange));
    if (result.state === 'absent') return this.#expectUnused(id, entries, onExchange);
    if (result.state === 'found') return this.#expectFoundOwn(id, entries, result, onExchange);
    throw new UnprovenOwnership(`cannot establish whether this run created ${id}, so it is not touched: ${result.why}`);
  }

  /**
   * Reads a record before a race, so that nothing is read between the requests of the race.
   * @throws {UnprovenOwnership} as `expectOwn` does; and, if the race deletes the record, if the server reuses ids: then the
   * slower requests could reach a later record with the same id.
   */
  async prepareRace(id: string, onExchange: OnExchange, { deletes }: { deletes: boolean }): Promise<void> {
    if (deletes) await this.#expectIdsNotReused(onExchange);
    await this.expectOwn(id, onExchange, { deletes });
    if (deletes) this.#races.add(id);
  }

  async #expectIdsNotReused(onExchange: OnExchange): Promise<void> {
    const { ledger, idsAreReused } = this.#options;
    if (ledger.idsRepeat || (await idsAreReused(onExchange)))
      throw new UnprovenOwnership('the server reuses the ids of deleted records, so no request may name a deleted one');
  }

  /** Learns from the response to a read which id leads to which record. */
  observe(path: string, response: ReceivedResponse): void {
    if (!is2xx(response)) return;
    const { id } = objectOf(response);
    const entry = this.#options.ledger.ownerOf(objectOf(response));
    if (!entry || typeof id !== 'string' || entry.id !== id) return;
    // A lookup by code or pair confirms the id independently of a read by id.
    if (idIn(path) === undefined) entry.proven = true;
    else if (idIn(path) === id && entry.proven) this.#proofs.set(id, performance.now() + PROOF_LASTS);
  }

  /** Notes the response to a deletion. The next write to this id reads it again. */
  noteDeletion(id: string, response: ReceivedResponse): void {
    this.#proofs.delete(id);
    this.#races.delete(id);
    if (is2xx(response)) for (const entry of this.#options.ledger.withId(id)) entry.deleted = true;
  }

  async #expectFoundOwn(
    id: string,
    entries: readonly LedgerEntry[],
    result: ReadResult & { state: 'found' },
    onExchange: OnExchange,
  ): Promise<void> {
    const entry = this.#options.ledger.ownerOf(result.record, entries);
    if (!entry || result.id !== id)
      throw new UnprovenOwnership(`${id} leads to a record that this run did not create, so it is not touched`);
    if (!entry.proven) await this.#expectSameByCode(id, entry, onExchange);
    this.#proofs.set(id, performance.now() + PROOF_LASTS);
  }

  /** A read by id may come from a cache that was filled with a wrong id. So the code must lead to the same record. */
  async #expectSameByCode(id: string, entry: LedgerEntry, onExchange: OnExchange): Promise<void> {
    const { ledger, reader } = this.#options;
    const result = await this.#readEventually([entry], () => reader.find(entry, onExchange));
    const same = result.state === 'found' && result.id === id && ledger.ownerOf(result.record, [entry]) !== undefined;
    // A record without an allowed code is looked up by its pair, which shows it only while it is active.
    const inactive = codeIn(searchPath(entry) ?? '') === undefined && result.state === 'absent';
    if (!same && !inactive)
      throw new UnprovenOwnership(`${id} and the code ${entry.code} lead to different records, so it is not touched`);
    entry.proven = true;
  }

  /** An id without a record is safe if this run never received it, or if its record is known to have been deleted. */
  async #expectUnused(id: string, entries: readonly LedgerEntry[], onExchange: OnExchange): Promise<void> {
    if (entries.length === 0) return;
    if (!entries.some(({ proven, deleted }) => proven || deleted))
      throw new UnprovenOwnership(`${id} is the id of a new record but leads to no record, so it is not touched`);
    await this.#expectIdsNotReused(onExchange);
  }

  /** A read that is repeated until the record shows, or until a late replica must have it. */
  async #readEventually(entries: readonly LedgerEntry[], read: () => Promise<ReadResult>): Promise<ReadResult> {
    const sent = entries.filter(({ deleted }) => !deleted).map(({ sentAt }) => sentAt);
    const until = Math.max(...sent, 0) + this.#options.eventualMs;
    for (;;) {
      const result = await read();
      if (result.state === 'found' || entries.length === 0 || Date.now() >= until) return result;
      await pause(POLL);
    }
  }
}
