import { forkHere, nextMessage } from './child.ts';
import { check, type Findings } from './table.ts';

const GETS = 1000;

interface Figure {
  readonly name: string;
  readonly microseconds: number;
}

/** What a GET through msw costs in process, compared with a handler that does the least it can. */
export async function overMsw({ rounds }: { rounds: number }): Promise<Findings> {
  const child = forkHere('msw-process.ts', String(rounds * 5), String(GETS));
  const [floor, mock] = await nextMessage<[Figure, Figure]>(child);
  const rows = [floor, mock].map(({ name, microseconds }) => ({
    name,
    µs: microseconds.toFixed(1),
    'over the constant': (microseconds - floor.microseconds).toFixed(1),
  }));
  return {
    figures: [floor, mock],
    tables: [{ title: 'a GET through msw in this process, microseconds', rows }],
    verdicts: [check('GET through msw, µs over a constant', mock.microseconds - floor.microseconds, '<=', 30)],
  };
}
