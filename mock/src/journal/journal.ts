import { type OperationId, operations } from '@referral-codes/sdk/contract';
import { cannotCount, type Dropped, DroppedExchanges, DroppedExchangesError, isByOperationOnly } from './dropped.ts';
import { type JournalEntry, toEntry } from './entry.ts';
import type { Exchange } from './exchange.ts';
import { checkFilter, type JournalFilter, matchesFilter } from './filter.ts';
import { readWaitOptions, type WaitOptions, WaitTimeoutError } from './wait.ts';

/** How many entries a journal keeps. */
const MOST_ENTRIES = 1024;
/** The largest number of bytes that a journal holds, estimated with two bytes a character. */
export const JOURNAL_BYTES = 4 * 2 ** 20;
/** The largest number of bytes that the journals of all sessions hold together. */
export const JOURNALS_BYTES = 64 * 2 ** 20;

/** The requests to a session and their responses. */
export class Journal {
  readonly #session: string;
  /** Oldest first. */
  readonly #exchanges: Exchange[] = [];
  /** How many of the oldest exchanges have lost their bodies. */
  #bodiless = 0;
  readonly #dropped = new DroppedExchanges();
  #lastSeq = 0;
  #bytes = 0;
  #limit = JOURNAL_BYTES;
  readonly #listeners = new Set<(entry: JournalEntry) => void>();

  /** @param session the name that its entries carry. */
  constructor(session: string) {
    this.#session = session;
  }

  /** How many bytes it may hold. It drops the bodies of the oldest entries first, then the oldest entries, but never the newest. */
  set limit(bytes: number) {
    this.#limit = bytes;
    this.#dropOldest();
  }

