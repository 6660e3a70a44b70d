import { type JournalEntry, toEntry } from './entry.ts';
import type { Exchange } from './exchange.ts';
import { type JournalFilter, matchesFilter } from './filter.ts';
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
   * The entries that match, oldest first.
   * @param limit returns only the newest entries, at most this many
   */
  find(filter: JournalFilter = {}, limit = Number.POSITIVE_INFINITY): JournalEntry[] {
    const first = this.#lastSeq - this.#exchanges.length + 1;
    const found = this.#exchanges
      .map((exchange, index) => ({ seq: first + index, exchange }))
      .filter(({ seq, exchange }) => matchesFilter(filter, seq, exchange));
    const newest = limit > 0 ? found.slice(-limit) : [];
    return newest.map(({ seq, exchange }) => toEntry(seq, this.#session, exchange));
  }

  count(filter: JournalFilter = {}): number {
    return this.find(filter).length;
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
        if (this.count(filter) >= count) end(() => resolve(this.find(filter)));
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
    this.#bodiless = 0;
    this.#bytes = 0;
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
    this.#bytes -= exchange.headBytes + exchange.bodyBytes;
    this.#bodiless = Math.max(0, this.#bodiless - 1);
  }

  #timeoutMessage(filter: JournalFilter, count: number, timeout: number): string {
    const recent = this.find({}, 5).map(
      ({ method, url, status }) => `${method} ${url} ${status ?? 'without a response'}`,
    );
    const seen = recent.length > 0 ? `the last requests were ${recent.join('; ')}` : 'there were no requests';
    return `found ${this.count(filter)} of ${count} requests that match ${JSON.stringify(filter)} within ${timeout} ms; ${seen}`;
  }
}
