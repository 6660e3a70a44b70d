import type { Dropped } from './dropped.ts';
import type { JournalEntry } from './entry.ts';
import type { JournalFilter } from './filter.ts';
import type { Journal } from './journal.ts';

/** The journals of all sessions as one, in the order in which the exchanges ended. The entries say which session they are from. */
export class AllJournals {
  readonly #journals: () => readonly Journal[];

  /** @param journals returns the journals of the sessions that there are. */
  constructor(journals: () => readonly Journal[]) {
    this.#journals = journals;
  }

  /** As `Journal.find`. */
  find(filter: JournalFilter = {}, limit = Number.POSITIVE_INFINITY): JournalEntry[] {
    const found = this.#journals().flatMap((journal) => journal.findWithEnd(filter));
    const sorted = found.sort((a, b) => a.endedAt - b.endedAt).map(({ entry }) => entry);
    return limit > 0 ? sorted.slice(-limit) : [];
  }

  /** As `Journal.count`. */
  count(filter: JournalFilter = {}): number {
    return this.#sum((journal) => journal.count(filter));
  }

  /** As `Journal.dropped`. */
  get dropped(): Dropped {
    return {
      exchanges: this.#sum(({ dropped }) => dropped.exchanges),
      bodies: this.#sum(({ dropped }) => dropped.bodies),
    };
  }

  /** As `Journal.droppedFor`. */
  droppedFor(filter: JournalFilter): number {
    return this.#sum((journal) => journal.droppedFor(filter));
  }

  /** Clears all journals. */
  clear(): void {
    for (const journal of this.#journals()) journal.clear();
  }

  #sum(count: (journal: Journal) => number): number {
    return this.#journals().reduce((sum, journal) => sum + count(journal), 0);
  }
}