  /** Adds an exchange that has ended. */
  add(exchange: Exchange): void {
    this.#lastSeq++;
    this.#exchanges.push(exchange);
    this.#bytes += exchange.headBytes + exchange.bodyBytes;
    this.#dropOldest();
    if (this.#listeners.size === 0) return;
    const entry = toEntry(this.#lastSeq, this.#session, exchange);
    for (const listener of this.#listeners) listener(entry);
  }

  /**
   * The entries that match, oldest first. `dropped` says how many the journal no longer has.
   * @param limit returns only the newest entries, at most this many
   * @throws {InputError}, a RangeError, if the filter is invalid.
   */
  find(filter: JournalFilter = {}, limit = Number.POSITIVE_INFINITY): JournalEntry[] {
    const found = this.#matching(filter);
    const newest = limit > 0 ? found.slice(-limit) : [];
    return newest.map(({ seq, exchange }) => toEntry(seq, this.#session, exchange));
  }

  /** The entries that match, each with the moment when it ended, by which the entries of several journals can be ordered. */
  findWithEnd(filter: JournalFilter = {}): { entry: JournalEntry; endedAt: number }[] {
    return this.#matching(filter).map(({ seq, exchange }) => ({
      entry: toEntry(seq, this.#session, exchange),
      endedAt: exchange.endedAt,
    }));
  }

  /**
   * How many exchanges have matched since the journal was cleared. By operation, or without a filter, this includes those that
   * the journal has dropped.
   * @throws {DroppedExchangesError} if exchanges that may match were dropped, so that the count would be too low.
   * @throws {InputError}, a RangeError, if the filter is invalid.
   */
  count(filter: JournalFilter = {}): number {
    const found = this.#matching(filter).length;
    const dropped = this.droppedFor(filter);
    if (dropped > 0 && !isByOperationOnly(filter)) throw new DroppedExchangesError(cannotCount(dropped, filter));
    return found + dropped;
  }

  /** How many exchanges of each operation there have been since the journal was cleared, with those that it has dropped. */
  get totals(): Record<OperationId, number> {
    const ids = Object.keys(operations) as OperationId[];
    return Object.fromEntries(ids.map((operation) => [operation, this.count({ operation })])) as Record<
      OperationId,
      number
    >;
  }

  /** What the journal has dropped since it was cleared, to stay within its limits. */
  get dropped(): Dropped {
    return {
      exchanges: this.#dropped.all,
      bodies: this.#exchanges.filter(({ bodiesDropped }) => bodiesDropped).length,
    };
  }

  /** The number of the newest exchange; 0 if there was none yet. */
  get lastSeq(): number {
    return this.#lastSeq;
  }

  /** The exchanges with greater numbers, and how many of them it no longer has. */
  exchangesSince(seq: number): { exchanges: Exchange[]; missing: number } {
    const exchanges = this.#matching({ since: seq }).map(({ exchange }) => exchange);
    return { exchanges, missing: this.#lastSeq - seq - exchanges.length };
  }

  /** How many of the dropped exchanges may match a filter. */
  droppedFor({ operation, since = 0 }: JournalFilter): number {
    if (since >= this.#lastSeq - this.#exchanges.length) return 0;
    return operation === undefined ? this.#dropped.all : this.#dropped.of(operation);
  }

  /**
   * Waits until `count` entries match, including those already in the journal, and resolves with them.
   * @throws {WaitTimeoutError} if fewer match when the time is over.
   * @throws the reason of `signal` when it aborts.
   * @throws {InputError}, a RangeError, if an option is out of range.
   */
  async waitFor(filter: JournalFilter, options: WaitOptions = {}): Promise<JournalEntry[]> {
    const { count, timeout, signal } = readWaitOptions(options, MOST_ENTRIES);
    signal?.throwIfAborted();
    const found = this.find(filter);
    if (found.length >= count) return found;
    return new Promise((resolve, reject) => {
      const end = (settle: () => void) => {
        clearTimeout(timer);
        unsubscribe();
        signal?.removeEventListener('abort', abort);
        settle();
      };
      const abort = () => end(() => reject(signal?.reason));
      const timer = setTimeout(
        () => end(() => reject(new WaitTimeoutError(this.#timeoutMessage(filter, count, timeout)))),
        timeout,
      );
      const unsubscribe = this.subscribe(() => {
        if (this.#matching(filter).length >= count) end(() => resolve(this.find(filter)));
      });
      signal?.addEventListener('abort', abort);
    });
  }

  /** Calls the listener with every entry from now on. Returns a function that ends this. */
  subscribe(listener: (entry: JournalEntry) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Drops every entry. The numbers `seq` continue. */
  clear(): void {
    this.#exchanges.length = 0;
    this.#dropped.clear();
    this.#bodiless = 0;
    this.#bytes = 0;
  }

  #matching(filter: JournalFilter) {
    checkFilter(filter);
    const first = this.#lastSeq - this.#exchanges.length + 1;
    return this.#exchanges
      .map((exchange, index) => ({ seq: first + index, exchange }))
      .filter(({ seq, exchange }) => matchesFilter(filter, seq, exchange));
  }

  #dropOldest(): void {
    while (this.#exchanges.length > MOST_ENTRIES) this.#dropFirst();
    while (this.#bytes > this.#limit && this.#bodiless < this.#exchanges.length) this.#dropFirstBodies();
    while (this.#bytes > this.#limit && this.#exchanges.length > 1) this.#dropFirst();
  }

  #dropFirstBodies(): void {
    const exchange = this.#exchanges[this.#bodiless++];
    this.#bytes -= exchange?.bodyBytes ?? 0;
    exchange?.dropBodies();
  }

  #dropFirst(): void {
    const exchange = this.#exchanges.shift();
    if (!exchange) return;
    this.#dropped.add(exchange);
    this.#bytes -= exchange.headBytes + exchange.bodyBytes;
    this.#bodiless = Math.max(0, this.#bodiless - 1);
  }

  #timeoutMessage(filter: JournalFilter, count: number, timeout: number): string {
    const recent = this.find({}, 5).map(
      ({ method, url, status }) => `${method} ${url} ${status ?? 'without a response'}`,
    );
    const seen = recent.length > 0 ? `the last requests were ${recent.join('; ')}` : 'there were no requests';
    return `found ${this.#matching(filter).length} of ${count} requests that match ${JSON.stringify(filter)} within ${timeout} ms; ${seen}`;
  }
}
