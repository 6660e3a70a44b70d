import type { Loose } from '../message/exchange.ts';

/** The values of a create request that tell a record of this run from all others. */
const FIELDS = ['mentor_id', 'org_id', 'code'] as const;
type Fields = { readonly [field in (typeof FIELDS)[number]]?: string | undefined };

/** A record that this run made or may have made: one entry for each request that could store one. */
export interface Entry extends Fields {
  /** Its number in the ledger, from 0. */
  readonly number: number;
  /** When the request was sent, in milliseconds since 1970. */
  readonly sentAt: number;
  /** The id that the server answered. It may be a lie, so that nothing is deleted by it alone. */
  id?: string;
  /** Whether the server has answered. Without an answer the record may still be stored later. */
  answered?: boolean;
  /** Whether the server said that it stored nothing. */
  refused?: boolean;
  /** Whether a later look-up found nothing under its code, after it was refused or deleted. */
  absent?: boolean;
  /** Whether the id was once seen to lead to this very record. */
  proven?: boolean;
  /** Whether the server has answered that the record is deleted. */
  deleted?: boolean;
}

/** What is written down about a run, beside its entries. */
export interface LedgerStore {
  /** Called before a request that may store a record is sent. Throws if that could not be noted. */
  intend(entry: Entry): void;
  /** Called when the server has answered it. */
  settle(entry: Entry): void;
  /** Called once all is cleaned up, with what could not be deleted, by id or code. */
  done(leftovers: readonly string[]): void;
}

/** Everything that this run may have left on the server. */
export class Ledger {
  /** Part of every mentor, organisation and code that this run sends. No other client knows it. */
  readonly token: string;
  readonly entries: Entry[] = [];
  /** Whether the server has answered one id for two creates. */
  idsRepeat = false;
  readonly #byId = new Map<string, Entry[]>();
  readonly #byCode = new Map<string | undefined, Entry[]>();
  readonly #store: LedgerStore | undefined;

  /** `entries` are those of an earlier run. */
  constructor(token: string, store?: LedgerStore, entries: readonly Entry[] = []) {
    this.token = token;
    this.#store = store;
    for (const entry of entries) this.#add(entry);
  }

  /** Notes that a request with this body is about to be sent, which may store a record. */
  intend(body: string): Entry {
    const entry: Entry = { number: this.entries.length, sentAt: Date.now(), ...fieldsOf(body) };
    this.#store?.intend(entry);
    this.#add(entry);
    return entry;
  }

  /** Notes what the server answered: the record's id, that it refused, or neither. */
  settle(entry: Entry, outcome: { id?: string; refused?: boolean }): void {
    entry.answered = true;
    Object.assign(entry, outcome);
    this.#store?.settle(entry);
    if (entry.id === undefined) return;
    this.idsRepeat ||= this.withId(entry.id).length > 0;
    push(this.#byId, entry.id, entry);
  }

  /** Notes that a look-up found nothing under this code: what was refused or deleted before is not stored. */
  absent(code: string): void {
    for (const entry of this.withCode(code)) if (entry.refused || entry.deleted) entry.absent = true;
  }

  withId(id: string): readonly Entry[] {
    return this.#byId.get(id) ?? [];
  }

  withCode(code: string | undefined): readonly Entry[] {
    return this.#byCode.get(code) ?? [];
  }

  /**
   * The entry that a record belongs to; undefined if the record is not this run's. It is this run's if each of mentor,
   * organisation and code is, byte for byte, what the request asked for, and at least one of them carries the token.
   */
  ownerOf(record: Loose, entries: readonly Entry[] = this.#candidates(record)): Entry | undefined {
    return entries.find((entry) => {
      const sent = FIELDS.flatMap((field) => entry[field] ?? []);
      const carriesToken = sent.some((value) => value.toLowerCase().includes(this.token));
      return carriesToken && FIELDS.every((field) => entry[field] === undefined || entry[field] === record[field]);
    });
  }

  #candidates({ code }: Loose): Entry[] {
    return [...(typeof code === 'string' ? this.withCode(code) : []), ...this.withCode(undefined)];
  }

  #add(entry: Entry): void {
    this.entries.push(entry);
    push(this.#byCode, entry.code, entry);
    if (entry.id !== undefined) push(this.#byId, entry.id, entry);
  }
}

function push<K>(map: Map<K, Entry[]>, key: K, entry: Entry): void {
  const list = map.get(key);
  if (list) list.push(entry);
  else map.set(key, [entry]);
}

/** The fields that a body sets to a text. A server may read more into a malformed body than JSON.parse does. */
function fieldsOf(body: string): Fields {
  const inner = body.startsWith('"') ? parsed(body) : undefined;
  if (typeof inner === 'string') return fieldsOf(inner);
  const form = new URLSearchParams(body);
  const field = (name: string): string | undefined => {
    // Of a key that is there twice, JSON.parse and most other readers take the last.
    const pattern = new RegExp(`["']${name}["']\\s*:\\s*(?:"((?:[^"\\\\]|\\\\.)*)"|'([^']*)')`, 'g');
    const [, double, single] = [...body.matchAll(pattern)].at(-1) ?? [];
    return double === undefined ? (single ?? form.get(name) ?? undefined) : unescaped(double);
  };
  return { mentor_id: field('mentor_id'), org_id: field('org_id'), code: field('code') };
}

function unescaped(raw: string): string {
  const text = parsed(`"${raw}"`);
  return typeof text === 'string' ? text : raw;
}

/** A value, or undefined for what is not JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
