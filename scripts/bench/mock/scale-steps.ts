import type { Sent } from './load.ts';
import { bodyOf, collection, fieldsOf, idOf } from './records.ts';

const PAGE = 20;

/** An operation, asked of a world. */
export interface Step {
  readonly name: string;
  readonly status: number;
  /** As many as are sent, in a world of so many records. */
  readonly requests: (records: number, count: number) => Sent[];
}

export const FIRST_PAGE = 'listRecords, the first page';
export const MIDDLE_PAGE = 'listRecords, the middle page';
export const LAST_PAGE = 'listRecords, the last page';
export const ANY_PAGE = 'listRecords, pages at random';

const json = { 'content-type': 'application/json' };
const search = (values: Record<string, unknown>) => new URLSearchParams(values as Record<string, string>);
const every = (count: number, make: (index: number) => Sent): Sent[] =>
  Array.from({ length: count }, (_, at) => make(at));

const get = (path: string): Sent => ({ method: 'GET', path: collection + path });
const pageOf = (record: number): Sent => get(`?${search({ page: Math.floor(record / PAGE) + 1, limit: PAGE })}`);

/** All over the world, so that a large one finds little of what it needs in the processor's caches. */
const anywhere =
  (make: (record: number) => Sent): Step['requests'] =>
  (records, count) =>
    every(count, () => make(Math.floor(Math.random() * records)));

/** The same page again and again. */
const page =
  (recordOf: (records: number) => number): Step['requests'] =>
  (records) => [pageOf(recordOf(records))];

export const reads: readonly Step[] = [
  { name: 'getRecord', status: 200, requests: anywhere((record) => get(`/${idOf(record)}`)) },
  {
    name: 'getActiveCode',
    status: 200,
    requests: anywhere((record) => {
      const { mentor_id, org_id } = fieldsOf(record);
      return get(`/active?${search({ mentor_id, org_id })}`);
    }),
  },
  {
    name: 'findByCode',
    status: 200,
    requests: anywhere((record) => get(`/lookup?${search({ code: fieldsOf(record).code })}`)),
  },
  { name: FIRST_PAGE, status: 200, requests: page(() => 0) },
  { name: MIDDLE_PAGE, status: 200, requests: page((records) => records / 2) },
  { name: LAST_PAGE, status: 200, requests: page((records) => records - 1) },
  { name: ANY_PAGE, status: 200, requests: anywhere(pageOf) },
];

/** The nth of so many records that are new in a world. */
const news =
  (make: (record: number) => Sent): Step['requests'] =>
  (records, count) =>
    every(count, (at) => make(records + at));
const one = (record: number) => `${collection}/${idOf(record)}`;

/** One after the other they go through the same new records, and leave a world as it was. */
export const writes: readonly Step[] = [
  {
    name: 'createCode',
    status: 201,
    requests: news((record) => ({ method: 'POST', path: collection, headers: json, body: bodyOf(record) })),
  },
  {
    name: 'deactivateCode',
    status: 200,
    requests: news((record) => ({ method: 'PUT', path: one(record), headers: json, body: '{"status":"inactive"}' })),
  },
  { name: 'deleteRecord', status: 200, requests: news((record) => ({ method: 'DELETE', path: one(record) })) },
];
