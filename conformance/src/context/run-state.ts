import { operations } from '@referral-codes/sdk/contract';
import { Undecided } from '../errors.ts';
import { isRead, pause, type RequestSpec, type Transport } from '../http/transport.ts';
import { type Entry, Ledger, type LedgerStore } from '../ledger/ledger.ts';
import { Ownership } from '../ledger/ownership.ts';
import { RecordReader } from '../ledger/reader.ts';
import { type Exchange, is2xx, is4xx, isObject, objectOf, type ReceivedResponse } from '../message/exchange.ts';
import { codeIn, idIn, pathOf } from '../message/paths.ts';

export interface Pair {
  mentor_id: string;
  org_id: string;
}

export interface RunStateOptions {
  transport: Transport;
  /** Part of every value that the run makes up: see `newToken`. */
  token: string;
  /** Feeds everything that is drawn by lot. */
  seed: number;
  /** Where in that seed's sequences to start: the path of a counterexample. */
  path?: string | undefined;
  /** Whether a write is a mistake of the check that sends it. */
  readOnly?: boolean;
  /** How long a read may lag behind a write, in milliseconds. */
  eventualMs: number;
  /** How long the search for a failing sequence may take, in milliseconds. */
  modelMs: number;
  ledger?: LedgerStore | undefined;
}

const COLLECTION = operations.createCode.path;
/** Statuses of a gateway that gave up waiting: the server behind it may still do what was asked. */
const GAVE_UP = new Set([408, 520, 521, 522, 523, 524, 525, 526, 527, 529, 530]);
/** How often a record is created and deleted to see whether its id comes again. */
const REUSE_ROUNDS = 3;

/** A text that no other run has: eight letters and digits. */
export const newToken = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => (byte % 36).toString(36)).join('');

/** What all the checks of one run share: the transport, the ledger, and names no other run uses. */
export class RunState {
  readonly options: RunStateOptions;
  readonly ledger: Ledger;
  readonly ownership: Ownership;
  readonly token: string;
  /** Whether a deactivation needs a time; undefined until the server has shown it. */
  wantsTime: boolean | undefined;
  #names = 0;
  #lastWrite = Number.NEGATIVE_INFINITY;
  readonly #shared = new Map<string, Promise<unknown>>();
  readonly #reader: RecordReader;

  constructor(options: RunStateOptions) {
    this.options = options;
    this.token = options.token;
    this.ledger = new Ledger(this.token, options.ledger);
    this.#reader = new RecordReader(options.transport, this.token);
    this.ownership = new Ownership({
      ledger: this.ledger,
      reader: this.#reader,
      eventualMs: options.eventualMs,
      idsAreReused: (record) => this.once('whether ids are reused', () => this.#tryReuse(record)),
    });
  }

  /** A pair that no record has. */
  freshPair(): Pair {
    const name = this.#name();
    return { mentor_id: `cf-${name}-m`, org_id: `cf-${name}-o` };
  }

  /** A code that no record has. */
  freshCode(): string {
    return `CF-${this.#name().toUpperCase()}`;
  }

  #name(): string {
    this.#names += 1;
    return `${this.token}-${this.#names.toString(36)}`;
  }

  /**
   * Sends a request of a check. One that may change or delete a record is sent only if its id leads to a record of this run.
   * Throws Unproven if that cannot be proved, and TransportError if the server gave no answer.
   */
  async send(sent: RequestSpec, record: (exchange: Exchange) => void): Promise<ReceivedResponse> {
    if (isRead(sent.method)) return this.#read(sent, record);
    if (this.options.readOnly) throw new Error(`a check sent ${sent.method} in a run that only reads`);
    const id = idIn(sent.path);
    if (id !== undefined) await this.ownership.expectOwn(id, record, { deletes: sent.method === 'DELETE' });
    if (this.options.transport.options.signal?.aborted) throw new Undecided('the run was stopped');
    const entry = this.#mayCreate(sent) ? this.ledger.intend(textOf(sent.body)) : undefined;
    try {
      const answer = await this.options.transport.send(sent, record);
      if (entry && !GAVE_UP.has(answer.status)) this.#settle(entry, sent, answer);
      if (id !== undefined && sent.method === 'DELETE') this.ownership.deletionAnswered(id, answer);
      return answer;
    } finally {
      this.#lastWrite = performance.now();
    }
  }

  async #read(sent: RequestSpec, record: (exchange: Exchange) => void): Promise<ReceivedResponse> {
    const { transport, eventualMs } = this.options;
    await pause(this.#lastWrite + eventualMs - performance.now());
    const answer = await transport.send(sent, record);
    if (sent.method !== 'GET') return answer;
    this.ownership.observe(sent.path, answer);
    const code = codeIn(sent.path);
    if (code !== undefined && (await this.#reader.saysAbsent(answer))) this.ledger.absent(code);
    return answer;
  }

  /** Whether a server, be it a faulty one, may store a new record for this request. */
  #mayCreate({ method, path, body }: RequestSpec): boolean {
    if (method === 'POST' && path.startsWith(COLLECTION)) return true;
    return body !== undefined && textOf(body).toLowerCase().includes(this.token);
  }

  #settle(entry: Entry, { method }: RequestSpec, answer: ReceivedResponse): void {
    const { id } = objectOf(answer);
    const made = method === 'POST' && is2xx(answer) && typeof id === 'string';
    this.ledger.settle(entry, { ...(made && { id }), refused: is4xx(answer) });
  }

  /** Creates and deletes a record a few times, and looks whether its id is seen again. */
  async #tryReuse(record: (exchange: Exchange) => void): Promise<boolean> {
    let id = await this.#createToTry(record);
    for (let round = 0; round < REUSE_ROUNDS; round += 1) {
      await this.send({ method: 'DELETE', path: pathOf(id) }, record);
      // Another client may be given the id as well.
      const after = await this.#reader.get(id, record);
      const next = await this.#createToTry(record);
      if (after.state !== 'absent' || next === id) return true;
      id = next;
    }
    return this.ledger.idsRepeat;
  }

  async #createToTry(record: (exchange: Exchange) => void): Promise<string> {
    const body = JSON.stringify({ ...this.freshPair(), code: this.freshCode() });
    const headers = { 'content-type': 'application/json' };
    const answer = await this.send({ method: 'POST', path: COLLECTION, headers, body }, record);
    const { id } = objectOf(answer);
    if (is2xx(answer) && typeof id === 'string') return id;
    throw new Undecided(`it needs a record, and the server made none: it answered ${answer.status}`);
  }

  /** Does something that several checks need, for the first that asks; anew for the next where it failed. */
  once<T>(name: string, make: () => Promise<T>): Promise<T> {
    const known = this.#shared.get(name) as Promise<T> | undefined;
    if (known) return known;
    const made = make();
    this.#shared.set(name, made);
    made.catch(() => this.#shared.delete(name));
    return made;
  }

  /** How many records a page holds when asked for as many as the contract allows. */
  pageSize(record: (exchange: Exchange) => void): Promise<number> {
    return this.once('page size', async () => {
      const answer = await this.send({ method: 'GET', path: `${COLLECTION}?limit=100` }, record);
      const { pagination } = objectOf(answer);
      const limit = isObject(pagination) ? pagination.limit : undefined;
      return is2xx(answer) && typeof limit === 'number' && limit >= 1 && limit <= 100 ? limit : 20;
    });
  }
}

const textOf = (body: RequestSpec['body']): string =>
  typeof body === 'string' ? body : body ? new TextDecoder().decode(body) : '';
