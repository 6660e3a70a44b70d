import type { Fault } from '../faults/fault.ts';
import type { ArmedFault } from '../faults/faults.ts';
import type { JournalEntry } from '../journal/entry.ts';
import type { JournalFilter } from '../journal/filter.ts';
import type { OnActiveConflict } from '../rules/rules.ts';
import type { Difference } from '../state/diff.ts';
import type { ScenarioName } from '../state/scenarios.ts';
import type { State } from '../state/state.ts';
import type { ClockSetting } from '../time/clock.ts';
import type { Duration } from '../time/duration.ts';
import type { IdState } from '../time/ids.ts';
import { type ControlId, controlOperations } from './generated/control.ts';

export type { ArmedFault, ClockSetting, Difference, Duration, Fault, IdState, JournalEntry, JournalFilter, State };

export interface ControlOptions {
  /** Where the mock listens, such as `http://127.0.0.1:4010`. */
  origin: string;
  /** What the mock printed at start, where it listens beyond loopback. */
  token?: string;
  /** The session to control; the default session unless given. */
  session?: string;
  /** The page's or Node's own unless given. */
  fetch?: typeof globalThis.fetch;
}

/** The mock refused; `message` says why. */
export class ControlError extends Error {
  override readonly name = 'ControlError';
  readonly status: number;

  constructor(status: number, detail: string) {
    super(detail);
    this.status = status;
  }
}

export interface ClockState {
  readonly now: string;
  readonly setting: ClockSetting;
}

type Query = { [name: string]: string | number | undefined };

/**
 * Controls a mock that is served over HTTP, as its own object would be in process. Everything rejects with a ControlError
 * where the mock refuses, and as fetch does where it cannot be reached.
 */
export function createControl(options: ControlOptions) {
  const { origin, token, session, fetch = globalThis.fetch } = options;

  const send = async (
    id: ControlId,
    { path = {}, query = {}, body }: { path?: Record<string, string>; query?: Query; body?: unknown } = {},
  ) => {
    const { method, path: template } = controlOperations[id];
    const url = new URL(
      `${origin}/__mock${template.replaceAll(/\{(\w+)\}/g, (_, name) => encodeURIComponent(path[name]!))}`,
    );
    for (const [name, value] of Object.entries(query))
      if (value !== undefined) url.searchParams.set(name, String(value));
    const response = await fetch(url, {
      method,
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(session && { 'x-mock-session': session }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (response.ok) return response;
    const { detail } = (await response.json().catch(() => ({}))) as { detail?: string };
    throw new ControlError(response.status, detail ?? `${url.origin} answered ${response.status}; is this a mock?`);
  };
  const ask = async <T>(...request: Parameters<typeof send>): Promise<T> =>
    (await send(...request)).json() as Promise<T>;
  const tell = async (...request: Parameters<typeof send>): Promise<void> => {
    await send(...request);
  };

  return {
    /** The same mock, another session. */
    session: (name: string) => createControl({ ...options, session: name }),
    sessions: () => ask<string[]>('listSessions'),
    /** Makes a session that begins as this session is now. */
    fork: (name: string) => tell('forkSession', { path: { name } }),
    end: (name: string) => tell('endSession', { path: { name } }),

    /** Back to the scenario, with no fault armed and an empty journal. */
    reset: () => tell('reset'),
    /** Becomes one of the shipped scenarios. */
    scenario: (name: ScenarioName) => tell('putScenario', { body: { name } }),
    snapshot: () => ask<Required<State>>('getState'),
    restore: (state: State) => tell('putState', { body: state }),
    seed: (ids: IdState) => tell('setIds', { body: ids }),
    onActiveConflict: (policy: OnActiveConflict) => tell('setPolicy', { body: { onActiveConflict: policy } }),

    clock: {
      get: () => ask<ClockState>('getClock'),
      set: (setting: ClockSetting) => ask<ClockState>('setClock', { body: { setting } }),
      advance: (by: Duration) => ask<ClockState>('advanceClock', { body: { by } }),
    },

    faults: {
      list: () => ask<ArmedFault[]>('listFaults'),
      /** Answers the fault's id. */
      arm: async (fault: Fault) => (await ask<{ id: string }>('armFault', { body: fault })).id,
      disarm: (id: string) => tell('disarmFault', { path: { id } }),
      clear: (seed?: number) => tell('clearFaults', { query: { seed } }),
    },

    journal: {
      find: (filter: JournalFilter = {}, limit?: number) =>
        ask<JournalEntry[]>('getJournal', { query: { ...filter, limit } }),
      /** Rejects with a ControlError where too few came in time; 1 within 2s unless given. */
      waitFor: (filter: JournalFilter, { count, within }: { count?: number; within?: Duration } = {}) =>
        ask<JournalEntry[]>('waitForJournal', {
          query: { ...filter, count, within: typeof within === 'number' ? `${within}ms` : within },
        }),
      har: (filter: JournalFilter = {}) => ask<object>('getJournal', { query: { ...filter, format: 'har' } }),
      curl: async (filter: JournalFilter = {}) =>
        (await send('getJournal', { query: { ...filter, format: 'curl' } })).text(),
      clear: () => tell('clearJournal'),
      /** Every exchange from now on, once the first `next` has begun; ends when it is left. */
      async *stream(): AsyncGenerator<JournalEntry> {
        const response = await send('streamJournal');
        yield* eventsIn(response.body!);
      },
    },

    snapshots: {
      list: () => ask<string[]>('listSnapshots'),
      save: (name: string) => tell('saveSnapshot', { path: { name } }),
      load: (name: string) => tell('loadSnapshot', { path: { name } }),
      get: (name: string) => ask<Required<State>>('getSnapshot', { path: { name } }),
      /** What became of the records since. */
      diff: (name: string) => ask<Difference>('diffSnapshot', { path: { name } }),
      delete: (name: string) => tell('deleteSnapshot', { path: { name } }),
    },
  };
}

async function* eventsIn(body: ReadableStream<Uint8Array>): AsyncGenerator<JournalEntry> {
  const reader = body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader();
  let text = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const events = (text + value).split('\n\n');
      text = events.pop()!;
      for (const event of events) {
        const data = event.match(/^data: (.*)$/m)?.[1];
        if (data) yield JSON.parse(data);
      }
    }
  } finally {
    await reader.cancel().catch(() => {}); // It may have broken off already.
  }
}
