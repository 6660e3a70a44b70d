import { InputError } from '../errors.ts';
import type { Fault } from '../faults/fault.ts';
import { toCurl } from '../journal/curl.ts';
import { toHar } from '../journal/har.ts';
import type { Mock } from '../mock.ts';
import type { World } from '../session.ts';
import { diff } from '../state/diff.ts';
import { scenarios } from '../state/scenarios.ts';
import type { State } from '../state/state.ts';
import { eventsOf } from './event-stream.ts';
import { type ControlId, controlDocument } from './generated/control.ts';
import type { ControlInput } from './request.ts';
import { Slots } from './slots.ts';

/** A request to the control API that keeps its document. */
export interface ControlRequest<Id extends ControlId> extends ControlInput<Id> {
  readonly mock: Mock;
  /** The one that is meant. */
  readonly world: World;
  /** Aborted once the caller has gone. */
  readonly signal: AbortSignal;
}

/** Thrown where a path parameter names nothing that exists. */
export class Unknown extends Error {}

/**
 * What each operation of the control API does. Answers a value to be sent as JSON, a Response, or nothing. Throws an
 * InputError or a StateError where a value cannot be used, Unknown, NotSeen, or a LimitError.
 */
export const controlHandlers: { readonly [Id in ControlId]: (request: ControlRequest<Id>) => unknown } = {
  overview: ({ mock, world }) => ({
    session: world.name,
    records: world.records.size,
    clock: clockOf(world),
    onActiveConflict: world.onActiveConflict,
    faults: world.faults.list.length,
    exchanges: world.journal.count(),
    scenarios: Object.keys(scenarios),
    sessions: mock.sessions,
    snapshots: mock.snapshots.names,
  }),
  document: () => controlDocument,
  reset: ({ world }) => world.reset(),
  getState: ({ world }) => world.snapshot(),
  putState: ({ world, body }) => world.restore(body),
  putScenario: ({ world, body }) => world.restore({ records: scenarios[body.name]() }),

  getClock: ({ world }) => clockOf(world),
  setClock({ world, body }) {
    named('setting', () => world.clock.set(body.setting));
    return clockOf(world);
  },
  advanceClock({ world, body }) {
    named('by', () => world.clock.advance(body.by));
    return clockOf(world);
  },
  setIds({ world, body }) {
    world.ids.state = body;
  },
  setPolicy({ world, body }) {
    world.onActiveConflict = body.onActiveConflict;
  },

  listFaults: ({ world }) => world.faults.list,
  armFault: ({ world, body }) => ({ id: world.faults.arm(body as Fault) }),
  clearFaults: ({ world, query }) => world.faults.clear(query.seed),
  disarmFault({ world, path: { id } }) {
    if (!world.faults.disarm(id)) throw new Unknown(`No fault ${id} is armed.`);
  },

  getJournal({ world, query: { format, limit, ...filter } }) {
    const entries = world.journal.find(filter, limit);
    if (format === 'har') return toHar(entries);
    return format === 'curl' ? new Response(entries.map((entry) => `${toCurl(entry)}\n`).join('')) : entries;
  },
  clearJournal: ({ world }) => world.journal.clear(),
  async waitForJournal({ mock, world, signal, query: { count = 1, within = '2s', ...filter } }) {
    const end = slotsOf(mock).waits.take();
    return world.journal.waitFor(filter, { count, within, signal }).finally(end);
  },
  streamJournal({ mock, world, signal }) {
    const end = slotsOf(mock).streams.take();
    return new Response(eventsOf(world.journal, signal, end), {
      headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store' },
    });
  },

  listSnapshots: ({ mock }) => mock.snapshots.names,
  getSnapshot: ({ mock, path }) => snapshotNamed(mock, path.name),
  saveSnapshot: ({ mock, world, path: { name } }) => mock.snapshots.save(name, world.snapshot()),
  deleteSnapshot({ mock, path: { name } }) {
    if (!mock.snapshots.names.includes(name)) throw noSnapshot(name);
    mock.snapshots.delete(name);
  },
  loadSnapshot: ({ mock, world, path }) => world.restore(snapshotNamed(mock, path.name)),
  diffSnapshot: ({ mock, world, path }) => diff(snapshotNamed(mock, path.name), world.snapshot()),

  listSessions: ({ mock }) => mock.sessions,
  forkSession({ mock, world, path: { name } }) {
    mock.session(name).restore(world.snapshot());
  },
  endSession: ({ mock, path: { name } }) => mock.end(name),
};

const clockOf = ({ clock }: World) => ({ now: new Date(clock.now()).toISOString(), setting: clock.setting });

/** Has an InputError say which field it is about. */
function named(field: string, use: () => void): void {
  try {
    use();
  } catch (error) {
    throw error instanceof InputError ? new InputError(`${field}: ${error.message}`) : error;
  }
}

function snapshotNamed({ snapshots }: Mock, name: string): Required<State> {
  const snapshot = snapshots.get(name);
  if (!snapshot) throw noSnapshot(name);
  return snapshot;
}

const noSnapshot = (name: string): Unknown => new Unknown(`There is no snapshot ${name}.`);

/** Requests that last hold memory and a connection each. */
const slots = new WeakMap<Mock, { waits: Slots; streams: Slots }>();

function slotsOf(mock: Mock): { waits: Slots; streams: Slots } {
  const known = slots.get(mock) ?? { waits: new Slots(100, 'waits'), streams: new Slots(20, 'event streams') };
  slots.set(mock, known);
  return known;
}
