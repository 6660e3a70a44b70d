import { required } from '../../src/errors.ts';
import { bodies, type Fault, fault, instead, losesWrites, steps } from './fault.ts';

export const reading: Fault[] = [
  fault(
    'get-answers-the-record',
    'does not find inactive records by id',
    steps((server) => ({
      get: (id) =>
        server.find(id)?.status === 'active'
          ? server.reply(200, server.show(required(server.find(id))))
          : server.unknown(),
    })),
  ),
  fault(
    'get-answers-the-record',
    'responds with the oldest record',
    steps((server) => ({
      get: (id) => (server.find(id) ? server.reply(200, server.show(required(server.rows[0]))) : server.unknown()),
    })),
  ),
  fault(
    'get-answers-the-record',
    'responds without code',
    bodies(['get'], (record) => ({ ...record, code: '' })),
  ),
  fault(
    'get-answers-the-record',
    'finds no record by id',
    steps((server) => ({ get: () => server.unknown() })),
  ),
  fault(
    'get-unknown-is-404',
    'responds with 200 and null',
    steps((server) => ({ unknown: () => server.reply(200, null) })),
  ),
  fault(
    'get-unknown-is-404',
    'responds with 200 and an empty object',
    instead(['get'], (server, _, id) => (server.find(id) ? undefined : server.reply(200, {}))),
  ),
  fault(
    'get-unknown-is-404',
    'responds with 500',
    instead(['get'], (server, _, id) => (server.find(id) ? undefined : server.refuse(500, 'oops', 'Oops.'))),
  ),
  fault(
    'get-unknown-is-404',
    'responds with 410',
    instead(['get'], (server, _, id) => (server.find(id) ? undefined : server.refuse(410, 'gone', 'Gone.'))),
  ),
  fault(
    'active-and-lookup-are-not-ids',
    'reads /active as an id',
    instead(['active'], (server) => server.get('active')),
  ),
  fault(
    'active-and-lookup-are-not-ids',
    'reads /lookup as an id',
    instead(['lookup'], (server) => server.get('lookup')),
  ),
  fault(
    'active-and-lookup-are-not-ids',
    'responds with any record to /lookup without a code',
    instead(['lookup'], (server, { query }) =>
      query.has('code') ? undefined : server.reply(200, server.show(required(server.rows[0]))),
    ),
  ),
  fault('reads-agree', 'loses one write in twenty', losesWrites(20)),
  fault('reads-agree', 'reads from a cache that is up to two seconds old', (server) => {
    const cache = new Map<string, { until: number; reply: unknown }>();
    const get = server.get.bind(server);
    server.get = (id) => {
      const kept = cache.get(id);
      if (kept && kept.until > Date.now()) return kept.reply as ReturnType<typeof get>;
      const reply = get(id);
      cache.set(id, { until: Date.now() + 2000, reply });
      return reply;
    };
  }),
  fault(
    'reads-agree',
    'does not show a deactivation in lookup',
    steps((server) => ({
      lookup: ((lookup) => (request) => {
        const row = server.byCode(request.query.get('code') ?? '');
        return row?.status === 'inactive'
          ? server.reply(200, server.show({ ...row, status: 'active', deactivated_at: null }))
          : lookup(request);
      })(server.lookup.bind(server)),
    })),
  ),
  fault('reads-agree', 'still lists a deleted record', (server) => {
    const ghosts: typeof server.rows = [];
    const drop = server.drop.bind(server);
    server.drop = (row) => {
      ghosts.push(row);
      drop(row);
    };
    server.listed = () => [...server.rows, ...ghosts];
  }),
  fault('reads-agree', 'shows another time in each read', (server) => {
    const show = server.show.bind(server);
    let skew = 0;
    server.show = (row) => {
      skew += 1000;
      return show({ ...row, created_at: row.created_at + skew });
    };
  }),
];
