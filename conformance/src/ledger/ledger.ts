import type { JsonObject } from '../message/exchange.ts';
import { type SentFields, sentFields } from './sent-fields.ts';

/** The fields of a create request by which a record of this run is recognised. */
const FIELDS = ['mentor_id', 'org_id', 'code'] as const;

/** A record that this run created or may have created. There is one entry for each request that can store a record. */
export interface LedgerEntry extends SentFields {
  /** Its index in the ledger. */
  readonly number: number;
  /** When the request was sent, in milliseconds since 1970. */
  readonly sentAt: number;
  /** The id in the response. A server may respond with a wrong id, so nothing is deleted by its id alone. */
  id?: string;
  /** Whether the server responded. Without a response the record may still be stored later. */
  answered?: boolean;
  /** Whether the server refused the request. */
  refused?: boolean;
  /** Whether a later lookup did not find its code, after the request was refused or the record deleted. */
  absent?: boolean;
  /** Whether the id was seen to lead to this record. */
  proven?: boolean;
  /** Whether the server confirmed that the record is deleted. */
  deleted?: boolean;
}

/** Where the ledger of a run is stored, in addition to memory. */
export interface LedgerStore {
  /** Called before a request that may store a record is sent. An error that it throws stops the run. */
  noteRequest(entry: LedgerEntry): void;
  /** Called when the server has responded to that request. */
  noteResponse(entry: LedgerEntry): void;
  /** Called after cleaning up, with the records that could not be deleted, by id or code. */
  noteEnd(leftovers: readonly string[]): void;
}

/** Every record that this run may have stored on the server. */
export class Ledger {
  /** A part of every mentor, organisation and code that this run sends. No other client knows it. */
  readonly token: string;
  readonly entries: LedgerEntry[] = [];
  /** Whether the server responded with the same id to two creates. */
  idsRepeat = false;
  readonly #byId = new Map<string, LedgerEntry[]>();
  readonly #byCode = new Map<string | undefined, LedgerEntry[]>();
  readonly #store: LedgerStore | undefined;

  /** `entries` are those of an earlier run. */
  constructor(token: string, store?: LedgerStore, entries: readonly LedgerEntry[] = []) {
    this.token = token;
    this.#store = store;
    for (const entry of entries) this.#add(entry);
  }

  /** Notes that a request with this body, which may store a record, is about to be sent. */
  noteRequest(body: string): LedgerEntry {
    const entry: LedgerEntry = { number: this.entries.length, sentAt: Date.now(), ...sentFields(body) };
    this.#store?.noteRequest(entry);
    this.#add(entry);
    return entry;
  }

  /** Notes the response: the id of the new record, that the request was refused, or neither. */
  noteResponse(entry: LedgerEntry, outcome: { id?: string; refused?: boolean }): void {
    entry.answered = true;
    Object.assign(entry, outcome);
    this.#store?.noteResponse(entry);
    if (entry.id === undefined) return;
    this.idsRepeat ||= this.withId(entry.id).length > 0;
    push(this.#byId, entry.id, entry);
  }

  /** Notes that a lookup did not find this code. So what was refused or deleted before is not stored. */
  noteAbsent(code: string): void {
    for (const entry of this.withCode(code)) if (entry.refused || entry.deleted) entry.absent = true;
  }

  withId(id: string): readonly LedgerEntry[] {
    return this.#byId.get(id) ?? [];
  }

  withCode(code: string | undefined): readonly LedgerEntry[] {
    return this.#byCode.get(code) ?? [];
  }

  /**
   * The entry that a record belongs to; undefined if this run did not create the record. This run created it if mentor,
   * organisation and code are byte for byte those of the request, and at least one of them contains the token.
   */
  ownerOf(record: JsonObject, entries: readonly LedgerEntry[] = this.#candidates(record)): LedgerEntry | undefined {
    return entries.find((entry) => {
      const sent = FIELDS.flatMap((field) => entry[field] ?? []);
      const carriesToken = sent.some((value) => value.toLowerCase().includes(this.token));
      return carriesToken && FIELDS.every((field) => entry[field] === undefined || entry[field] === record[field]);
    });
  }

  #candidates({ code }: JsonObject): LedgerEntry[] {
    return [...(typeof code === 'string' ? this.withCode(code) : []), ...this.withCode(undefined)];
  }

  #add(entry: LedgerEntry): void {
    this.entries.push(entry);
    push(this.#byCode, entry.code, entry);
    if (entry.id !== undefined) push(this.#byId, entry.id, entry);
  }
}

function push<K>(map: Map<K, LedgerEntry[]>, key: K, entry: LedgerEntry): void {
  const list = map.get(key);
  if (list) list.push(entry);
  else map.set(key, [entry]);
}
