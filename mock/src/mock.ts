import { InputError } from './errors.ts';
import { JOURNAL_BYTES, JOURNALS_BYTES } from './journal/journal.ts';
import { handleRequest, rejectRequest } from './kernel/kernel.ts';
import { type ReadBody, streamBody } from './message/body.ts';
import { invalidRequestProblem } from './message/invalid-request.ts';
import { type MockRequest, mockRequestOf } from './message/request.ts';
import type { MockResponse } from './message/response.ts';
import { orAborted, toResponse } from './message/web-response.ts';
import type { OnActiveConflict } from './rules/rules.ts';
import { Session, type SessionOptions } from './session.ts';
import { type ScenarioName, scenarios } from './state/scenarios.ts';
import { Snapshots } from './state/snapshots.ts';
import { readState, type State } from './state/state.ts';
import type { Change } from './store/store.ts';
import { Clock, type ClockSetting, type Now } from './time/clock.ts';
import type { IdSource } from './time/ids.ts';

/** The request header that names the session a request is for. */
export const SESSION_HEADER = 'X-Mock-Session';

/** What the journal calls the session of requests without a session. */
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

/** A mock of the API: its default session, and the sessions beside it. */
export class Mock extends Session {
  /** States by name, for every session to restore. */
  readonly snapshots = new Snapshots();
  /**
   * Called after every change of any session's records or state: with the change of its records, without one where all of
   * the session may have changed, and without a session where anything may have.
   */
  onChange: ((session?: Session, change?: Change) => void) | undefined;
  readonly #options: MockOptions;
  readonly #begin: { state: State };
  /** With the number of the use that was the last of each. */
  readonly #sessions = new Map<string, { readonly session: Session; used: number }>();
  #uses = 0;

  /** Throws a RangeError where `clock` is no setting and a StateError where `scenario` breaks the contract or the rules. */
  constructor(options: MockOptions) {
    const begin = { state: beginning(options) };
    super(worldOptions(DEFAULT, options, begin, (session, change) => this.onChange?.(session, change)));
    this.#options = options;
    this.#begin = begin;
  }

  /**
   * Answers as the API would. Rejects where the request's body breaks off, with a ConnectionReset where a fault resets,
   * and with the signal's reason where the request is given up; what had reached the API by then it still does.
   */
  async fetch(request: Request): Promise<Response> {
    request.signal.throwIfAborted();
    const answered = this.answer(mockRequestOf(request), streamBody(request));
    return toResponse(answered instanceof Promise ? await orAborted(answered, request) : answered, request);
  }

  /** The same before it becomes a Response, at once where there is no body to wait for; what adapters build on. */
  answer(request: MockRequest, readBody: ReadBody): MockResponse | Promise<MockResponse> {
    const name = request.header('x-mock-session');
    if (name === null) return handleRequest(this, request, readBody);
    const session = this.#use(name) ?? (isSessionName(name) ? this.session(name) : undefined);
    return session ? handleRequest(session, request, readBody) : rejectRequest(this, request, badSessionName);
  }

  /**
   * A session of its own, made on first use. Ask for it by name each time: one that was dropped for others no longer
   * answers requests. Throws a RangeError where it is no name: 1 to 64 of `A-Z a-z 0-9 . _ -`.
   */
  session(name: string): Session {
    const known = this.#use(name);
    if (known) return known;
    if (!isSessionName(name)) throw new InputError(badSessionName.detail);
    const session = new Session(
      worldOptions(name, this.#options, this.#begin, (session, change) => this.onChange?.(session, change)),
    );
    this.#sessions.set(name, { session, used: ++this.#uses });
    this.#makeRoom();
    this.#shareJournals();
    return session;
  }

  /** The names of the sessions, least recently used first. */
  get sessions(): string[] {
    return [...this.#sessions].sort(([, a], [, b]) => a.used - b.used).map(([name]) => name);
  }

  /** Makes a session that begins as another is now. Throws a RangeError where either is no name. */
  fork(from: string, to: string): Session {
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

  /** Resets the default session and every session. */
  resetAll(): void {
    this.reset();
    for (const { session } of this.#sessions.values()) session.reset();
  }

  /** What sessions begin with from now on, and what `reset` goes back to. Throws as the constructor does. */
  set scenario(scenario: ScenarioName | State) {
    this.#begin.state = beginning({ ...this.#options, scenario });
  }

  #use(name: string): Session | undefined {
    const session = this.#sessions.get(name);
    if (session) session.used = ++this.#uses;
    return session?.session;
  }

  /** Together the journals stay within their bound, however many sessions there are. */
  #shareJournals(): void {
    const limit = Math.min(JOURNAL_BYTES, JOURNALS_BYTES / (1 + this.#sessions.size));
    this.journal.limit = limit;
    for (const { session } of this.#sessions.values()) session.journal.limit = limit;
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
  ...invalidRequestProblem([{ instancePath: '', keyword: 'header', params: {}, message: 'is not for any session' }]),
  detail: `${SESSION_HEADER} names a session by 1 to 64 of A-Z a-z 0-9 . _ -`,
};

const isSessionName = (name: string): boolean => /^[\w.-]{1,64}$/.test(name);

/** The state a session begins with: the scenario's, where the options do not say otherwise. */
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
  changed: SessionOptions['changed'],
): SessionOptions {
  return {
    name,
    begin: () => begin.state,
    time: typeof clock === 'function' ? clock : undefined,
    ids,
    checkAnswers,
    changed,
  };
}
