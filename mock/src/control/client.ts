import createClient, { type Client } from 'openapi-fetch';
import type { BugBundle } from '../bundle/bundle.ts';
import type { Fault } from '../faults/fault.ts';
import type { JournalEntry } from '../journal/entry.ts';
import type { JournalFilter } from '../journal/filter.ts';
import type { OnActiveConflict } from '../rules/rules.ts';
import type { Difference } from '../state/diff.ts';
import type { ScenarioName } from '../state/scenarios.ts';
import type { State } from '../state/state.ts';
import type { ClockSetting } from '../time/clock.ts';
import type { Duration } from '../time/duration.ts';
import type { IdState } from '../time/ids.ts';
import type { ExpectedRequest, VerifyOptions } from '../verify/expectation.ts';
import type { components, paths } from './generated/control-schema.ts';
import { journalOf, journalsOf, verifyWith } from './journal-client.ts';
import { pathWith } from './path.ts';
import { dataOf, done, type Result } from './result.ts';

export { VerificationError } from '../verify/failure.ts';
export { ControlError } from './result.ts';

export type {
  BugBundle,
  ClockSetting,
  Difference,
  Duration,
  ExpectedRequest,
  Fault,
  IdState,
  JournalEntry,
  JournalFilter,
  State,
  VerifyOptions,
};
export type ArmedFault = components['schemas']['ArmedFault'];
export type ClockState = components['schemas']['ClockState'];

export interface ControlOptions {
  /** The origin of the mock, such as `http://127.0.0.1:4010`. */
  origin: string;
  /** The token that the mock printed at start. It is required if the mock listens on an address that other machines can reach. */
  token?: string;
  /** The name of the session to control. @default 'default' */
  session?: string;
  /** Sends the requests. @default globalThis.fetch */
  fetch?: typeof globalThis.fetch;
}

/**
 * Controls a mock over HTTP. The methods do what those of a `Mock` do in process.
 * Every method rejects with a ControlError if the mock rejects the request, and as `fetch` does if the mock cannot be reached.
 */
export function createControl(options: ControlOptions) {
  const { origin, token, session, fetch = globalThis.fetch } = options;
  const api = createClient<paths>({
    baseUrl: `${origin}/__mock`,
    fetch,
    pathSerializer: pathWith,
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(session !== undefined && { 'X-Mock-Session': session }),
    },
  });
  return {
    /** Returns a client for another session of the same mock. */
    session: (name: string) => createControl({ ...options, session: name }),
    ...sessionsOf(api),
    ...stateOf(api),
    ...verificationOf(api),
    clock: clockOf(api),
    faults: faultsOf(api),
    journal: journalOf(api),
    /** The exchanges of all sessions. */
    allJournals: journalsOf(api, { sessions: 'all' }),
    snapshots: snapshotsOf(api),
  };
}

type Api = Client<paths>;

const sessionsOf = (api: Api) => ({
  /** The names of the sessions except the default one, the least recently used first. */
  sessions: () => dataOf(api.GET('/sessions')),
  /** Copies the state of this session to the session `name`. Makes that session if it does not exist. */
  fork: (name: string) => done(api.PUT('/sessions/{name}', { params: { path: { name } } })),
  /** Ends every session; the default one is reset instead. */
  endAll: () => done(api.DELETE('/sessions')),
  /** Ends a session. The next use of its name makes a new one. The default session is reset instead. */
  end: (name: string) => done(api.DELETE('/sessions/{name}', { params: { path: { name } } })),
});

