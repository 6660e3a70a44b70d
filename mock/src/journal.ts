import type { OperationId, RuleId } from '@referral-codes/sdk/contract';
import { type Duration, milliseconds } from './duration.ts';
import { type JournalEntry, toEntry } from './entry.ts';
import type { Exchange } from './exchange.ts';
import type { FaultKind } from './fault.ts';

/** Which exchanges are meant: those that have all of what is given. */
export interface JournalFilter {
  operation?: OperationId;
  method?: string;
  status?: number;
  /** The rule that refused it. */
  rule?: RuleId;
  fault?: FaultKind;
  /** Those with a greater `seq`. */
  since?: number;
}

/**
 * More exchanges are not kept. What is kept under load should be gone before the next young collection but one, or it
 * moves to the old generation and is collected at many times the price.
 */
const MOST_ENTRIES = 1024;
/** How many bytes one journal holds at most, reckoned with two bytes a character. */
export const JOURNAL_BYTES = 4 * 2 ** 20;
/** How many the journals of all sessions hold together. */
export const JOURNALS_BYTES = 64 * 2 ** 20;

/** What was asked was not seen in time. */
export class NotSeen extends Error {
  override readonly name = 'NotSeen';
}

/** The exchanges of a world, newest last. */
export class Journal {
  readonly #session: string;
  /** By `seq`, over and over; and how many bytes each holds, so that dropping one need not look at it. */
  readonly #ring: (Exchange | undefined)[] = [];
  readonly #headSizes: number[] = [];
  readonly #bodySizes: number[] = [];
  readonly #listeners = new Set<(entry: JournalEntry) => void>();
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
    if (this.#listeners.size === 0) return;
    const entry = toEntry(seq, this.#session, exchange);
    for (const listener of this.#listeners) listener(entry);
  }

  /** The exchanges that pass the filter, oldest first; the newest `limit` of them where it is given. */
  find(filter: JournalFilter = {}, limit = MOST_ENTRIES): JournalEntry[] {
    const found: JournalEntry[] = [];
    for (let seq = this.#next - 1; seq >= this.#first && found.length < limit; seq--) {
      const exchange = this.#ring[seq & (MOST_ENTRIES - 1)]!;
      if (passes(filter, seq, exchange)) found.push(toEntry(seq, this.#session, exchange));
    }
    return found.reverse();
  }

  count(filter: JournalFilter = {}): number {
    let count = 0;
    for (let seq = this.#first; seq < this.#next; seq++)
      if (passes(filter, seq, this.#ring[seq & (MOST_ENTRIES - 1)]!)) count++;
    return count;
  }

  /**
   * Waits until `count` exchanges (1 unless given) passed the filter, those already here included, and answers them.
   * Rejects with NotSeen after `within` (2s unless given), naming what came instead.
   */
  async waitFor(filter: JournalFilter, options: { count?: number; within?: Duration } = {}): Promise<JournalEntry[]> {
    const { count = 1, within = '2s' } = options;
    const limit = milliseconds(within);
    return new Promise((resolve, reject) => {
      const stop = () => {
        clearTimeout(timer);
        this.#listeners.delete(look);
      };
      const look = () => {
        if (this.count(filter) < count) return;
        stop();
        resolve(this.find(filter));
      };
      const timer = setTimeout(() => {
        stop();
        reject(new NotSeen(this.#instead(filter, count, limit)));
      }, limit);
      this.#listeners.add(look);
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

function passes(filter: JournalFilter, seq: number, exchange: Exchange): boolean {
  const { operation, method, status, rule, fault, since = 0 } = filter;
  return (
    seq > since &&
    (operation === undefined || exchange.operation === operation) &&
    (method === undefined || exchange.method === method) &&
    (status === undefined || exchange.status === status) &&
    (rule === undefined || exchange.rule === rule) &&
    (fault === undefined || exchange.fault === fault)
  );
}
