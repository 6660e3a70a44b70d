import { fileURLToPath } from 'node:url';
import { nextMessage, usageOf } from './child.ts';
import { faster, type Generator, type Speed } from './load.ts';
import { type MeasuredOperation, reads, writes } from './operations.ts';
import { collection } from './records.ts';
import { type Server, start } from './server.ts';
import { mean } from './statistics.ts';
import { check, type Findings, share, type Verdict } from './table.ts';

/** The size that others are compared with: nearly empty, but every page is full. */
const FEW = 1000;

/** What is promised with more records: the least share of the speed with `FEW` of them, and the memory for each. */
const PROMISES = [
  { records: 100_000, reads: 0.9, writes: 0.9 },
  { records: 1_000_000, reads: 0.7, writes: 0.5, bytes: 750 },
] as const;

/** Megabytes that may stay in use after all rounds, beside the records; leaking 10 bytes a request would exceed it. */
const MOST_KEPT = 8;

/** Requests for each operation. With more writes, the small mock would not stay small. */
const [READS, WRITES] = [40_000, 10_000];
const operations = [
  ...reads.map((operation) => ({ ...operation, kind: 'reads', count: READS }) as const),
  ...writes.map((operation) => ({ ...operation, kind: 'writes', count: WRITES }) as const),
];

const SIZES = [FEW, ...PROMISES.map(({ records }) => records)];

/** The speeds of all rounds, by the number of records and the name of the operation. */
type Speeds = Map<number, Map<string, Speed[]>>;

/**
 * The speed of each operation with many records, compared with few. One process is filled with the sizes in turn: two processes
 * that do the same differ by more than the records do, since V8 may optimise Node's own code differently in each.
 */
export async function atScale({ generator, rounds }: { generator: Generator; rounds: number }): Promise<Findings> {
  const file = fileURLToPath(new URL('filled-mock.ts', import.meta.url));
  const server = await start((port) => ['--expose-gc', '--import', 'tsx', file, String(port)], collection);
  try {
    const before = await liveWith(server, FEW);
    const speeds = await measure(generator, server, rounds);
    // Only now, since a forced collection discards much of V8's optimised code.
    const live = new Map<number, number>();
    for (const size of SIZES) live.set(size, await liveWith(server, size));
    const { verdicts, ...found } = findings(speeds, live);
    const kept = ((live.get(FEW) ?? Number.NaN) - before) / 2 ** 20;
    return { ...found, verdicts: [...verdicts, check('MB kept after all rounds', kept, '<=', MOST_KEPT)] };
  } finally {
    await server.stop();
  }
}

async function measure(generator: Generator, server: Server, rounds: number): Promise<Speeds> {
  const speeds: Speeds = new Map(SIZES.map((size) => [size, new Map()]));
  // The first round does not count: V8 is still compiling.
  for (let round = -1; round < rounds; round++)
    for (const size of round % 2 === 0 ? SIZES : SIZES.toReversed()) {
      await fill(server, size);
      for (const operation of operations) {
        const speed = await run(generator, server, size, operation);
        if (round >= 0) add(speeds, size, operation.name, speed);
      }
    }
  return speeds;
}

function add(speeds: Speeds, size: number, name: string, speed: Speed): void {
  const ofSize = speeds.get(size);
  ofSize?.set(name, [...(ofSize.get(name) ?? []), speed]);
}

function findings(speeds: Speeds, live: ReadonlyMap<number, number>): Findings {
  const speedOf = (size: number, name: string) => average(speeds.get(size)?.get(name) ?? []);
  const liveOf = (size: number) => live.get(size) ?? Number.NaN;
  const rows = operations.map(({ name }) => ({
    name,
    [`a second, ${FEW} records`]: Math.round(speedOf(FEW, name).perSecond),
    ...Object.fromEntries(
      PROMISES.map(({ records }) => [
        `ratio, ${records} records`,
        share(speedOf(records, name).perSecond / speedOf(FEW, name).perSecond),
      ]),
    ),
  }));
  const verdicts = PROMISES.flatMap((promise): Verdict[] => {
    const { records } = promise;
    const found = operations.map(({ name, kind }) =>
      faster(`${name}, ${records} records : ${FEW}`, speedOf(records, name), speedOf(FEW, name), promise[kind]),
    );
    if (!('bytes' in promise)) return found;
    const bytes = (liveOf(records) - liveOf(FEW)) / (records - FEW);
    return [...found, check(`bytes a record, ${records} records`, bytes, '<=', promise.bytes)];
  });
  return { figures: rows, tables: [{ title: 'speed by number of records', rows }], verdicts };
}

async function fill({ child }: Server, records: number): Promise<void> {
  const filled = nextMessage<{ filled?: number }>(child, (message) => message.filled !== undefined);
  child.send({ fill: records });
  await filled;
}

/** Bytes in use with so many records, and with an empty journal. */
async function liveWith(server: Server, records: number): Promise<number> {
  await fill(server, records);
  return usageOf(server.child, 'live');
}

async function run(
  generator: Generator,
  server: Server,
  records: number,
  { requests, count, status }: MeasuredOperation & { count: number },
): Promise<Speed> {
  await generator.warmUp(server, { method: 'GET', path: `${collection}?limit=20` });
  return generator.run(server, { requests: requests(records, count), amount: count }, status);
}

/** By the time of all rounds together: a median would leave out the rounds in which a large heap was collected. */
const average = (speeds: Speed[]): Speed => ({
  perSecond: 1 / mean(speeds.map(({ perSecond }) => 1 / perSecond)),
  cpu: mean(speeds.map(({ cpu }) => cpu)),
});
