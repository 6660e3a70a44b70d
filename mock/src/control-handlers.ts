import type { OperationId, RuleId } from '@referral-codes/sdk/contract';
import { toShownJson } from './control-characters.ts';
import { toCurl } from './curl.ts';
import { diff } from './diff.ts';
import type { JournalEntry } from './entry.ts';
import type { Fault, FaultKind } from './fault.ts';
import { type ControlId, controlDocument } from './generated/control.ts';
import { toHar } from './har.ts';
import type { JournalFilter } from './journal.ts';
import type { Mock } from './mock.ts';
import { isScenario, scenarios } from './scenarios.ts';
import { readState } from './state.ts';
import type { World } from './world.ts';

/** What a caller told the control API. */
export interface Told {
  readonly mock: Mock;
  /** The one that is meant. */
  readonly world: World;
  readonly path: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: unknown;
  /** Aborted once the caller has gone. */
  readonly signal: AbortSignal;
}

/** A name that leads nowhere. */
export class Unknown extends Error {}

/** What each operation of the control API does; the value it answers, a Response, or nothing. Throws a RangeError where it was told what cannot be. */
export const controlHandlers: Record<ControlId, (told: Told) => unknown> = {
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
  putScenario({ world, body }) {
    const { name } = fields(body);
    if (typeof name !== 'string' || !isScenario(name))
      throw new RangeError(`there is no scenario ${name}; choose one of ${Object.keys(scenarios).join(', ')}`);
    world.restore({ records: scenarios[name]() });
  },

  getClock: ({ world }) => clockOf(world),
  setClock({ world, body }) {
    world.clock.set(String(fields(body).setting));
    return clockOf(world);
  },
  advanceClock({ world, body }) {
    world.clock.advance(fields(body).by as string | number);
    return clockOf(world);
  },
  setIds({ world, body }) {
    world.ids.state = readState({ records: [], ids: body }).ids!;
  },
  setPolicy({ world, body }) {
    world.onActiveConflict = readState({ records: [], ...fields(body) }).onActiveConflict ?? 'refuse';
  },

  listFaults: ({ world }) => world.faults.list,
  armFault: ({ world, body }) => ({ id: world.faults.arm(body as Fault) }),
  clearFaults: ({ world, query }) => world.faults.clear(numberIn(query, 'seed')),
  disarmFault({ world, path: { id = '' } }) {
    if (!world.faults.disarm(id)) throw new Unknown(`No fault ${id} is armed.`);
  },

  getJournal({ world, query }) {
    const entries = world.journal.find(filterIn(query), numberIn(query, 'limit'));
    if (query.get('format') === 'har') return toHar(entries);
    return query.get('format') === 'curl'
      ? new Response(entries.map((entry) => `${toCurl(entry)}\n`).join(''))
      : entries;
  },
  clearJournal: ({ world }) => world.journal.clear(),
  waitForJournal: ({ world, query }) =>
    world.journal.waitFor(filterIn(query), {
      count: numberIn(query, 'count') ?? 1,
      within: query.get('within') ?? '2s',
    }),
  streamJournal: ({ world, signal }) =>
    new Response(eventsOf(world, signal), {
      headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store' },
    }),

  listSnapshots: ({ mock }) => mock.snapshots.names,
  getSnapshot: ({ mock, path }) => snapshotNamed(mock, path),
  saveSnapshot: ({ mock, world, path: { name = '' } }) => mock.snapshots.save(name, world.snapshot()),
  deleteSnapshot({ mock, path }) {
    snapshotNamed(mock, path);
    mock.snapshots.delete(path.name!);
  },
  loadSnapshot: ({ mock, world, path }) => world.restore(snapshotNamed(mock, path)),
  diffSnapshot: ({ mock, world, path }) => diff(snapshotNamed(mock, path), world.snapshot()),

  listSessions: ({ mock }) => mock.sessions,
  forkSession({ mock, world, path: { name = '' } }) {
    mock.session(name).restore(world.snapshot());
  },
  endSession: ({ mock, path: { name = '' } }) => mock.end(name),
};

const clockOf = ({ clock }: World) => ({ now: new Date(clock.now()).toISOString(), setting: clock.setting });

const fields = (body: unknown): Record<string, unknown> => Object(body);

function snapshotNamed({ snapshots }: Mock, { name = '' }: Told['path']) {
  const snapshot = snapshots.get(name);
  if (!snapshot) throw new Unknown(`There is no snapshot ${name}.`);
  return snapshot;
}

function filterIn(query: URLSearchParams): JournalFilter {
  const text = <T extends string>(name: string) => query.get(name) as T | null;
  const filter = {
    operation: text<OperationId>('operation'),
    method: text('method'),
    status: numberIn(query, 'status'),
    rule: text<RuleId>('rule'),
    fault: text<FaultKind>('fault'),
    since: numberIn(query, 'since'),
  };
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value != null)) as JournalFilter;
}

function numberIn(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  if (!Number.isSafeInteger(Number(text)) || text === '')
    throw new RangeError(`${name} is a whole number, not ${text}`);
  return Number(text);
}

/** A listener that reads too slowly misses events rather than filling memory with them. */
const MOST_WAITING = 1000;

function eventsOf({ journal }: World, signal: AbortSignal): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let leave: () => void;
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        controller.enqueue(encoder.encode(': every exchange from now on\n\n'));
        leave = journal.subscribe((entry: JournalEntry) => {
          if ((controller.desiredSize ?? 0) <= 0) return;
          controller.enqueue(encoder.encode(`id: ${entry.seq}\ndata: ${toShownJson(entry)}\n\n`));
        });
        signal.addEventListener('abort', leave);
      },
      cancel: () => leave(),
    },
    { highWaterMark: MOST_WAITING },
  );
}
