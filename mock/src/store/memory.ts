import type { ReferralCodeRecord } from '@referral-codes/sdk/contract';
import { fromJson, type Json, toJson } from '../message/json.ts';
import { instantOf } from '../time/time.ts';
import { CountedTree } from './counted-tree.ts';
import { hashOf, RowIndex } from './row-index.ts';
import { Rows } from './rows.ts';
import { type Change, type Store, type StoredRecord, storedRecord } from './store.ts';

type Text = Json<ReferralCodeRecord>;

/** Records in memory: every read and write is O(1), a page O(limit + log n). */
export class MemoryStore implements Store {
  readonly #rows = new Rows();
  readonly #byId = new RowIndex();
  readonly #byCode = new RowIndex();
  readonly #activeByPair = new RowIndex();
  readonly #inOrder = new CountedTree<number>(this.#rows.compare);

  /** @param records to begin with, in the order they were added. */
  constructor(records: Iterable<ReferralCodeRecord> = []) {
    for (const record of records) this.#add(storedRecord(record));
  }

  get size(): number {
    return this.#inOrder.size;
  }

  get(id: string): Text | undefined {
    return this.#find(this.#byId, hashOf(id), (text) => has(text, 'id', id));
  }

  withCode(code: string): Text | undefined {
    return this.#find(this.#byCode, hashOf(code), (text) => has(text, 'code', code));
  }

  activeOf(mentor_id: string, org_id: string): Text | undefined {
    const hash = pairHashOf({ mentor_id, org_id });
    const isMeant = (text: Text) => has(text, 'mentor_id', mentor_id) && has(text, 'org_id', org_id);
    return this.#find(this.#activeByPair, hash, isMeant);
  }

  page(offset: number, limit: number): Json<ReferralCodeRecord[]> {
    return `[${this.#rows.joined(this.#inOrder.slice(offset, limit))}]` as Json<ReferralCodeRecord[]>;
  }

  apply({ add, replace, remove }: Change): void {
    if (remove !== undefined) this.#remove(remove);
    if (replace) this.#replace(replace);
    if (add) this.#add(add);
  }

  #add({ record, json }: StoredRecord): void {
    const row = this.#rows.add(json, instantOf(record.created_at));
    this.#byId.add(hashOf(record.id), row);
    this.#byCode.add(hashOf(record.code), row);
    if (record.status === 'active') this.#activeByPair.add(pairHashOf(record), row);
    this.#inOrder.insert(row);
  }

  #replace({ record, json }: StoredRecord): void {
    const row = this.#rowOf(record.id)!;
    this.#rows.write(row, json);
    this.#activeByPair.delete(pairHashOf(record), row);
    if (record.status === 'active') this.#activeByPair.add(pairHashOf(record), row);
  }

  #remove(id: string): void {
    const row = this.#rowOf(id);
    if (row === undefined) return;
    const record = fromJson(this.#textOf(row));
    this.#byId.delete(hashOf(id), row);
    this.#byCode.delete(hashOf(record.code), row);
    this.#activeByPair.delete(pairHashOf(record), row);
    this.#inOrder.delete(row);
    this.#rows.delete(row);
  }

  #rowOf(id: string): number | undefined {
    return this.#byId.find(hashOf(id), (row) => (has(this.#textOf(row), 'id', id) ? row : undefined));
  }

  #find(index: RowIndex, hash: number, isMeant: (text: Text) => boolean): Text | undefined {
    return index.find(hash, (row) => {
      const text = this.#textOf(row);
      return isMeant(text) ? text : undefined;
    });
  }

  #textOf(row: number): Text {
    return this.#rows.text(row) as Text;
  }
}

/** Told by its text: JSON escapes quotes within a value, so that only a name can stand between two. */
const has = (text: Text, name: keyof ReferralCodeRecord, value: string): boolean =>
  text.includes(`"${name}":${toJson(value)}`);

const pairHashOf = ({ mentor_id, org_id }: Pick<ReferralCodeRecord, 'mentor_id' | 'org_id'>): number =>
  hashOf(org_id, hashOf(mentor_id));
