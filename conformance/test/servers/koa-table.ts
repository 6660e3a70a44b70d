import { randomUUID } from 'node:crypto';

/** The clock of this server is wrong, and so is its Date header. */
export const now = () => Date.now() - 3 * 3_600_000;

/** A time as its minutes since 1970 and its seconds as sent. No zone changes the seconds, so fraction and leap second are kept. */
export interface Moment {
  minute: number;
  second: string;
}

export const moment = (ms: number): Moment => ({
  minute: Math.floor(ms / 60_000),
  second: new Date(ms).toISOString().slice(17, 19),
});

export function parseTime(text: unknown): Moment | undefined {
  if (typeof text !== 'string') return undefined;
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d):(\d\d(?:\.\d{1,40})?)(?:Z|([+-])([01]\d|2[0-3]):([0-5]\d))$/i.exec(text);
  if (!match) return undefined;
  const [, local = '', second = '', sign, hours = '0', minutes = '0'] = match;
  const ms = Date.parse(`${local}:00Z`.toUpperCase());
  // Date.parse reads the 31st of February as the 3rd of March.
  if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 16) !== local.toUpperCase()) return undefined;
  const minute = ms / 60_000 - Number(`${sign ?? '+'}1`) * (Number(hours) * 60 + Number(minutes));
  const isLeap = Number.parseInt(second, 10) === 60 && minute % 1440 === 1439;
  return Number.parseInt(second, 10) < 60 || isLeap ? { minute, second } : undefined;
}

export const writeTime = ({ minute, second }: Moment): string =>
  `${new Date((minute + 120) * 60_000).toISOString().slice(0, 17)}${second}+02:00`;

const seconds = ({ minute, second }: Moment): number => minute * 60 + Number(second);

export interface Row {
  id: string;
  fields: { mentor_id: string; org_id: string; code: string };
  created: Moment;
  ended?: Moment;
  version: number;
}

export const show = ({ id, fields, created, ended, version }: Row) => ({
  version,
  deactivated_at: ended ? writeTime(ended) : null,
  created_at: writeTime(created),
  status: ended ? 'inactive' : 'active',
  ...fields,
  id,
});

export class Refusal extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

const pairOf = (mentor: string, org: string): string => `${mentor.length}:${mentor}${org}`;

/** Rows in an array sorted by id, with maps by code and by active pair. */
export class Table {
  readonly rows: Row[] = [];
  readonly #codes = new Map<string, Row>();
  readonly #actives = new Map<string, Row>();

  constructor(preload: number) {
    for (let n = 0; n < preload; n += 1) {
      const fields = { mentor_id: `stock-${n}`, org_id: 'acme', code: `STOCK-${n}` };
      const created = moment(now() - (preload - n) * 500);
      this.rows.push({ id: randomUUID(), fields, created, version: 1, ...(n % 4 ? {} : { ended: moment(now()) }) });
    }
    this.rows.sort((one, other) => (one.id < other.id ? -1 : 1));
    for (const row of this.rows) this.#index(row);
  }

  byId(id: string): Row {
    const row = this.rows[this.#place(id)];
    if (row?.id !== id) throw new Refusal(404, 'unknown record');
    return row;
  }

  byCode(code: string): Row | undefined {
    return this.#codes.get(code);
  }

  active(mentor: string, org: string): Row | undefined {
    return this.#actives.get(pairOf(mentor, org));
  }

  insert(fields: Row['fields']): Row {
    if (this.active(fields.mentor_id, fields.org_id)) throw new Refusal(409, 'the pair has an active code');
    if (this.byCode(fields.code)) throw new Refusal(409, 'the code is taken');
    const row: Row = { id: randomUUID(), fields, created: moment(now()), version: 1 };
    this.rows.splice(this.#place(row.id), 0, row);
    this.#index(row);
    return row;
  }

  end(id: string, at = moment(now())): Row {
    const row = this.byId(id);
    if (row.ended) throw new Refusal(409, 'it is inactive already');
    if (seconds(at) < seconds(row.created)) throw new Refusal(409, 'it was not created yet by then');
    this.#free(row);
    row.ended = at;
    row.version += 1;
    return row;
  }

  remove(id: string): void {
    const row = this.byId(id);
    if (!row.ended) this.#free(row);
    this.#codes.delete(row.fields.code);
    this.rows.splice(this.#place(id), 1);
  }

  /** The index of the row with this id, or where it would be inserted. */
  #place(id: string): number {
    let [low, high] = [0, this.rows.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.rows[middle]?.id ?? id) < id) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #index(row: Row): void {
    this.#codes.set(row.fields.code, row);
    if (!row.ended) this.#actives.set(pairOf(row.fields.mentor_id, row.fields.org_id), row);
  }

  #free({ fields: { mentor_id, org_id } }: Row): void {
    this.#actives.delete(pairOf(mentor_id, org_id));
  }
}
