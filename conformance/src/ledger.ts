/** A record this run made, or may have made. */
export interface Entry {
  /** What it was to hold, as far as the request said so. */
  readonly mentor_id?: string | undefined;
  readonly org_id?: string | undefined;
  readonly code?: string | undefined;
  /** The server's id for it, once known. */
  id?: string;
  /** Whether the server said that it made none. */
  refused?: boolean;
}

/** Where a ledger is kept beside memory, so that it outlives a crash. */
export interface LedgerStore {
  /** Called before a create is sent. */
  intend(entry: Entry): void;
  /** Called once the server has answered its id. */
  made(id: string): void;
  /** Called once all is cleaned up, with what could not be. */
  done(leftovers: readonly string[]): void;
}

/** Everything this run may have left on the server: intent before each create, id after. */
export class Ledger {
  readonly entries: Entry[] = [];
  /** The ids of the records a check has deleted, as the server says. */
  readonly deleted = new Set<string>();
  readonly #store: LedgerStore | undefined;

  constructor(store?: LedgerStore) {
    this.#store = store;
  }

  /** Notes that a create with this body is about to be sent. */
  intend(body: string): Entry {
    const { mentor_id, org_id, code } = fieldsOf(body);
    const entry: Entry = { mentor_id, org_id, code };
    this.#store?.intend(entry);
    this.entries.push(entry);
    return entry;
  }

  made(entry: Entry, id: string): void {
    entry.id = id;
    this.#store?.made(id);
  }
}

/** The fields a body means to set, also in one that is not quite JSON: a server may read more into it than we do. */
function fieldsOf(body: string): {
  mentor_id?: string | undefined;
  org_id?: string | undefined;
  code?: string | undefined;
} {
  const field = (name: string) => body.match(new RegExp(`"${name}"\\s*:\\s*"((?:[^"\\\\]|\\\\.)*)"`))?.[1];
  const text = (raw: string | undefined) => (raw === undefined ? undefined : unescaped(raw));
  return { mentor_id: text(field('mentor_id')), org_id: text(field('org_id')), code: text(field('code')) };
}

function unescaped(raw: string): string {
  try {
    return JSON.parse(`"${raw}"`) as string;
  } catch {
    return raw;
  }
}