const verificationOf = (api: Api) => ({
  /**
   * Checks which requests the session has received, and resolves with those that were expected.
   * @throws {VerificationError} if they were not received; `message` says what came instead, the nearest first.
   */
  verify: (expected: ExpectedRequest | readonly ExpectedRequest[], options?: Omit<VerifyOptions, 'signal'>) =>
    verifyWith(api, {}, expected, options),
  /**
   * Everything that is needed to run the exchanges again that there have been since the last reset or since the state was last
   * replaced. Rejects with a ControlError if the journal no longer has all of them.
   */
  bundle: () => dataOf(api.GET('/bundle')) as Promise<unknown> as Promise<BugBundle>,
  /** As `verify`, for the requests to all sessions together. */
  verifyAll: (expected: ExpectedRequest | readonly ExpectedRequest[], options?: Omit<VerifyOptions, 'signal'>) =>
    verifyWith(api, { sessions: 'all' }, expected, options),
});

const stateOf = (api: Api) => ({
  /** Restores the initial state with its faults, disarms all other faults and clears the journal. */
  reset: () => done(api.POST('/reset')),
  /** Resets every session. */
  resetAll: () => done(api.POST('/reset', { params: { query: { sessions: 'all' } } })),
  /** Replaces the state by a shipped scenario. */
  scenario: (name: ScenarioName) => done(api.PUT('/scenario', { body: { name } })),
  /** Returns a copy of the state. */
  snapshot: () => snapshotOf(api.GET('/state')),
  /** Replaces the state. The armed faults stay if it does not contain any. */
  restore: ({ records, faults, ...state }: State) =>
    done(api.PUT('/state', { body: { ...state, records: [...records], ...(faults && { faults: [...faults] }) } })),
  /** Decides the ids that follow. */
  seed: (ids: IdState) => done(api.PUT('/ids', { body: ids })),
  /** Decides what happens to a new code for a pair that already has an active code. */
  onActiveConflict: (policy: OnActiveConflict) => done(api.PUT('/policy', { body: { onActiveConflict: policy } })),
});

const clockOf = (api: Api) => ({
  get: () => dataOf(api.GET('/clock')),
  /** Stops the clock at a time, sets its offset from the real time, or lets it follow the real time. */
  set: (setting: ClockSetting) => dataOf(api.PUT('/clock', { body: { setting } })),
  /** Moves the clock; a negative duration moves it back. */
  advance: (by: Duration) => dataOf(api.POST('/clock/advance', { body: { by } })),
});

const faultsOf = (api: Api) => ({
  /** The armed faults. */
  list: () => dataOf(api.GET('/faults')),
  /** Arms a fault and returns its id. */
  arm: async (fault: Fault) => (await dataOf(api.POST('/faults', { body: fault }))).id,
  /** Disarms a fault. */
  disarm: (id: string) => done(api.DELETE('/faults/{id}', { params: { path: { id } } })),
  /** Disarms all faults and restarts their random numbers. @param seed by default the seed of the session */
  clear: (seed?: number) => done(api.DELETE('/faults', { params: { query: { ...(seed !== undefined && { seed }) } } })),
});

const snapshotsOf = (api: Api) => ({
  /** The names of the snapshots, the oldest first. */
  list: () => dataOf(api.GET('/snapshots')),
  /** Saves the state of this session, for every session to load. */
  save: (name: string) => done(api.PUT('/snapshots/{name}', { params: { path: { name } } })),
  /** Replaces the state of this session by a snapshot. */
  load: (name: string) => done(api.POST('/snapshots/{name}/load', { params: { path: { name } } })),
  get: (name: string) => snapshotOf(api.GET('/snapshots/{name}', { params: { path: { name } } })),
  /** Compares the records of a snapshot (before) with those of this session (after). */
  diff: (name: string): Promise<Difference> =>
    dataOf(api.GET('/snapshots/{name}/diff', { params: { path: { name } } })),
  delete: (name: string) => done(api.DELETE('/snapshots/{name}', { params: { path: { name } } })),
});

/** `control.yaml` does not say which values each kind of fault has. */
const snapshotOf = (result: Promise<Result<components['schemas']['Snapshot']>>) =>
  dataOf(result) as Promise<unknown> as Promise<Required<State>>;
