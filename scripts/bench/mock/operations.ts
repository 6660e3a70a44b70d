import type { RequestSpec } from './load.ts';
import { bodyOf, collection, fieldsOf, idOf } from './records.ts';

const PAGE = 20;

/** An operation, and the requests that measure it. */
export interface MeasuredOperation {
  readonly name: string;
  readonly status: number;
  /** Requests to a mock with so many records; `count` of them will be sent, over again if there are fewer. */
  readonly requests: (records: number, count: number) => RequestSpec[];
}

type Requests = MeasuredOperation['requests'];

const json = { 'content-type': 'application/json' };
const search = (values: Record<string, unknown>) => new URLSearchParams(values as Record<string, string>);
const times = (count: number, make: (index: number) => RequestSpec): RequestSpec[] =>
  Array.from({ length: count }, (_, index) => make(index));

const get = (path: string): RequestSpec => ({ method: 'GET', path: collection + path });
const pageOf = (record: number): RequestSpec => get(`?${search({ page: Math.floor(record / PAGE) + 1, limit: PAGE })}`);

/** Requests for records drawn at random, so that the processor's caches hold few of them. */
const atRandom =
  (make: (record: number) => RequestSpec): Requests =>
  (records, count) =>
    times(count, () => make(Math.floor(Math.random() * records)));

/** The same page again and again. */
const page =
  (recordOf: (records: number) => number): Requests =>
  (records) => [pageOf(recordOf(records))];

export const reads: readonly MeasuredOperation[] = [
  { name: 'getRecord', status: 200, requests: atRandom((record) => get(`/${idOf(record)}`)) },
  {
    name: 'getActiveCode',
    status: 200,
    requests: atRandom((record) => {
      const { mentor_id, org_id } = fieldsOf(record);
      return get(`/active?${search({ mentor_id, org_id })}`);
    }),
  },
  {
    name: 'findByCode',
    status: 200,
    requests: atRandom((record) => get(`/lookup?${search({ code: fieldsOf(record).code })}`)),
  },
  { name: 'listRecords, the first page', status: 200, requests: page(() => 0) },
  { name: 'listRecords, the middle page', status: 200, requests: page((records) => records / 2) },
  { name: 'listRecords, the last page', status: 200, requests: page((records) => records - 1) },
  { name: 'listRecords, pages at random', status: 200, requests: atRandom(pageOf) },
];

/** Requests for records that are not there at first: the nth of them is number `records + n`. */
const ofNew =
  (make: (record: number) => RequestSpec): Requests =>
  (records, count) =>
    times(count, (index) => make(records + index));
const pathOf = (record: number) => `${collection}/${idOf(record)}`;

/** To be measured in this order: the same new records are created, deactivated and deleted. */
export const writes: readonly MeasuredOperation[] = [
  {
    name: 'createCode',
    status: 201,
    requests: ofNew((record) => ({ method: 'POST', path: collection, headers: json, body: bodyOf(record) })),
  },
  {
    name: 'deactivateCode',
    status: 200,
    requests: ofNew((record) => ({
      method: 'PUT',
      path: pathOf(record),
      headers: json,
      body: '{"status":"inactive"}',
    })),
  },
  { name: 'deleteRecord', status: 200, requests: ofNew((record) => ({ method: 'DELETE', path: pathOf(record) })) },
];
