import { InputError } from './errors.ts';
import { JOURNAL_BYTES, JOURNALS_BYTES } from './journal/journal.ts';
import { answer, turnAway } from './kernel/kernel.ts';
import { type Asked, askedOf } from './kernel/validate.ts';
import { type ReadBody, streamBody } from './message/body.ts';
import { invalid } from './message/invalid-request.ts';
import type { Answer } from './message/response.ts';
import { orGivenUp, toResponse } from './message/web-response.ts';
import type { OnActiveConflict } from './rules/rules.ts';
import { World, type WorldOptions } from './session.ts';
import { type ScenarioName, scenarios } from './state/scenarios.ts';
import { Snapshots } from './state/snapshots.ts';
import { readState, type State } from './state/state.ts';
import type { Change } from './store/store.ts';
import { Clock, type ClockSetting, type Now } from './time/clock.ts';
import type { IdSource } from './time/ids.ts';

/** The request header that names the session a request is for. */
export const SESSION_HEADER = 'X-Mock-Session';

/** What the journal calls the world of requests without a session. */
const DEFAULT = 'default';

export interface MockOptions {
  /** The state to begin with, by name or as it is; `demo` unless given. */
  scenario?: ScenarioName | State;
  /** How the clock starts (`real`, a time, or an offset such as `+2h`), or the time it follows in milliseconds since 1970; `real` unless given. */
  clock?: ClockSetting | Now;
  /** Where ids come from; those of `seed` unless given. */
  ids?: IdSource;
  /** Decides which ids are minted and which faults come about by chance; 0 unless given. */
  seed?: number;
  /** `refuse`, as the contract says, unless given. */
  onActiveConflict?: OnActiveConflict;
  /** Whether every answer is held to the contract before it is given; one that breaks it becomes an AnswerError. Not unless given. */
  checkAnswers?: boolean;
  /** How many sessions there may be beside the default one before the least recently used is dropped; 100 unless given. */
  maxSessions?: number;
}

/** A mock of the API: its default world, and the sessions beside it. */
export class Mock extends World {
  /** States by name, for every session to restore. */
  readonly snapshots = new Snapshots();
  /**
   * Called after every change of any world's records or state: with the change of its records, without one where all of
   * the world may have changed, and without a world where anything may have.
   */
  onChange: ((world?: World, change?: Change) => void) | undefined;
  readonly #options: MockOptions;
  readonly #begin: { state: State };
  /** With the number of the use that was the last of each. */
  readonly #sessions = new Map<string, { readonly world: World; used: number }>();
  #uses = 0;

  /** Throws a RangeError where `clock` is no setting and a StateError where `scenario` breaks the contract or the rules. */
  constructor(options: MockOptions) {
    const begin = { state: beginning(options) };
    super(worldOptions(DEFAULT, options, begin, (world, change) => this.onChange?.(world, change)));
    this.#options = options;
    this.#begin = begin;
  }

  /**
   * Answers as the API would. Rejects where the request's body breaks off, with a ConnectionReset where a fault resets,
   * and with the signal's reason where the request is given up; what had reached the API by then it still does.
   */
  async fetch(request: Request): Promise<Response> {
    request.signal.throwIfAborted();
    const answered = this.answer(askedOf(request), streamBody(request));
    return toResponse(answered instanceof Promise ? await orGivenUp(answered, request) : answered, request);
  }

  /** The same before it becomes a Response, at once where there is no body to wait for; what adapters build on. */
  answer(request: Asked, readBody: ReadBody): Answer | Promise<Answer> {
    const name = request.header('x-mock-session');
    if (name === null) return answer(this, request, readBody);
    const world = this.#use(name) ?? (isSessionName(name) ? this.session(name) : undefined);
    return world ? answer(world, request, readBody) : turnAway(this, request, badSessionName);
  }

  /**
   * A world of its own, made on first use. Ask for it by name each time: one that was dropped for others no longer
   * answers requests. Throws a RangeError where it is no name: 1 to 64 of `A-Z a-z 0-9 . _ -`.
   */
  session(name: string): World {
    const known = this.#use(name);
    if (known) return known;
    if (!isSessionName(name)) throw new InputError(badSessionName.detail);
    const world = new World(
      worldOptions(name, this.#options, this.#begin, (world, change) => this.onChange?.(world, change)),
    );
    this.#sessions.set(name, { world, used: ++this.#uses });
    this.#makeRoom();
    this.#shareJournals();
    return world;
  }

  /** The names of the sessions, least recently used first. */
  get sessions(): string[] {
    return [...this.#sessions].sort(([, a], [, b]) => a.used - b.used).map(([name]) => name);
  }

  /** Makes a session that begins as another is now. Throws a RangeError where either is no name. */
  fork(from: string, to: string): World {
    const state = this.session(from).snapshot();
    const forked = this.session(to);
    forked.restore(state);
    return forked;
  }

  /** Drops a session; the next use of its name begins it anew. */
  end(name: string): void {
    if (!this.#sessions.delete(name)) return;
    this.#shareJournals();
    this.onChange?.();
  }

  /** Resets the default world and every session. */
  resetAll(): void {
    this.reset();
    for (const { world } of this.#sessions.values()) world.reset();
  }

  /** What sessions begin with from now on, and what `reset` goes back to. Throws as the constructor does. */
  set scenario(scenario: ScenarioName | State) {
    this.#begin.state = beginning({ ...this.#options, scenario });
  }

  #use(name: string): World | undefined {
    const session = this.#sessions.get(name);
    if (session) session.used = ++this.#uses;
    return session?.world;
  }

  /** Together the journals stay within their bound, however many sessions there are. */
  #shareJournals(): void {
    const limit = Math.min(JOURNAL_BYTES, JOURNALS_BYTES / (1 + this.#sessions.size));
    this.journal.limit = limit;
    for (const { world } of this.#sessions.values()) world.journal.limit = limit;
  }

  #makeRoom(): void {
    const { maxSessions = 100 } = this.#options;
    for (const name of this.sessions.slice(0, Math.max(0, this.#sessions.size - maxSessions)))
      this.#sessions.delete(name);
  }
}

/** Makes a mock. Throws a RangeError where `clock` is no setting and a StateError where `scenario` breaks the contract or the rules. */
export const createMock = (options: MockOptions = {}): Mock => new Mock(options);

const badSessionName = {
  ...invalid([{ instancePath: '', keyword: 'header', params: {}, message: 'is not for any session' }]),
  detail: `${SESSION_HEADER} names a session by 1 to 64 of A-Z a-z 0-9 . _ -`,
};

const isSessionName = (name: string): boolean => /^[\w.-]{1,64}$/.test(name);

/** The state a world begins with: the scenario's, where the options do not say otherwise. */
function beginning({ scenario = 'demo', clock, seed, onActiveConflict }: MockOptions): State {
  const state = typeof scenario === 'string' ? { records: scenarios[scenario]() } : readState(scenario);
  if (typeof clock === 'string') new Clock().set(clock);
  return {
    ...state,
    ...(typeof clock === 'string' && { clock }),
    ...(seed !== undefined && { ids: { seed, drawn: 0 } }),
    ...(onActiveConflict && { onActiveConflict }),
  };
}

function worldOptions(
  name: string,
  { clock, ids, checkAnswers }: MockOptions,
  begin: { state: State },
  changed: WorldOptions['changed'],
): WorldOptions {
  return {
    name,
    begin: () => begin.state,
    time: typeof clock === 'function' ? clock : undefined,
    ids,
    checkAnswers,
    changed,
  };
}
