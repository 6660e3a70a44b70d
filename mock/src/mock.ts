import type { Faults } from './faults/faults.ts';
import type { Journal } from './journal/journal.ts';
import { handleRequest, rejectRequest } from './kernel/kernel.ts';
import { type ReadBody, streamBody } from './message/body.ts';
import { invalidRequestProblem } from './message/invalid-request.ts';
import { type MockRequest, mockRequestOf } from './message/request.ts';
import type { MockResponse } from './message/response.ts';
import { orAborted, toResponse } from './message/web-response.ts';
import { initialState, type MockOptions } from './mock-options.ts';
import type { OnActiveConflict } from './rules/rules.ts';
import { Session } from './session.ts';
import { DEFAULT_SESSION, isSessionName, SESSION_NAMES, Sessions } from './sessions.ts';
import type { ScenarioName } from './state/scenarios.ts';
import { Snapshots } from './state/snapshots.ts';
import type { State } from './state/state.ts';
import type { Change, Records } from './store/store.ts';
import type { Clock } from './time/clock.ts';
import type { SeededIds } from './time/ids.ts';

/** The request header that names the session a request is for. */
export const SESSION_HEADER = 'X-Mock-Session';

/** What a Mock offers of its default session. */
type DefaultSession = Pick<
  Session,
  'clock' | 'faults' | 'ids' | 'journal' | 'onActiveConflict' | 'records' | 'reset' | 'restore' | 'snapshot'
>;

/** A mock of the API: its sessions, and the default session at hand. */
export class Mock implements DefaultSession {
  /** States by name, which every session can restore. */
  readonly snapshots = new Snapshots();
  /**
   * Called after every change of a session's records or state. Without a `change`, all of the session may have changed;
   * without a session, anything may have changed.
   */
  onChange: ((session?: Session, change?: Change) => void) | undefined;
  readonly #options: MockOptions;
  readonly #sessions: Sessions;
  #initialState: State;

  /**
   * @throws {RangeError} if `clock` is not a valid setting.
   * @throws {StateError} if `scenario` does not match openapi.yaml or breaks its rules.
   */
  constructor(options: MockOptions) {
    this.#options = options;
    this.#initialState = initialState(options);
    this.#sessions = new Sessions((name) => this.#makeSession(name), options.maxSessions ?? 100);
  }

  /**
   * Answers a request. A request that is aborted may still change the records.
   * @throws {ConnectionReset} if a fault breaks the connection off.
   * @throws the signal's reason if the request is aborted, and the stream's error if its body cannot be read.
   */
  async fetch(request: Request): Promise<Response> {
    request.signal.throwIfAborted();
    const answered = this.answer(mockRequestOf(request), streamBody(request));
    return toResponse(answered instanceof Promise ? await orAborted(answered, request) : answered, request);
  }

  /** Answers a request for an adapter. Returns no promise if there is nothing to wait for. */
  answer(request: MockRequest, readBody: ReadBody): MockResponse | Promise<MockResponse> {
    const name = request.header('x-mock-session') ?? DEFAULT_SESSION;
    if (!isSessionName(name)) return rejectRequest(this.#sessions.default, request, badSessionName);
    return handleRequest(this.#sessions.get(name), request, readBody);
  }

  /**
   * Returns a session, which is made if it does not exist. `default` is the default session. Get a session by its name each
   * time you need it: a session that was dropped no longer answers requests.
   * @throws {RangeError} if the name is not 1 to 64 characters of `A-Z a-z 0-9 . _ -`, or is `.` or `..`.
   */
  session(name: string): Session {
    return this.#sessions.get(name);
  }

  /** The names of the sessions beside the default one, the least recently used first. */
  get sessions(): string[] {
    return this.#sessions.names;
  }

  /** Copies the state of a session to another one, which is returned. @throws {RangeError} if one cannot have its name. */
  fork(from: string, to: string): Session {
    const state = this.session(from).snapshot();
    const forked = this.session(to);
    forked.restore(state);
    return forked;
  }

  /** Ends a session; its next use makes it anew. The default session is reset instead. */
  end(name: string): void {
    if (name === DEFAULT_SESSION) this.reset();
    else if (this.#sessions.delete(name)) this.onChange?.();
  }

  /** Resets every session. */
  resetAll(): void {
    for (const session of this.#sessions.all) session.reset();
  }

  /** The state that new sessions begin with and `reset` goes back to. Set it to change it. @throws as the constructor does. */
  set scenario(scenario: ScenarioName | State) {
    this.#initialState = initialState({ ...this.#options, scenario });
  }

  // The default session's, so that a test without sessions need not know of them.

  get records(): Records {
    return this.#sessions.default.records;
  }

  get clock(): Clock {
    return this.#sessions.default.clock;
  }

  get ids(): SeededIds {
    return this.#sessions.default.ids;
  }

  get faults(): Faults {
    return this.#sessions.default.faults;
  }

  get journal(): Journal {
    return this.#sessions.default.journal;
  }

  get onActiveConflict(): OnActiveConflict {
    return this.#sessions.default.onActiveConflict;
  }

  set onActiveConflict(policy: OnActiveConflict) {
    this.#sessions.default.onActiveConflict = policy;
  }

  reset(): void {
    this.#sessions.default.reset();
  }

  snapshot(): Required<State> {
    return this.#sessions.default.snapshot();
  }

  restore(state: unknown): void {
    this.#sessions.default.restore(state);
  }

  #makeSession(name: string): Session {
    const { clock, ids, checkAnswers } = this.#options;
    return new Session({
      name,
      initialState: () => this.#initialState,
      now: typeof clock === 'function' ? clock : undefined,
      ids,
      checkAnswers,
      onChange: (session, change) => this.onChange?.(session, change),
    });
  }
}

/** Makes a mock. @throws as the constructor of Mock does. */
export const createMock = (options: MockOptions = {}): Mock => new Mock(options);

const badSessionName = {
  ...invalidRequestProblem([{ instancePath: '', keyword: 'header', params: {}, message: 'is not for any session' }]),
  detail: `The header ${SESSION_HEADER} must be ${SESSION_NAMES}.`,
};
