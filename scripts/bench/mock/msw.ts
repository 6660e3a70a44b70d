import { forkHere, hear } from './child.ts';
import { check, type Findings } from './table.ts';

const GETS = 1000;

interface Kind {
  readonly name: string;
  readonly microseconds: number;
}

/** What a GET through msw costs in process, by kind of handlers. */
export async function overMsw({ rounds }: { rounds: number }): Promise<Findings> {
  // The floor comes first, the mock last.
  const kinds = await hear<Kind[]>(forkHere('msw-process.ts', String(rounds * 5), String(GETS)));
  const floor = kinds[0]!.microseconds;
  const rows = kinds.map(({ name, microseconds }) => ({
    name,
    µs: microseconds.toFixed(1),
    'over the floor': (microseconds - floor).toFixed(1),
  }));
  return {
    figures: kinds,
    tables: [{ title: 'a GET through msw in this process, microseconds', rows }],
    verdicts: [check('GET through msw, µs over the floor', kinds.at(-1)!.microseconds - floor, '<=', 30)],
  };
}
