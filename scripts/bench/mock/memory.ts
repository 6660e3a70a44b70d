import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { ask } from './child.ts';
import { median } from './statistics.ts';
import { check, type Table, type Verdict } from './table.ts';

export interface Watched {
  /** Bytes that a collection left, when the server was warm and at the end. */
  readonly live: { readonly warm: number; readonly end: number };
  /** Bytes that the system counted, from beginning to end. */
  readonly rss: readonly number[];
}

/**
 * Watches a server, started with --expose-gc, while it works. `work` calls what it is given once, when the server is warm.
 */
export async function watch(child: ChildProcess, work: (warm: () => Promise<void>) => Promise<void>): Promise<Watched> {
  const rss: number[] = [];
  let [over, warm] = [false, Number.NaN];
  const worked = work(async () => {
    warm = await ask(child, 'live');
  }).finally(() => {
    over = true;
  });
  while (!over) {
    rss.push(await ask(child, 'rss'));
    await Promise.race([worked, sleep(250)]);
  }
  await worked;
  return { live: { warm, end: await ask(child, 'live') }, rss };
}

/**
 * What the system counts goes up and down with the garbage that is not collected yet, so that two samples prove nothing. A
 * leak shows in what a collection leaves, to within a few hundred kilobytes; what the heap does not know of shows in the
 * long run of the other.
 */
export function flat(name: string, { live, rss }: Watched): { table: Table; verdicts: Verdict[] } {
  const third = Math.floor(rss.length / 3);
  const [middle, last] = [median(rss.slice(third, 2 * third)), median(rss.slice(2 * third))];
  const row = {
    'live MB, warm': megabytes(live.warm),
    'live MB, at the end': megabytes(live.end),
    'RSS MB, middle third': megabytes(middle),
    'RSS MB, last third': megabytes(last),
  };
  return {
    table: { title: `memory, ${name}`, rows: [row] },
    verdicts: [
      check(`live memory, ${name}, end : warm`, live.end / live.warm, '<=', 1.05),
      check(`RSS, ${name}, last third : middle`, last / middle, '<=', 1.1),
    ],
  };
}

const megabytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(1);
