import { fileURLToPath } from 'node:url';
import { ask, hear } from './child.ts';
import { faster, type Generator, type Speed } from './load.ts';
import { collection } from './records.ts';
import { ANY_PAGE, FIRST_PAGE, LAST_PAGE, MIDDLE_PAGE, reads, type Step, writes } from './scale-steps.ts';
import { type Server, start } from './server.ts';
import { mean } from './statistics.ts';
import { check, type Findings, share } from './table.ts';

/** As good as empty, and still each page has all its records. */
const SMALL = 1000;
/** Requests a step. As many writes would make the small world a larger one. */
const [READS, WRITES] = [40_000, 10_000];

interface World {
  readonly records: number;
  /** By operation. */
  readonly speeds: Map<string, Speed[]>;
}

interface Options {
  readonly generator: Generator;
  readonly rounds: number;
  readonly records: number;
}

/**
 * Each operation's speed with many records beside its own with few. One process has now these and now those: two that do
 * the same differ by more than the records make, by what V8 happened to learn of Node's own code.
 */
export async function atScale({ generator, rounds, records }: Options): Promise<Findings> {
  const file = fileURLToPath(new URL('world-process.ts', import.meta.url));
  const server = await start((port) => ['--expose-gc', '--import', 'tsx', file, String(port)], collection);
  const [small, large] = [SMALL, records].map((records): World => ({ records, speeds: new Map() }));
  try {
    for (let round = -1; round < rounds; round++)
      for (const world of round % 2 === 0 ? [small!, large!] : [large!, small!]) {
        await begin(server, world);
        for (const [steps, count] of [[reads, READS] as const, [writes, WRITES] as const])
          for (const step of steps) {
            const speed = await run(generator, server, world, step, count);
            // Before the first, code is still being compiled.
            if (round >= 0) world.speeds.set(step.name, [...(world.speeds.get(step.name) ?? []), speed]);
          }
      }
    // Last, since V8 forgets much of what it learned once it is made to collect.
    const bytes = (await live(server, large!)) - (await live(server, small!));
    return findings(small!, large!, bytes / (records - SMALL));
  } finally {
    await server.stop();
  }
}

function findings(small: World, large: World, bytes: number): Findings {
  const { records } = large;
  const operations = [...small.speeds.keys()].map((name) => ({
    name,
    small: average(small.speeds.get(name)!),
    large: average(large.speeds.get(name)!),
  }));
  const inLarge = (wanted: string) => operations.find(({ name }) => name === wanted)!.large;
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
      // Pages at random are told and not judged: twenty records from anywhere are more memory than any cache holds.
      ...operations
        .filter(({ name }) => name !== ANY_PAGE)
        .map(({ name, small, large }) =>
          faster(`${name}, with ${records} records : with a thousand`, large, small, 0.9),
        ),
      faster('the middle page : the first', inLarge(MIDDLE_PAGE), inLarge(FIRST_PAGE), 0.9),
      faster('the last page : the first', inLarge(LAST_PAGE), inLarge(FIRST_PAGE), 0.9),
      check('bytes a record', bytes, '<=', 600),
    ],
  };
}

async function begin({ child }: Server, { records }: World): Promise<void> {
  const begun = hear<{ begun?: number }>(child, (message) => message.begun !== undefined);
  child.send({ begin: records });
  await begun;
}

/** What a collection leaves of a world that was asked nothing, in bytes. */
async function live(server: Server, world: World): Promise<number> {
  await begin(server, world);
  return ask(server.child, 'live');
}

async function run(generator: Generator, server: Server, world: World, step: Step, count: number): Promise<Speed> {
  const requests = step.requests(world.records, count);
  await generator.warmUp(server, { method: 'GET', path: `${collection}?limit=20` });
  return generator.run(server, { requests, amount: count }, step.status);
}

/** By all the time that all rounds took: a median would leave out those in which a large heap was collected. */
const average = (speeds: Speed[]): Speed => ({
  perSecond: 1 / mean(speeds.map(({ perSecond }) => 1 / perSecond)),
  cpu: mean(speeds.map(({ cpu }) => cpu)),
});
