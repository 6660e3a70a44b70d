import { Faults } from './faults/faults.ts';
import { Journal } from './journal/journal.ts';
import type { OnActiveConflict } from './rules/rules.ts';
import { readState, type State } from './state/state.ts';
import { MemoryStore } from './store/memory.ts';
import { type Change, type Records, recordsIn, type Store } from './store/store.ts';
import { Clock, type Now } from './time/clock.ts';
import { type IdSource, SeededIds } from './time/ids.ts';

/** What sessions of one mock have in common. */
export interface SessionOptions {
  /** What its journal calls it. */
  name: string;
  /** The state to begin with. */
  begin: () => State;
  /** The time its clock follows. */
  time?: Now | undefined;
  /** Called after every change of its records or its state; without a `change` all of it may have changed. */
  changed?: ((session: Session, change?: Change) => void) | undefined;
  /** Whether every answer is held to the contract before it is given. */
  checkAnswers?: boolean | undefined;
  /** Where ids come from, in the place of a seed. */
  ids?: IdSource | undefined;
}

/** Far more than any sane source needs to find a free id. */
const MOST_DRAWS = 100_000;

/** One self-contained state of the API, and the handles to move it: records, clock, ids, policy, faults, journal. */
export class Session {
  readonly clock: Clock;
  readonly ids = new SeededIds({ seed: 0, drawn: 0 });
  readonly faults = new Faults(() => this.ids.state.seed);
  readonly journal: Journal;
  onActiveConflict: OnActiveConflict = 'refuse';
  readonly #options: SessionOptions;
  #store: Store = new MemoryStore();

  constructor(options: SessionOptions) {
    this.#options = options;
    this.clock = new Clock(options.time);
    this.journal = new Journal(options.name);
    this.#become(options.begin());
    this.faults.clear();
  }

  get name(): string {
    return this.#options.name;
  }

  get checkAnswers(): boolean {
    return this.#options.checkAnswers === true;
  }

  get records(): Records {
    return recordsIn(this.#store);
  }

  /** The same as JSON, as answers carry them. */
  get store(): Store {
    return this.#store;
  }

  /** Back to the state it began with, with no fault armed and an empty journal. */
  reset(): void {
    this.#become(this.#options.begin());
    this.faults.clear();
    this.journal.clear();
    this.#options.changed?.(this);
  }

  /** All that decides what it answers next, as plain data of the caller's own. */
  snapshot(): Required<State> {
    return {
      records: this.records.page(0, this.#store.size),
      clock: this.clock.setting,
      ids: this.ids.state,
      onActiveConflict: this.onActiveConflict,
    };
  }

  /** Becomes what a snapshot or any other state says. Throws a StateError where it breaks the contract or the rules. */
  restore(state: unknown): void {
    this.#become(readState(state));
    this.#options.changed?.(this);
  }

  apply(change: Change): void {
    this.#store.apply(change);
    this.#options.changed?.(this, change);
  }

  /** An id no record has. Throws an Error where the source gives taken ids only. */
  freshId(): string {
    for (let draw = 0; draw < MOST_DRAWS; draw++) {
      const id = this.#options.ids ? this.#options.ids() : this.ids.next();
      if (!this.#store.get(id)) return id;
    }
    throw new Error(`the id source gave ${MOST_DRAWS} ids that are all taken`);
  }

  #become({ records, clock = 'real', ids = { seed: 0, drawn: 0 }, onActiveConflict = 'refuse' }: State): void {
    // First, since a clock of the mock's own may refuse it.
    this.clock.set(clock);
    this.#store = new MemoryStore(records);
    this.ids.state = ids;
    this.onActiveConflict = onActiveConflict;
  }
}
