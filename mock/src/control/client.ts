import { EventSourceParserStream } from 'eventsource-parser/stream';
import type { Har } from 'har-format';
import createClient from 'openapi-fetch';
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
import type { components, paths } from './generated/control-schema.ts';
import { pathWith } from './path.ts';
import { dataOf, done, type Result, textOf } from './result.ts';

export { ControlError } from './result.ts';

export type { ClockSetting, Difference, Duration, Fault, IdState, JournalEntry, JournalFilter, State };
export type ArmedFault = components['schemas']['ArmedFault'];
export type ClockState = components['schemas']['ClockState'];

export interface ControlOptions {
  /** Where the mock listens, such as `http://127.0.0.1:4010`. */
  origin: string;
  /** The token that the mock printed at start. Needed if it listens beyond loopback. */
  token?: string;
  /** The name of the session to control. @default 'default' */
  session?: string;
  /** Sends the requests. @default globalThis.fetch */
  fetch?: typeof globalThis.fetch;
}

/**
 * Controls a mock over HTTP with the methods that its object has in process.
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
    /** The names of the sessions beside the default one, least recently used first. */
    sessions: () => dataOf(api.GET('/sessions')),
    /** Copies the state of this session to another one, which is made if it does not exist. */
    fork: (name: string) => done(api.PUT('/sessions/{name}', { params: { path: { name } } })),
    /** Ends a session; its next use makes it anew. The default session is reset instead. */
    end: (name: string) => done(api.DELETE('/sessions/{name}', { params: { path: { name } } })),

    /** Goes back to the initial state, disarms all faults and clears the journal. */
    reset: () => done(api.POST('/reset')),
    /** Replaces the state by a shipped scenario. */
    scenario: (name: ScenarioName) => done(api.PUT('/scenario', { body: { name } })),
    snapshot: (): Promise<Required<State>> => dataOf(api.GET('/state')),
    restore: (state: State) => done(api.PUT('/state', { body: { ...state, records: [...state.records] } })),
    seed: (ids: IdState) => done(api.PUT('/ids', { body: ids })),
    onActiveConflict: (policy: OnActiveConflict) => done(api.PUT('/policy', { body: { onActiveConflict: policy } })),

    clock: {
      get: () => dataOf(api.GET('/clock')),
      set: (setting: ClockSetting) => dataOf(api.PUT('/clock', { body: { setting } })),
      advance: (by: Duration) => dataOf(api.POST('/clock/advance', { body: { by } })),
    },

    faults: {
      list: () => dataOf(api.GET('/faults')),
      /** Arms a fault and returns its id. */
      arm: async (fault: Fault) => (await dataOf(api.POST('/faults', { body: fault }))).id,
      disarm: (id: string) => done(api.DELETE('/faults/{id}', { params: { path: { id } } })),
      /** Disarms all faults and restarts their random numbers. @param seed default: the seed of the session */
      clear: (seed?: number) =>
        done(api.DELETE('/faults', { params: { query: { ...(seed !== undefined && { seed }) } } })),
    },

    journal: {
      /** @param limit returns only the newest ones. */
      find: (filter: JournalFilter = {}, limit?: number) =>
        entriesOf(api.GET('/journal', { params: { query: { ...filter, ...(limit !== undefined && { limit }) } } })),
      /**
       * Waits until `count` exchanges match (default 1), for at most `within` (default 2s). Rejects with a ControlError if
       * there are fewer by then.
       */
      waitFor: (filter: JournalFilter, { count = 1, within = '2s' }: { count?: number; within?: Duration } = {}) =>
        entriesOf(api.GET('/journal/wait', { params: { query: { ...filter, count, within: durationText(within) } } })),
      har: async (filter: JournalFilter = {}) =>
        (await dataOf(api.GET('/journal/har', { params: { query: filter } }))) as Har,
      curl: (filter: JournalFilter = {}) =>
        textOf(api.GET('/journal/curl', { params: { query: filter }, parseAs: 'text' })),
      clear: () => done(api.DELETE('/journal')),
      /** Yields every exchange that follows the first call of `next`, until the iterator is closed. */
      async *stream(): AsyncGenerator<JournalEntry, void> {
        yield* entriesIn(await dataOf(api.GET('/journal/stream', { parseAs: 'stream' })));
      },
    },

    snapshots: {
      list: () => dataOf(api.GET('/snapshots')),
      save: (name: string) => done(api.PUT('/snapshots/{name}', { params: { path: { name } } })),
      load: (name: string) => done(api.POST('/snapshots/{name}/load', { params: { path: { name } } })),
      get: (name: string): Promise<Required<State>> =>
        dataOf(api.GET('/snapshots/{name}', { params: { path: { name } } })),
      /** Compares the records with those of a snapshot. */
      diff: (name: string): Promise<Difference> =>
        dataOf(api.GET('/snapshots/{name}/diff', { params: { path: { name } } })),
      delete: (name: string) => done(api.DELETE('/snapshots/{name}', { params: { path: { name } } })),
    },
  };
}

const durationText = (duration: Duration): string => (typeof duration === 'number' ? `${duration}ms` : duration);

/** openapi-fetch types a tuple as an array, so that the pairs of a header's name and value lose their length. */
const entriesOf = (result: Promise<Result<Entries>>) => dataOf(result) as Promise<readonly JournalEntry[]>;

type Entries = readonly (Omit<JournalEntry, 'request' | 'response'> & {
  readonly request: object;
  readonly response: object | null;
})[];

async function* entriesIn(body: ReadableStream<Uint8Array>): AsyncGenerator<JournalEntry, void> {
  const text = body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>);
  const reader = text.pipeThrough(new EventSourceParserStream()).getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield JSON.parse(next.value.data);
  } finally {
    await reader.cancel().catch(() => {}); // The connection may be closed already.
  }
}
