import type { ReferralCodeRecord } from '@referral-codes/sdk/contract';
import { CountedTree } from './counted-tree.ts';
import { PairIndex } from './pair-index.ts';
import type { Change, Store } from './store.ts';
import { instantOf } from './time.ts';

interface Entry {
  record: ReferralCodeRecord;
  /** created_at as an instant, and the place in the order of insertion. */
  readonly at: number;
  readonly turn: number;
}

/** Records in memory: every read and write is O(1), a page O(limit + log n). */
export class MemoryStore implements Store {
  readonly #byId = new Map<string, Entry>();
  readonly #byCode = new Map<string, Entry>();
  readonly #activeByPair = new PairIndex<Entry>();
  readonly #inOrder = new CountedTree<Entry>((a, b) => a.at - b.at || a.turn - b.turn);
  #turn = 0;

  /** @param records to begin with, in the order they were added. */
  constructor(records: Iterable<ReferralCodeRecord> = []) {
    for (const record of records) this.#add(record);
  }

  get size(): number {
    return this.#byId.size;
  }

  get(id: string): ReferralCodeRecord | undefined {
    return this.#byId.get(id)?.record;
  }

  withCode(code: string): ReferralCodeRecord | undefined {
    return this.#byCode.get(code)?.record;
  }

  activeOf(mentorId: string, orgId: string): ReferralCodeRecord | undefined {
    return this.#activeByPair.get(mentorId, orgId)?.record;
  }

  page(offset: number, limit: number): ReferralCodeRecord[] {
    return this.#inOrder.slice(offset, limit).map((entry) => entry.record);
  }

  apply({ add, replace, remove }: Change): void {
    if (remove !== undefined) this.#remove(remove);
    if (replace) this.#replace(replace);
    if (add) this.#add(add);
  }

  #add(record: ReferralCodeRecord): void {
    const entry: Entry = { record, at: instantOf(record.created_at), turn: this.#turn++ };
    this.#byId.set(record.id, entry);
    this.#byCode.set(record.code, entry);
    if (record.status === 'active') this.#activeByPair.set(entry);
    this.#inOrder.insert(entry);
  }

  #replace(record: ReferralCodeRecord): void {
    const entry = this.#byId.get(record.id)!;
    this.#activeByPair.delete(entry);
    entry.record = record;
    if (record.status === 'active') this.#activeByPair.set(entry);
  }

  #remove(id: string): void {
    const entry = this.#byId.get(id);
    if (!entry) return;
    this.#byId.delete(id);
    this.#byCode.delete(entry.record.code);
    this.#activeByPair.delete(entry);
    this.#inOrder.delete(entry);
  }
}
