import { required } from '../../src/errors.ts';
import type { PlainServer, Row } from '../servers/plain.ts';
import { checksThenInserts, type Fault, fault, instead, refusals, steps, window } from './fault.ts';

/** Identifies pairs by another key than the two ids. */
const keyed = (key: (mentor: string, org: string) => string) =>
  steps((server) => ({
    activeOf: (mentor, org) =>
      server.rows.find((row) => key(row.mentor_id, row.org_id) === key(mentor, org) && row.status === 'active'),
  }));
/** Replaces the search for an active record in create, but not in getActiveCode. */
const conflicts =
  (find: (server: PlainServer, mentor: string, org: string) => Row | undefined): Fault['plant'] =>
  (server) => {
    const active = server.active.bind(server);
    const activeOf = server.activeOf.bind(server);
    server.activeOf = (mentor, org) => find(server, mentor, org);
    server.active = (request) => {
      const replaced = server.activeOf;
      server.activeOf = activeOf;
      const reply = active(request);
      server.activeOf = replaced;
      return reply;
    };
  };
const rowsOf = (server: PlainServer, mentor: string, org: string) =>
  server.rows.filter((row) => row.mentor_id === mentor && row.org_id === org);

export const theActiveCode: Fault[] = [
  fault(
    'one-active-per-pair',
    'never checks for an active record',
    conflicts(() => undefined),
  ),
  fault(
    'one-active-per-pair',
    'checks only the newest record',
    conflicts((server, mentor, org) => {
      const last = server.rows.at(-1);
      return last?.mentor_id === mentor && last.org_id === org && last.status === 'active' ? last : undefined;
    }),
  ),
  fault('one-active-per-pair', 'makes an inactive record active again on request', (server) => {
    const deactivate = server.deactivate.bind(server);
    server.deactivate = async (id, request) => {
      const row = server.find(id);
      if (!row || !request.body.includes('"active"')) return deactivate(id, request);
      Object.assign(row, { status: 'active', deactivated_at: null });
      return server.reply(200, server.show(row));
    };
  }),
  fault(
    'one-active-per-pair',
    'does not find the active record of a pair that has an inactive one',
    conflicts((server, mentor, org) => {
      const rows = rowsOf(server, mentor, org);
      return rows.some(({ status }) => status === 'inactive') ? undefined : rows[0];
    }),
  ),
  fault('one-active-under-race', 'checks, and inserts a millisecond later', checksThenInserts(1)),
  fault('one-active-under-race', 'checks, and inserts in the next turn of the event loop', checksThenInserts(0)),
  fault('one-active-under-race', 'responds with 500 to the slower request', (server) => {
    const busy = new Set<string>();
    const create = server.create.bind(server);
    server.create = async (request) => {
      const { mentor_id, org_id } = JSON.parse(request.body);
      const key = `${mentor_id} ${org_id}`;
      if (busy.has(key)) return server.refuse(500, 'oops', 'Deadlock.');
      busy.add(key);
      await window(1);
      busy.delete(key);
      return create(request);
    };
  }),
  fault('one-active-under-race', 'lets no request succeed', (server) => {
    const create = server.create.bind(server);
    const waiting = new Map<string, number>();
    server.create = async (request) => {
      const { mentor_id, org_id } = JSON.parse(request.body);
      const key = `${mentor_id} ${org_id}`;
      waiting.set(key, (waiting.get(key) ?? 0) + 1);
      await window(5);
      return waiting.get(key) === 1
        ? create(request)
        : server.refuse(409, 'active-code-exists', 'Somebody else is at it.');
    };
  }),
  fault(
    'active-conflict-is-409',
    'responds with 400',
    refusals(['create'], (reply) => (reply.status === 409 ? { ...reply, status: 400 } : reply)),
  ),
  fault(
    'active-conflict-is-409',
    'responds with 422',
    refusals(['create'], (reply) => (reply.status === 409 ? { ...reply, status: 422 } : reply)),
  ),
  fault(
    'active-conflict-is-409',
    'replaces the active record',
    conflicts((server, mentor, org) => {
      const row = rowsOf(server, mentor, org).find(({ status }) => status === 'active');
      if (row) server.retire(row, server.now(), {});
      return undefined;
    }),
  ),
  fault(
    'pairs-are-independent',
    'compares only the mentor',
    keyed((mentor) => mentor),
  ),
  fault(
    'pairs-are-independent',
    'compares only the org',
    keyed((_, org) => org),
  ),
  fault(
    'pairs-are-independent',
    'joins the two ids without a separator',
    keyed((mentor, org) => mentor + org),
  ),
  fault(
    'pairs-are-independent',
    'joins the two ids with a hyphen',
    keyed((mentor, org) => `${mentor}-${org}`),
  ),
  fault(
    'pairs-are-independent',
    'joins the two ids with an underscore',
    keyed((mentor, org) => `${mentor}_${org}`),
  ),
  fault(
    'pairs-are-independent',
    'treats mentor and org as interchangeable',
    keyed((mentor, org) => [mentor, org].toSorted().join('|')),
  ),
  fault(
    'pair-is-free-after-deactivation',
    'allows a pair only one code ever',
    conflicts((server, mentor, org) => rowsOf(server, mentor, org)[0]),
  ),
  fault(
    'pair-is-free-after-deactivation',
    'responds with the old record as the active one',
    steps((server) => ({
      active: ((active) => (request) => {
        const rows = rowsOf(server, request.query.get('mentor_id') ?? '', request.query.get('org_id') ?? '');
        return rows.length > 1 ? server.reply(200, server.show(required(rows[0]))) : active(request);
      })(server.active.bind(server)),
    })),
  ),
  fault('pair-is-free-after-deletion', 'does not free the pair of a deleted record', (server) => {
    const taken = new Map<string, Row>();
    const drop = server.drop.bind(server);
    server.drop = (row) => {
      taken.set(`${row.mentor_id} ${row.org_id}`, row);
      drop(row);
    };
    const create = server.create.bind(server);
    server.create = async (request) => {
      const { mentor_id, org_id } = JSON.parse(request.body || '{}');
      return taken.has(`${mentor_id} ${org_id}`) ? server.refuse(409, 'active-code-exists', 'Taken.') : create(request);
    };
  }),
  fault(
    'active-answers-the-active-record',
    'responds with the oldest record of the pair',
    steps((server) => ({
      active: ({ query }) => {
        const [row] = rowsOf(server, query.get('mentor_id') ?? '', query.get('org_id') ?? '');
        return row ? server.reply(200, server.show(row)) : server.refuse(404, 'no-active-code', 'None.');
      },
    })),
  ),
  fault(
    'active-answers-the-active-record',
    'finds no active record',
    instead(['active'], (server) => server.refuse(404, 'no-active-code', 'None.')),
  ),
  fault('active-answers-the-active-record', 'responds with the first active record of the mentor', (server) => {
    server.insert(server.rowOf({ mentor_id: 'first', org_id: 'o', code: 'FIRST' }));
    server.active = () => server.reply(200, server.show(required(server.rows[0])));
  }),
  fault(
    'active-none-is-404',
    'responds with 200 and null',
    instead(['active'], (server, { query }) =>
      server.activeOf(query.get('mentor_id') ?? '', query.get('org_id') ?? '') ? undefined : server.reply(200, null),
    ),
  ),
  fault(
    'active-none-is-404',
    'responds with 204',
    instead(['active'], (server, { query }) =>
      server.activeOf(query.get('mentor_id') ?? '', query.get('org_id') ?? '')
        ? undefined
        : server.reply(204, undefined),
    ),
  ),
  fault(
    'active-none-is-404',
    'responds with the inactive record of the pair',
    steps((server) => ({ activeOf: (mentor, org) => rowsOf(server, mentor, org).at(-1) })),
  ),
  fault(
    'active-none-is-404',
    'responds with a code of the mentor for another org',
    steps((server) => ({
      activeOf: (mentor) => server.rows.find((row) => row.mentor_id === mentor && row.status === 'active'),
    })),
  ),
  fault(
    'active-none-is-404',
    'responds with a code of another mentor for the org',
    steps((server) => ({
      activeOf: (_, org) => server.rows.find((row) => row.org_id === org && row.status === 'active'),
    })),
  ),
  fault(
    'active-needs-mentor-and-org',
    'uses any org if none is given',
    instead(['active'], (server, { query }) => {
      const row = server.rows.find(({ mentor_id }) => mentor_id === query.get('mentor_id'));
      return row && !query.has('org_id') ? server.reply(200, server.show(row)) : undefined;
    }),
  ),
  fault(
    'active-needs-mentor-and-org',
    'responds with 500 without parameters',
    instead(['active'], (server, { query }) => (query.size === 0 ? server.refuse(500, 'oops', 'Oops.') : undefined)),
  ),
  fault(
    'active-needs-mentor-and-org',
    'lists all active records without parameters',
    instead(['active'], (server, { query }) => (query.size === 0 ? server.reply(200, []) : undefined)),
  ),
];
