import type { ReferralCodeRecord } from '@referral-codes/sdk/contract';
import { fromJson, type Json } from '../message/json.ts';
import { instantOf } from '../time/time.ts';
import { SortedList } from './sorted-list.ts';
import { type Change, type Store, type StoredRecord, storedRecord } from './store.ts';

/** A record in memory, with its place in the order. */
interface Entry {
  json: Json<ReferralCodeRecord>;
  /** When it was created, in milliseconds since 1970. */
  readonly instant: number;
  /** The order in which it was added, for records of the same instant. */
  readonly turn: number;
}

type Pair = Pick<ReferralCodeRecord, 'mentor_id' | 'org_id'>;

/** Records in memory: a map for each way to look one up, and a sorted list for pages. */
export class MemoryStore implements Store {
  readonly #byId = new Map<string, Entry>();
  readonly #byCode = new Map<string, Entry>();
  readonly #activeByPair = new Map<string, Entry>();
  readonly #inOrder = new SortedList<Entry>((a, b) => a.instant - b.instant || a.turn - b.turn);
  #turn = 0;

  /** @param records the first records, in the order in which they were added. */
  constructor(records: Iterable<ReferralCodeRecord> = []) {
    for (const record of records) this.#add(storedRecord(record));
  }

  get size(): number {
    return this.#inOrder.size;
  }

  get(id: string): Json<ReferralCodeRecord> | undefined {
    return this.#byId.get(id)?.json;
  }

  withCode(code: string): Json<ReferralCodeRecord> | undefined {
    return this.#byCode.get(code)?.json;
  }

  activeOf(mentor_id: string, org_id: string): Json<ReferralCodeRecord> | undefined {
    return this.#activeByPair.get(keyOf({ mentor_id, org_id }))?.json;
  }

  page(offset: number, limit: number): Json<ReferralCodeRecord[]> {
    const page = this.#inOrder.slice(offset, limit).map(({ json }) => json);
    return `[${page.join(',')}]` as Json<ReferralCodeRecord[]>;
  }

  all(): Json<ReferralCodeRecord>[] {
    return this.#inOrder.slice(0, this.size).map(({ json }) => json);
  }

  apply({ add, replace, remove }: Change): void {
    if (remove !== undefined) this.#remove(remove);
    if (replace) this.#replace(replace);
    if (add) this.#add(add);
  }

  #add({ record, json }: StoredRecord): void {
    const entry = { json, instant: instantOf(record.created_at), turn: this.#turn++ };
    this.#byId.set(record.id, entry);
    this.#byCode.set(record.code, entry);
    if (record.status === 'active') this.#activeByPair.set(keyOf(record), entry);
    this.#inOrder.insert(entry);
  }

  #replace({ record, json }: StoredRecord): void {
    const entry = this.#byId.get(record.id);
    if (!entry) return;
    entry.json = json;
    this.#forgetActive(record, entry);
    if (record.status === 'active') this.#activeByPair.set(keyOf(record), entry);
  }

  #remove(id: string): void {
    const entry = this.#byId.get(id);
    if (!entry) return;
    const record = fromJson(entry.json);
    this.#byId.delete(id);
    this.#byCode.delete(record.code);
    this.#forgetActive(record, entry);
    this.#inOrder.delete(entry);
  }

  /** Removes a record from the active ones. Another record of the pair, which may be active now, stays. */
  #forgetActive(pair: Pair, entry: Entry): void {
    const key = keyOf(pair);
    if (this.#activeByPair.get(key) === entry) this.#activeByPair.delete(key);
  }
}

/** A key for each pair. The length shows where the mentor's id ends, so that no two pairs share a key. */
const keyOf = ({ mentor_id, org_id }: Pair): string => `${mentor_id.length}:${mentor_id}${org_id}`;
