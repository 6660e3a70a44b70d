import type { BugBundle } from './bundle/bundle.ts';
import type { Faults } from './faults/faults.ts';
import { AllJournals } from './journal/all-journals.ts';
import type { JournalEntry } from './journal/entry.ts';
import type { Journal } from './journal/journal.ts';
import { handleRequest, rejectRequest } from './kernel/kernel.ts';
import { type ReadBody, streamBody } from './message/body.ts';
import { type MockRequest, mockRequestOf } from './message/request.ts';
import type { MockResponse } from './message/response.ts';
import { orAborted, toResponse } from './message/web-response.ts';
import { initialState, type MockOptions } from './mock-options.ts';
import type { OnActiveConflict } from './rules/rules.ts';
import type { Session } from './session.ts';
import { DEFAULT_SESSION, invalidSessionName, isSessionName, SESSION_HEADER, Sessions } from './sessions.ts';
import type { ScenarioName } from './state/scenarios.ts';
import { Snapshots } from './state/snapshots.ts';
import type { State } from './state/state.ts';
import type { Change, Records } from './store/store.ts';
import type { Clock } from './time/clock.ts';
import type { SeededIds } from './time/ids.ts';
import type { ExpectedRequest, VerifyOptions } from './verify/expectation.ts';
import { verify } from './verify/verify.ts';

/** A mock of the API: its sessions, and the members of its default session. */
export class Mock
  implements
    Omit<Session, 'apply' | 'checkResponses' | 'freshId' | 'name' | 'preferFaults' | 'restart' | 'startFrom' | 'store'>
{
  /** States by name, for every session. */
  readonly snapshots = new Snapshots();
  /**
   * Called after every change. `session` is the session that may have changed, or undefined if any of them may have.
   * `change` is the change of its records, or undefined if anything in the session may have changed.
   */
  onChange: ((session?: Session, change?: Change) => void) | undefined;
  /** The exchanges of all sessions. */
  readonly allJournals = new AllJournals(() => this.#sessions.all.map(({ journal }) => journal));
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
    const { clock, ids, checkResponses, preferFaults, maxSessions = 100 } = options;
    this.#sessions = new Sessions(maxSessions, {
      initialState: () => this.#initialState,
      now: typeof clock === 'function' ? clock : undefined,
      ids,
      checkResponses,
      preferFaults,
      onChange: (session, change) => this.onChange?.(session, change),
    });
  }

  /**
   * Responds to a request as `fetch` would. A request that is aborted may still change the records.
   * @throws {ConnectionReset} if a fault breaks the connection off.
   * @throws the signal's reason if the request is aborted.
   * @throws the stream's error if the body of the request cannot be read.
   */
  async fetch(request: Request): Promise<Response> {
    request.signal.throwIfAborted();
    const response = this.handle(mockRequestOf(request), streamBody(request));
    return toResponse(await orAborted(response, request), request);
  }

  /**
   * Responds to a request with data, which an adapter then sends.
   * @throws the error of `readBody`.
   * @throws {InvalidResponseError} if `checkResponses` is on and the response breaks the contract.
   */
  handle(request: MockRequest, readBody: ReadBody): Promise<MockResponse> {
    const name = request.header(SESSION_HEADER.toLowerCase()) ?? DEFAULT_SESSION;
    if (!isSessionName(name))
      return Promise.resolve(rejectRequest(this.#sessions.default, request, invalidSessionName));
    return handleRequest(this.#sessions.get(name), request, readBody);
  }

  /**
   * Returns the session of this name. Makes it if it does not exist; `default` always exists. Call this each time you need the
   * session, because a session that was ended or dropped no longer receives requests.
   * @throws {RangeError} if the name is not 1 to 64 characters of `A-Z a-z 0-9 . _ -`, or is `.` or `..`.
   */
  session(name: string): Session {
    return this.#sessions.get(name);
  }

  /** The names of the sessions beside the default one, the least recently used first. */
  get sessions(): string[] {
    return this.#sessions.names;
  }

  /**
   * Copies the state of the session `from` to the session `to`, and returns the latter. Makes sessions that do not exist.
   * @throws {RangeError} if a session cannot have one of the names.
   */
  fork(from: string, to: string): Session {
    return this.#sessions.fork(from, to);
  }

  /** Ends a session. The next use of its name makes a new one. The default session is reset instead. */
  end(name: string): void {
    if (name === DEFAULT_SESSION) this.#sessions.default.restart();
    else if (this.#sessions.delete(name)) this.onChange?.();
  }

  /** Resets every session. */
  resetAll(): void {
    for (const session of this.#sessions.all) session.reset();
  }

  /** Ends every session; the default one is reset instead. */
  endAll(): void {
    for (const name of [DEFAULT_SESSION, ...this.sessions]) this.end(name);
  }

  /** As `verify`, for the requests to all sessions together. */
  verifyAll(expected: ExpectedRequest | readonly ExpectedRequest[], options?: VerifyOptions): Promise<JournalEntry[]> {
    return verify(this.allJournals, expected, options);
  }

  /**
   * The state that new sessions begin with, and that `reset` restores.
   * @throws {StateError} if it does not match openapi.yaml or breaks its rules.
   */
  set scenario(scenario: ScenarioName | State) {
    this.#initialState = initialState({ ...this.#options, scenario });
  }

  // The members of the default session, for tests that use no other.

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

  /** As `Session.verify`. */
  verify(expected: ExpectedRequest | readonly ExpectedRequest[], options?: VerifyOptions): Promise<JournalEntry[]> {
    return this.#sessions.default.verify(expected, options);
  }

  /** As `Session.bundle`. */
  bundle(): BugBundle {
    return this.#sessions.default.bundle();
  }

  snapshot(): Required<State> {
    return this.#sessions.default.snapshot();
  }

  restore(state: unknown): void {
    this.#sessions.default.restore(state);
  }
}

/** Makes a mock. Throws as the constructor of Mock does. */
export const createMock = (options: MockOptions = {}): Mock => new Mock(options);
