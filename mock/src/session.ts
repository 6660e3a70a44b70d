import { type BugBundle, bundleOf, type Origin, stateOf } from './bundle/bundle.ts';
import { Faults } from './faults/faults.ts';
import type { JournalEntry } from './journal/entry.ts';
import { Journal } from './journal/journal.ts';
import type { OnActiveConflict } from './rules/rules.ts';
import { readState, type State } from './state/state.ts';
import { MemoryStore } from './store/memory.ts';
import { type Change, type Records, recordsIn, type Store } from './store/store.ts';
import { Clock, type Now } from './time/clock.ts';
import { type IdSource, SeededIds } from './time/ids.ts';
import type { ExpectedRequest, VerifyOptions } from './verify/expectation.ts';
import { verify } from './verify/verify.ts';

export interface SessionOptions {
  readonly name: string;
  /** Returns the state that the session begins with, and that `reset` restores. */
  readonly initialState: () => State;
  /** The time that the clock follows, in milliseconds since 1970. @default Date.now */
  readonly now?: Now | undefined;
  /** Called after every change of records or state. Without a `change`, everything may have changed. */
  readonly onChange?: ((session: Session, change?: Change) => void) | undefined;
  /** Validates every response against openapi.yaml. @default false */
  readonly checkResponses?: boolean | undefined;
  /** Lets a request choose a fault for itself, with the header `Prefer: fault=…`. @default false */
  readonly preferFaults?: boolean | undefined;
  /** Where ids come from. @default the ids that the seed of the state decides */
  readonly ids?: IdSource | undefined;
}

/** How many ids the session asks a source for until it finds one that no record has. */
const MAX_DRAWS = 100_000;

/** A state of the API that is independent of other sessions: records, clock, ids, policy, faults and journal. */
export class Session {
  readonly clock: Clock;
  readonly ids = new SeededIds({ seed: 0, drawn: 0 });
  readonly faults = new Faults(() => this.ids.state.seed);
  readonly journal: Journal;
  onActiveConflict: OnActiveConflict = 'refuse';
  readonly #options: SessionOptions;
  #store: Store = new MemoryStore();
  /** The state that was set last, for bug bundles. */
  #origin: Origin;
  /** The initial state, if it is not that of the mock. */
  #ownStart: Origin | undefined;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.clock = new Clock(options.now);
    this.journal = new Journal(options.name);
    this.#origin = this.#start();
  }

  get name(): string {
    return this.#options.name;
  }

  /** Whether every response is validated against openapi.yaml. */
  get checkResponses(): boolean {
    return this.#options.checkResponses === true;
  }

  /** Whether a request may choose a fault for itself. */
  get preferFaults(): boolean {
    return this.#options.preferFaults === true;
  }

  /** The records as objects. */
  get records(): Records {
    return recordsIn(this.#store);
  }

  /** The records as JSON, which responses consist of. */
  get store(): Store {
    return this.#store;
  }

  /** Restores the initial state with its faults, disarms all other faults and clears the journal. */
  reset(): void {
    this.#origin = this.#start();
    this.journal.clear();
    this.#options.onChange?.(this);
  }

  /** Begins anew, as if the session had just been made: it also forgets the state of `startFrom`. */
  restart(): void {
    this.#ownStart = undefined;
    this.reset();
  }

  /**
   * Makes a state the initial one of this session, which `reset` restores, and begins with it.
   * @throws {StateError} as `restore` does.
   */
  startFrom(state: unknown): void {
    this.restore(state);
    this.#ownStart = this.#origin;
  }

  /** Returns a copy of the state: everything that decides the next responses. */
  snapshot(): Required<State> {
    return { records: this.records.page(0, this.#store.size), ...this.#settings };
  }

  /**
   * Returns everything that is needed to run the exchanges again that there have been since the last reset or since the state
   * was last replaced.
   * @throws {DroppedExchangesError} if the journal no longer has all of them.
   */
  bundle(): BugBundle {
    return bundleOf(this.name, this.preferFaults, this.#origin, this.journal.exchangesSince(this.#origin.since));
  }

  /**
   * Replaces the state, for example by a snapshot. The armed faults stay if the state does not contain any.
   * @throws {StateError} if it does not match openapi.yaml or breaks its rules; the session then stays as it was.
   */
  restore(state: unknown): void {
    this.#origin = this.#setState(readState(state));
    this.#options.onChange?.(this);
  }

  /**
   * Checks which requests this session has received, and resolves with those that were expected.
   * @throws {VerificationError} if they were not received; `message` says what came instead, the nearest first.
   * @throws {InputError}, a RangeError, if an expectation or an option is invalid.
   */
  verify(expected: ExpectedRequest | readonly ExpectedRequest[], options?: VerifyOptions): Promise<JournalEntry[]> {
    return verify(this.journal, expected, options);
  }

  /** Changes the records. */
  apply(change: Change): void {
    this.#store.apply(change);
    this.#options.onChange?.(this, change);
  }

  /** Returns an id that no record has. @throws {Error} if the source keeps returning ids that are taken. */
  freshId(): string {
    for (let draw = 0; draw < MAX_DRAWS; draw++) {
      const id = this.#options.ids ? this.#options.ids() : this.ids.next();
      if (!this.#store.get(id)) return id;
    }
    throw new Error(`the id source returned ${MAX_DRAWS} ids that are all taken`);
  }

  get #settings(): Origin['settings'] {
    return {
      clock: this.clock.setting,
      ids: this.ids.state,
      onActiveConflict: this.onActiveConflict,
      faults: this.faults.remaining,
      faultDraws: this.faults.draws,
    };
  }

  #start(): Origin {
    const state = this.#ownStart ? stateOf(this.#ownStart) : this.#options.initialState();
    const { faults = [], ids: { seed } = { seed: 0 } } = state;
    return this.#setState({ faultDraws: { seed, drawn: 0 }, ...state, faults });
  }

  #setState({
    records,
    clock = 'real',
    ids = { seed: 0, drawn: 0 },
    onActiveConflict = 'refuse',
    faults,
    faultDraws,
  }: State): Origin {
    // First, because it can throw: whether an offset is in range depends on the time that the clock follows.
    this.clock.set(clock);
    this.#store = new MemoryStore(records);
    this.ids.state = ids;
    this.onActiveConflict = onActiveConflict;
    if (faults || faultDraws) this.faults.restore(faults ?? this.faults.remaining, faultDraws ?? this.faults.draws);
    return { settings: this.#settings, records: this.#store.all(), since: this.journal.lastSeq };
  }
}
