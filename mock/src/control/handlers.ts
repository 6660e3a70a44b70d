import type { BugBundle } from '../bundle/bundle.ts';
import { InputError } from '../errors.ts';
import type { Fault } from '../faults/fault.ts';
import { toCurl } from '../journal/curl.ts';
import { describeDropped } from '../journal/dropped.ts';
import { toHar } from '../journal/har.ts';
import type { Mock } from '../mock.ts';
import { replay } from '../replay.ts';
import type { Session } from '../session.ts';
import { diff } from '../state/diff.ts';
import { scenarioNames, scenarios } from '../state/scenarios.ts';
import type { State } from '../state/state.ts';
import type { ExpectedRequest } from '../verify/expectation.ts';
import { ConcurrencyLimit } from './concurrency-limit.ts';
import { eventStream } from './event-stream.ts';
import { controlDocument } from './generated/control.ts';
import type { ControlHandlers } from './handler-types.ts';

/** Thrown when a path parameter names nothing that exists. The response is 404. */
export class NotFoundError extends Error {}

/** What each operation of the control API does. The errors they throw, and their statuses, are listed in `api.ts`. */
export const controlHandlers: ControlHandlers = {
  overview: ({ mock, session }) => ({
    session: session.name,
    records: session.records.size,
    clock: clockOf(session),
    onActiveConflict: session.onActiveConflict,
    faults: session.faults.list.length,
    exchanges: session.journal.count(),
    dropped: session.journal.dropped,
    totals: session.journal.totals,
    scenarios: scenarioNames,
    sessions: mock.sessions,
    snapshots: mock.snapshots.names,
  }),
  document: () => controlDocument,
  reset: ({ mock, session, query }) => (query.sessions ? mock.resetAll() : session.reset()),
  getState: ({ session }) => session.snapshot(),
  putState: ({ session, body }) => session.restore(body),
  putScenario: ({ session, body }) => session.restore({ records: scenarios[body.name]() }),

  getClock: ({ session }) => clockOf(session),
  setClock({ session, body }) {
    nameField('setting', () => session.clock.set(body.setting));
    return clockOf(session);
  },
  advanceClock({ session, body }) {
    nameField('by', () => session.clock.advance(body.by));
    return clockOf(session);
  },
  setIds({ session, body }) {
    session.ids.state = body;
  },
  setPolicy({ session, body }) {
    session.onActiveConflict = body.onActiveConflict;
  },

  listFaults: ({ session }) => session.faults.list,
  // `arm` checks which fields go together, which the document does not say.
  armFault: ({ session, body }) => ({ id: session.faults.arm(body as Fault) }),
  clearFaults: ({ session, query }) => session.faults.clear(query.seed),
  disarmFault({ session, path: { id } }) {
    if (!session.faults.disarm(id)) throw new NotFoundError(`No fault ${id} is armed.`);
  },

  getJournal: (request) => entriesOf(request),
  countJournal: ({ query: { sessions, ...filter }, ...request }) => ({
    count: journalOf(request, sessions).count(filter),
  }),
  getHar: (request) => toHar(entriesOf(request), journalOf(request, request.query.sessions).dropped),
  getCurl: (request) => {
    const { dropped } = journalOf(request, request.query.sessions);
    const lines = entriesOf(request).map((entry) => `${toCurl(entry)}\n`);
    return new Response(describeDropped(dropped).replace(/.+/, '# $&\n') + lines.join(''));
  },
  getBundle: ({ session }) => session.bundle(),
  replay: ({ body }) => replay(body as unknown as BugBundle),
  clearJournal: (request) => journalOf(request, request.query.sessions).clear(),
  async verify({ mock, session, query, body: { requests, ...options }, signal }) {
    const end = limitsOf(mock).waits.acquire();
    const check = query.sessions ? mock.verifyAll.bind(mock) : session.verify.bind(session);
    return check(requests as ExpectedRequest[], { ...options, signal }).finally(end);
  },
  async waitForJournal({ mock, session, signal, query: { count, within, ...filter } }) {
    const end = limitsOf(mock).waits.acquire();
    return session.journal.waitFor(filter, { count, within, signal }).finally(end);
  },
  streamJournal({ mock, session, signal }) {
    const end = limitsOf(mock).streams.acquire();
    return new Response(eventStream(session.journal, signal, end), {
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
    mock.fork(session.name, name);
  },
  endAllSessions: ({ mock }) => mock.endAll(),
  endSession: ({ mock, path: { name } }) => mock.end(name),
};

const clockOf = ({ clock }: Session) => ({ now: new Date(clock.now()).toISOString(), setting: clock.setting });

type Exchanges = Omit<Parameters<ControlHandlers['getJournal']>[0], 'path' | 'body'>;

const entriesOf = ({ query: { sessions, limit, ...filter }, ...request }: Exchanges) =>
  journalOf(request, sessions).find(filter, limit);

const journalOf = ({ mock, session }: { mock: Mock; session: Session }, sessions: 'all' | undefined) =>
  sessions ? mock.allJournals : session.journal;

/** Puts the name of a field in front of the message of an InputError. */
function nameField(field: string, use: () => void): void {
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

interface Limits {
  readonly waits: ConcurrencyLimit;
  readonly streams: ConcurrencyLimit;
}

/** Waits and event streams stay open, and each holds memory and a connection. */
const limits = new WeakMap<Mock, Limits>();

function limitsOf(mock: Mock): Limits {
  const known = limits.get(mock);
  if (known) return known;
  const made = { waits: new ConcurrencyLimit(100, 'waits'), streams: new ConcurrencyLimit(20, 'event streams') };
  limits.set(mock, made);
  return made;
}
