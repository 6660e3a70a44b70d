import { InputError } from '../errors.ts';
import { type Duration, milliseconds } from '../time/duration.ts';
import { type JournalEntry, toEntry } from './entry.ts';
import type { Exchange } from './exchange.ts';
import { type JournalFilter, matchesFilter } from './filter.ts';

/**
 * More exchanges are not kept. What is kept under load should be gone before the next young collection but one, or it
 * moves to the old generation and is collected at many times the price.
 */
const MOST_ENTRIES = 1024;
/** How many bytes one journal holds at most, reckoned with two bytes a character. */
export const JOURNAL_BYTES = 4 * 2 ** 20;
/** How many the journals of all sessions hold together. */
export const JOURNALS_BYTES = 64 * 2 ** 20;

/** Milliseconds. */
const LONGEST_WAIT = 3_600_000;

export interface WaitOptions {
  /** How many exchanges have to pass, from 1 to 1 024; 1 unless given. */
  count?: number;
  /** How long to wait, at most 1h; 2s unless given. */
  within?: Duration;
  /** Ends the wait, which then rejects with the signal's reason. */
  signal?: AbortSignal;
}

/** What was asked was not seen in time. */
export class WaitTimeoutError extends Error {
  override readonly name = 'WaitTimeoutError';
}

/** The exchanges of a session, newest last. */
export class Journal {
  readonly #session: string;
  /** By `seq`, over and over; and how many bytes each holds, so that dropping one need not look at it. */
  readonly #ring: (Exchange | undefined)[] = [];
  readonly #headSizes: number[] = [];
  readonly #bodySizes: number[] = [];
  readonly #listeners = new Set<(entry: JournalEntry) => void>();
  readonly #waits = new Set<(seq: number, exchange: Exchange) => void>();
  #first = 1;
  /** The oldest whose bodies are kept. */
  #firstWithBodies = 1;
  #next = 1;
  #bytes = 0;
  #limit = JOURNAL_BYTES;

  /** @param session the name its entries carry. */
  constructor(session: string) {
    this.#session = session;
  }

  /** How many bytes it may hold. The bodies of the oldest exchanges go first, then the oldest exchanges; the newest stays. */
  set limit(bytes: number) {
    this.#limit = bytes;
    this.#trim();
  }

  add(exchange: Exchange): void {
    const seq = this.#next++;
    if (seq - this.#first >= MOST_ENTRIES) this.#dropFirst();
    const index = seq & (MOST_ENTRIES - 1);
    this.#ring[index] = exchange;
    this.#headSizes[index] = exchange.headSize;
    this.#bodySizes[index] = exchange.bodySize;
    this.#bytes += exchange.headSize + exchange.bodySize;
    this.#trim();
    for (const look of this.#waits) look(seq, exchange);
    if (this.#listeners.size === 0) return;
    const entry = toEntry(seq, this.#session, exchange);
    for (const listener of this.#listeners) listener(entry);
  }

  /** The exchanges that pass the filter, oldest first; the newest `limit` of them where it is given. */
  find(filter: JournalFilter = {}, limit = MOST_ENTRIES): JournalEntry[] {
    const found: JournalEntry[] = [];
    for (let seq = this.#next - 1; seq >= this.#first && found.length < limit; seq--) {
      const exchange = this.#ring[seq & (MOST_ENTRIES - 1)]!;
      if (matchesFilter(filter, seq, exchange)) found.push(toEntry(seq, this.#session, exchange));
    }
    return found.reverse();
  }

  count(filter: JournalFilter = {}): number {
    let count = 0;
    for (let seq = this.#first; seq < this.#next; seq++)
      if (matchesFilter(filter, seq, this.#ring[seq & (MOST_ENTRIES - 1)]!)) count++;
    return count;
  }

  /**
   * Waits until `count` exchanges passed the filter, those already here included, and answers them. Rejects with WaitTimeoutError
   * after `within`, naming what came instead, and with a RangeError where an option is out of range.
   */
  async waitFor(filter: JournalFilter, options: WaitOptions = {}): Promise<JournalEntry[]> {
    const { count, limit, signal } = checkWait(options);
    signal?.throwIfAborted();
    return new Promise((resolve, reject) => {
      const stop = () => {
        clearTimeout(timer);
        this.#waits.delete(look);
        signal?.removeEventListener('abort', giveUp);
      };
      const giveUp = () => {
        stop();
        reject(signal?.reason);
      };
      const look = (seq?: number, exchange?: Exchange) => {
        // Counting anew is dear, and only an exchange that passes makes a difference.
        if (seq !== undefined && !matchesFilter(filter, seq, exchange!)) return;
        if (this.count(filter) < count) return;
        stop();
        resolve(this.find(filter));
      };
      const timer = setTimeout(() => {
        stop();
        reject(new WaitTimeoutError(this.#instead(filter, count, limit)));
      }, limit);
      this.#waits.add(look);
      signal?.addEventListener('abort', giveUp);
      look();
    });
  }

  /** Calls the listener with every exchange from now on, until the function it answers is called. */
  subscribe(listener: (entry: JournalEntry) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Forgets every exchange; `seq` goes on. */
  clear(): void {
    this.#ring.length = 0;
    this.#first = this.#next;
    this.#firstWithBodies = this.#next;
    this.#bytes = 0;
  }

  #trim(): void {
    while (this.#bytes > this.#limit && this.#firstWithBodies < this.#next) this.#dropFirstBodies();
    while (this.#bytes > this.#limit && this.#first < this.#next - 1) this.#dropFirst();
  }

  #dropFirstBodies(): void {
    const index = this.#firstWithBodies++ & (MOST_ENTRIES - 1);
    this.#bytes -= this.#bodySizes[index]!;
    this.#bodySizes[index] = 0;
    this.#ring[index]!.dropBodies();
  }

  #dropFirst(): void {
    const index = this.#first++ & (MOST_ENTRIES - 1);
    this.#bytes -= this.#headSizes[index]! + this.#bodySizes[index]!;
    this.#ring[index] = undefined;
    this.#firstWithBodies = Math.max(this.#firstWithBodies, this.#first);
  }

  #instead(filter: JournalFilter, count: number, limit: number): string {
    const recent = this.find({}, 5).map(({ method, url, status }) => `${method} ${url} ${status ?? 'unanswered'}`);
    const seen = recent.length > 0 ? `the last were ${recent.join('; ')}` : 'there was no request at all';
    return `expected ${count} of ${JSON.stringify(filter)} within ${limit} ms, saw ${this.count(filter)}; ${seen}`;
  }
}

function checkWait({ count = 1, within = '2s', signal }: WaitOptions) {
  const limit = milliseconds(within);
  if (!(limit >= 0 && limit <= LONGEST_WAIT)) throw new InputError(`within must be from 0 to 1h, not ${within}`);
  if (!(Number.isSafeInteger(count) && count >= 1 && count <= MOST_ENTRIES))
    throw new InputError(`count must be from 1 to ${MOST_ENTRIES}, which is what a journal holds, not ${count}`);
  return { count, limit, signal };
}
