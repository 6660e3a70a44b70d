import { fileURLToPath } from 'node:url';
import { ask } from './child.ts';
import { faster, type Generator, type Speed } from './load.ts';
import { collection } from './records.ts';
import { ANY_PAGE, FIRST_PAGE, LAST_PAGE, MIDDLE_PAGE, reads, type Step, writes } from './scale-steps.ts';
import { type Server, start } from './server.ts';
import { mean } from './statistics.ts';
import { check, type Findings, share } from './table.ts';

/** As good as empty, and still each page has all its records. */
const SMALL = 1000;
/** Requests a step. As many writes would make the small world a larger one. */
const [READS, WRITES] = [20_000, 10_000];

interface World {
  readonly records: number;
  readonly server: Server;
}
/** By operation. */
type Speeds = Map<string, Speed[]>;

interface Options {
  readonly generator: Generator;
  readonly rounds: number;
  readonly records: number;
}

/** Each operation's speed in a large world beside a small one. */
export async function atScale({ generator, rounds, records }: Options): Promise<Findings> {
  const [small, large] = [await world(SMALL), await world(records)];
  try {
    // Before anything was asked, so that the records are all that the two do not share.
    const [few, many] = [await ask(small.server.child, 'live'), await ask(large.server.child, 'live')];
    const [smalls, larges] = await measure(generator, rounds, small, large);
    return findings(records, (many - few) / (records - SMALL), smalls, larges);
  } finally {
    await Promise.all([small, large].map(({ server }) => server.stop()));
  }
}

function findings(records: number, bytes: number, smalls: Speeds, larges: Speeds): Findings {
  const operations = [...smalls.keys()].map((name) => ({
    name,
    small: average(smalls.get(name)!),
    large: average(larges.get(name)!),
  }));
  const large = (wanted: string) => operations.find(({ name }) => name === wanted)!.large;
  const rows = operations.map(({ name, small, large }) => ({
    name,
    'a second, a thousand records': Math.round(small.perSecond),
    [`a second, ${records} records`]: Math.round(large.perSecond),
    ratio: share(large.perSecond / small.perSecond),
    'ratio by processor time': share(small.cpu / large.cpu),
  }));
  return {
    figures: { records, bytes, operations },
    tables: [{ title: `with ${records} records beside a thousand`, rows }],
    verdicts: [
      // Pages at random are told and not judged: twenty records from anywhere are a hundred texts that no cache holds.
      ...operations
        .filter(({ name }) => name !== ANY_PAGE)
        .map(({ name, small, large }) =>
          faster(`${name}, with ${records} records : with a thousand`, large, small, 0.9),
        ),
      faster('the middle page : the first', large(MIDDLE_PAGE), large(FIRST_PAGE), 0.9),
      faster('the last page : the first', large(LAST_PAGE), large(FIRST_PAGE), 0.9),
      check('bytes a record', bytes, '<=', 600),
    ],
  };
}

/** Step by step, one world after the other, and in the next round the other way about. */
async function measure(generator: Generator, rounds: number, small: World, large: World) {
  const speeds = new Map([small, large].map((world) => [world, new Map() as Speeds]));
  for (let round = -1; round < rounds; round++)
    for (const [steps, count] of [[reads, READS] as const, [writes(round + 1), WRITES] as const])
      for (const step of steps)
        for (const world of round % 2 === 0 ? [small, large] : [large, small]) {
          const speed = await run(generator, world, step, count);
          if (round < 0) continue; // Until then, code is still being compiled.
          const known = speeds.get(world)!;
          known.set(step.name, [...(known.get(step.name) ?? []), speed]);
        }
  return [speeds.get(small)!, speeds.get(large)!] as const;
}

async function run(generator: Generator, { records, server }: World, step: Step, count: number): Promise<Speed> {
  const requests = step.requests(records, count);
  await generator.warmUp(server, { method: 'GET', path: `${collection}?limit=20` });
  return generator.run(server, { requests, amount: count }, step.status);
}

/** By all the time that all rounds took: a median would leave out those in which a large heap was collected. */
const average = (speeds: Speed[]): Speed => ({
  perSecond: 1 / mean(speeds.map(({ perSecond }) => 1 / perSecond)),
  cpu: mean(speeds.map(({ cpu }) => cpu)),
});

async function world(records: number): Promise<World> {
  const file = fileURLToPath(new URL('world-process.ts', import.meta.url));
  const command = (port: number) => ['--expose-gc', '--import', 'tsx', file, String(records), String(port)];
  return { records, server: await start(command, collection) };
}
