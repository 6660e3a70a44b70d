import { InputError } from '../errors.ts';
import type { Fault } from '../faults/fault.ts';
import { toCurl } from '../journal/curl.ts';
import { toHar } from '../journal/har.ts';
import type { Mock } from '../mock.ts';
import type { Session } from '../session.ts';
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
  readonly session: Session;
  /** Aborted once the caller has gone. */
  readonly signal: AbortSignal;
}

/** Thrown when a path parameter names nothing that exists; answered with 404. */
export class NotFoundError extends Error {}

/**
 * What each operation of the control API does. Answers a value to be sent as JSON, a Response, or nothing. Throws an
 * InputError or a StateError where a value cannot be used, NotFoundError, WaitTimeoutError, or a LimitError.
 */
export const controlHandlers: { readonly [Id in ControlId]: (request: ControlRequest<Id>) => unknown } = {
  overview: ({ mock, session }) => ({
    session: session.name,
    records: session.records.size,
    clock: clockOf(session),
    onActiveConflict: session.onActiveConflict,
    faults: session.faults.list.length,
    exchanges: session.journal.count(),
    scenarios: Object.keys(scenarios),
    sessions: mock.sessions,
    snapshots: mock.snapshots.names,
  }),
  document: () => controlDocument,
  reset: ({ session }) => session.reset(),
  getState: ({ session }) => session.snapshot(),
  putState: ({ session, body }) => session.restore(body),
  putScenario: ({ session, body }) => session.restore({ records: scenarios[body.name]() }),

  getClock: ({ session }) => clockOf(session),
  setClock({ session, body }) {
    named('setting', () => session.clock.set(body.setting));
    return clockOf(session);
  },
  advanceClock({ session, body }) {
    named('by', () => session.clock.advance(body.by));
    return clockOf(session);
  },
  setIds({ session, body }) {
    session.ids.state = body;
  },
  setPolicy({ session, body }) {
    session.onActiveConflict = body.onActiveConflict;
  },

  listFaults: ({ session }) => session.faults.list,
  armFault: ({ session, body }) => ({ id: session.faults.arm(body as Fault) }),
  clearFaults: ({ session, query }) => session.faults.clear(query.seed),
  disarmFault({ session, path: { id } }) {
    if (!session.faults.disarm(id)) throw new NotFoundError(`No fault ${id} is armed.`);
  },

  getJournal({ session, query: { format, limit, ...filter } }) {
    const entries = session.journal.find(filter, limit);
    if (format === 'har') return toHar(entries);
    return format === 'curl' ? new Response(entries.map((entry) => `${toCurl(entry)}\n`).join('')) : entries;
  },
  clearJournal: ({ session }) => session.journal.clear(),
  async waitForJournal({ mock, session, signal, query: { count = 1, within = '2s', ...filter } }) {
    const end = slotsOf(mock).waits.take();
    return session.journal.waitFor(filter, { count, within, signal }).finally(end);
  },
  streamJournal({ mock, session, signal }) {
    const end = slotsOf(mock).streams.take();
    return new Response(eventsOf(session.journal, signal, end), {
      headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store' },
    });
  },

  listSnapshots: ({ mock }) => mock.snapshots.names,
  getSnapshot: ({ mock, path }) => snapshotNamed(mock, path.name),
  saveSnapshot: ({ mock, session, path: { name } }) => mock.snapshots.save(name, session.snapshot()),
  deleteSnapshot({ mock, path: { name } }) {
    if (!mock.snapshots.names.includes(name)) throw noSnapshot(name);
    mock.snapshots.delete(name);
  },
  loadSnapshot: ({ mock, session, path }) => session.restore(snapshotNamed(mock, path.name)),
  diffSnapshot: ({ mock, session, path }) => diff(snapshotNamed(mock, path.name), session.snapshot()),

  listSessions: ({ mock }) => mock.sessions,
  forkSession({ mock, session, path: { name } }) {
    mock.session(name).restore(session.snapshot());
  },
  endSession: ({ mock, path: { name } }) => mock.end(name),
};

const clockOf = ({ clock }: Session) => ({ now: new Date(clock.now()).toISOString(), setting: clock.setting });

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

const noSnapshot = (name: string): NotFoundError => new NotFoundError(`There is no snapshot ${name}.`);

/** Requests that last hold memory and a connection each. */
const slots = new WeakMap<Mock, { waits: Slots; streams: Slots }>();

function slotsOf(mock: Mock): { waits: Slots; streams: Slots } {
  const known = slots.get(mock) ?? { waits: new Slots(100, 'waits'), streams: new Slots(20, 'event streams') };
  slots.set(mock, known);
  return known;
}
