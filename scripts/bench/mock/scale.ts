import { fileURLToPath } from 'node:url';
import type { Generator, Sent } from './load.ts';
import { bodyOf, collection, fieldsOf, idOf } from './records.ts';
import { type Server, start } from './server.ts';
import { median } from './statistics.ts';

/** A small world still fills every page asked for. */
const SMALL = 1000;
const PAGE = 20;

interface Step {
  readonly name: string;
  readonly status: number;
  /** The requests of a round, given the number of records and how many requests. */
  readonly requests: (records: number, count: number) => Sent[];
}

const json = { 'content-type': 'application/json' };
const search = (values: Record<string, unknown>) => new URLSearchParams(values as Record<string, string>);
const every = (count: number, make: (index: number) => Sent): Sent[] =>
  Array.from({ length: count }, (_, at) => make(at));
/** Reads go all over the world, so that no cache holds what they need. */
const anywhere = (records: number) => Math.floor(Math.random() * records);
const reads = (path: (record: number) => string) => (records: number, count: number) =>
  every(count, () => ({ method: 'GET', path: collection + path(anywhere(records)) }));

const FIRST_PAGE = 'listRecords, first page';
const DEEP_PAGE = 'listRecords, deep pages';

/** Writes go through the same new records one after the other, so that a round leaves the world as it was. */
const steps: readonly Step[] = [
  { name: 'getRecord', status: 200, requests: reads((record) => `/${idOf(record)}`) },
  {
    name: 'getActiveCode',
    status: 200,
    requests: reads((record) => {
      const { mentor_id, org_id } = fieldsOf(record);
      return `/active?${search({ mentor_id, org_id })}`;
    }),
  },
  {
    name: 'findByCode',
    status: 200,
    requests: reads((record) => `/lookup?${search({ code: fieldsOf(record).code })}`),
  },
  { name: FIRST_PAGE, status: 200, requests: reads(() => `?${search({ page: 1, limit: PAGE })}`) },
  {
    name: DEEP_PAGE,
    status: 200,
    requests: (records, count) =>
      reads((record) => `?${search({ page: Math.floor(record / PAGE) + 1, limit: PAGE })}`)(records, count),
  },
];

const writes = (records: number, from: number, count: number): (Step & { sent: Sent[] })[] =>
  [
    {
      name: 'createCode',
      status: 201,
      sent: every(count, (at) => ({
        method: 'POST',
        path: collection,
        headers: json,
        body: bodyOf(records + from + at),
      })),
    },
    {
      name: 'deactivateCode',
      status: 200,
      sent: every(count, (at) => ({
        method: 'PUT',
        path: `${collection}/${idOf(records + from + at)}`,
        headers: json,
        body: '{"status":"inactive"}',
      })),
    },
    {
      name: 'deleteRecord',
      status: 200,
      sent: every(count, (at) => ({ method: 'DELETE', path: `${collection}/${idOf(records + from + at)}` })),
    },
  ].map((step) => ({ ...step, requests: () => step.sent }));

export interface Scale {
  readonly records: number;
  readonly bytesPerRecord: number;
  readonly operations: { name: string; small: number; large: number }[];
  readonly deepToFirst: number;
}

/** Each operation's rate in a large world beside a small one, in turn. */
export async function atScale(generator: Generator, rounds: number, count: number, records: number): Promise<Scale> {
  const [small, large] = [await world(SMALL), await world(records)];
  try {
    const rates = new Map<string, { small: number[]; large: number[] }>();
    for (let round = -1; round < rounds; round++) {
      const of = (size: number) => [...steps, ...writes(size, (round + 1) * count, count)];
      const [smalls, larges] = [of(SMALL), of(records)];
      for (const [index, { name, status, requests }] of smalls.entries()) {
        const one = await generator.run(small.server, { requests: requests(SMALL, count), amount: count }, status);
        const other = await generator.run(
          large.server,
          { requests: larges[index]!.requests(records, count), amount: count },
          status,
        );
        if (round < 0) continue; // Warm-up.
        const known = rates.get(name) ?? { small: [], large: [] };
        known.small.push(one.perSecond);
        known.large.push(other.perSecond);
        rates.set(name, known);
      }
    }
    const operations = [...rates].map(([name, { small, large }]) => ({
      name,
      small: median(small),
      large: median(large),
    }));
    const largeRate = (wanted: string) => operations.find(({ name }) => name === wanted)!.large;
    const deepToFirst = largeRate(DEEP_PAGE) / largeRate(FIRST_PAGE);
    return { records, bytesPerRecord: large.bytes, operations, deepToFirst };
  } finally {
    await Promise.all([small, large].map(({ server }) => server.stop()));
  }
}

async function world(records: number): Promise<{ server: Server; bytes: number }> {
  const file = fileURLToPath(new URL('world-process.ts', import.meta.url));
  const command = (port: number) => ['--expose-gc', '--import', 'tsx', file, String(records), String(port)];
  let bytes = Number.NaN;
  const server = await start(command, collection, (child) =>
    child.on('message', (told: { bytes: number }) => {
      bytes = told.bytes;
    }),
  );
  return { server, bytes };
}
