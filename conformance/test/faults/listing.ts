import { required } from '../../src/errors.ts';
import { bodies, type Fault, fault, instead, steps } from './fault.ts';

const paged = (change: (pagination: Record<string, number>, length: number) => object) =>
  bodies(['list'], ({ data, pagination }) => ({
    data,
    pagination: { ...pagination, ...change(pagination, data.length) },
  }));
const asked = (change: (query: URLSearchParams) => void) =>
  instead(['list'], (_, { query }) => {
    change(query);
    return undefined;
  });
/** Another order each time: the list starts one record later. */
function rotating() {
  let turn = 0;
  return steps((server) => ({
    listed: () => {
      turn += 1;
      const at = turn % Math.max(1, server.rows.length);
      return [...server.rows.slice(at), ...server.rows.slice(0, at)];
    },
  }));
}
const stale = (ms: number) =>
  steps((server) => {
    let [rows, until] = [[...server.rows], 0];
    return {
      listed: () => {
        if (Date.now() > until) [rows, until] = [[...server.rows], Date.now() + ms];
        return rows;
      },
    };
  });

export const listing: Fault[] = [
  fault(
    'list-defaults',
    'uses a default limit of 10',
    asked((query) => query.has('limit') || query.set('limit', '10')),
  ),
  fault(
    'list-defaults',
    'uses page 2 by default',
    asked((query) => query.has('page') || query.set('page', '2')),
  ),
  fault('list-defaults', 'shows limit 20 but applies 50', (server) => {
    for (let index = 0; index < 30; index += 1)
      server.insert(server.rowOf({ mentor_id: `m${index}`, org_id: 'o', code: `OLD-${index}` }));
    const slice = server.slice.bind(server);
    server.slice = (rows, page, limit) => slice(rows, page, limit === 20 ? 50 : limit);
  }),
  fault(
    'list-echoes-its-page',
    'always shows page 1',
    paged(() => ({ page: 1 })),
  ),
  fault(
    'list-echoes-its-page',
    'shows the number of records as the limit',
    paged((_, length) => ({ limit: Math.max(1, length) })),
  ),
  fault(
    'list-echoes-its-page',
    'counts pages from 0',
    paged(({ page }) => ({ page: required(page) - 1 })),
  ),
  fault(
    'list-echoes-its-page',
    'ignores the limit',
    asked((query) => query.set('limit', '20')),
  ),
  fault(
    'list-holds-at-most-limit',
    'lists one record more than limit',
    steps((server) => ({
      slice: (rows, page, limit) => rows.slice((page - 1) * limit, page * limit + 1),
      rows: server.rows,
    })),
  ),
  fault(
    'list-holds-at-most-limit',
    'lists all records whatever the limit',
    steps(() => ({ slice: (rows) => rows })),
  ),
  fault(
    'list-holds-at-most-limit',
    'lists two records if limit is 1',
    steps(() => ({ slice: (rows, page, limit) => rows.slice((page - 1) * limit, page * Math.max(2, limit)) })),
  ),
  fault(
    'list-pages-partition',
    'skips a record between pages',
    steps(() => ({
      slice: (rows, page, limit) => rows.slice((page - 1) * (limit + 1), (page - 1) * (limit + 1) + limit),
    })),
  ),
  fault(
    'list-pages-partition',
    'repeats the last record of a page on the next page',
    steps(() => ({ slice: (rows, page, limit) => rows.slice((page - 1) * limit - (page > 1 ? 1 : 0), page * limit) })),
  ),
  fault(
    'list-pages-partition',
    'omits the last page if it is not full',
    steps(() => ({
      slice: (rows, page, limit) =>
        page > 1 && page * limit > rows.length ? [] : rows.slice((page - 1) * limit, page * limit),
    })),
  ),
  fault(
    'list-pages-partition',
    'responds with page 1 whatever page is requested',
    steps(() => ({ slice: (rows, _, limit) => rows.slice(0, limit) })),
  ),

  fault(
    'list-total-is-every-record',
    'counts only the records on the page',
    paged((_, length) => ({ total: length })),
  ),
  fault(
    'list-total-is-every-record',
    'counts active records only',
    steps((server) => ({ total: () => server.rows.filter(({ status }) => status === 'active').length })),
  ),
  fault('list-total-is-every-record', 'counts deleted records too', (server) => {
    let ever = 0;
    const insert = server.insert.bind(server);
    server.insert = (row) => {
      ever += 1;
      insert(row);
    };
    server.total = () => ever;
  }),
  fault(
    'list-total-is-every-record',
    'counts pages instead of records',
    paged(({ total, limit }) => ({ total: Math.ceil(required(total) / required(limit)) })),
  ),
  fault(
    'list-total-is-every-record',
    'counts one record too many',
    paged(({ total }) => ({ total: required(total) + 1 })),
  ),
  fault(
    'list-shows-created',
    'omits the newest record',
    steps((server) => ({ listed: () => server.rows.slice(0, -1) })),
  ),
  fault('list-shows-created', 'lists from a cache that is up to a second old', stale(1000)),
  fault(
    'list-shows-created',
    'writes codes in lower case',
    bodies(['list'], ({ data, pagination }) => ({
      data: data.map((record: { code: string }) => ({ ...record, code: record.code.toLowerCase() })),
      pagination,
    })),
  ),
  fault(
    'list-keeps-inactive',
    'lists active records only',
    steps((server) => ({ listed: () => server.rows.filter(({ status }) => status === 'active') })),
  ),
  fault(
    'list-keeps-inactive',
    'lists inactive records as active',
    bodies(['list'], ({ data, pagination }) => ({
      data: data.map((record: object) => ({ ...record, status: 'active', deactivated_at: null })),
      pagination,
    })),
  ),
  fault('list-hides-deleted', 'lists deleted records', (server) => {
    const ever: typeof server.rows = [];
    const insert = server.insert.bind(server);
    server.insert = (row) => {
      ever.push(row);
      insert(row);
    };
    server.listed = () => ever;
  }),
  fault('list-hides-deleted', 'lists from a cache that is up to two seconds old', stale(2000)),
  fault('list-order-is-stable', 'lists in another order each time', rotating()),
  fault('list-order-is-stable', 'reverses the order every other time', (server) => {
    let turn = 0;
    server.listed = () => (++turn % 2 ? server.rows : server.rows.toReversed());
  }),
  fault(
    'list-oldest-first',
    'lists the newest record first',
    steps((server) => ({ listed: () => server.rows.toReversed() })),
  ),
  fault(
    'list-oldest-first',
    'lists by code in descending order',
    steps((server) => ({ listed: () => server.rows.toSorted((a, b) => (a.code < b.code ? 1 : -1)) })),
  ),
  fault('list-oldest-first', 'lists inactive records last', (server) => {
    server.insert({
      ...server.rowOf({ mentor_id: 'm', org_id: 'o', code: 'OLD' }),
      status: 'inactive',
      deactivated_at: 1,
    });
    server.listed = () =>
      server.rows.toSorted((a, b) => Number(a.status === 'inactive') - Number(b.status === 'inactive'));
  }),
  fault(
    'list-past-the-end-is-empty',
    'responds with 404 past the end',
    instead(['list'], (server, { query }) => (Number(query.get('page')) > 100 ? server.unknown() : undefined)),
  ),
  fault(
    'list-past-the-end-is-empty',
    'repeats the last page past the end',
    steps(() => ({
      slice: (rows, page, limit) =>
        rows.slice(Math.min((page - 1) * limit, Math.floor((rows.length - 1) / limit) * limit)).slice(0, limit),
    })),
  ),
  fault(
    'list-past-the-end-is-empty',
    'shows total 0 after the last page',
    paged(({ page, total }) => ({ total: required(page) > 100 ? 0 : total })),
  ),
  fault(
    'list-refuses-bad-paging',
    'treats page 0 as page 1',
    asked((query) => query.get('page') === '0' && query.set('page', '1')),
  ),
  fault(
    'list-refuses-bad-paging',
    'treats a value that is not a number as missing',
    asked((query) => /[^\d-]/.test(query.get('limit') ?? '') && query.delete('limit')),
  ),
  fault(
    'list-refuses-bad-paging',
    'reduces a limit of 101 to 100',
    asked((query) => query.get('limit') === '101' && query.set('limit', '100')),
  ),
  fault('list-refuses-bad-paging', 'responds with 422', (server) => {
    server.list = ((list) => (request) => {
      const reply = list(request);
      return reply.status === 400 ? { ...reply, status: 422 } : reply;
    })(server.list.bind(server));
  }),
];
