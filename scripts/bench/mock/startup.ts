import { start } from './server.ts';
import { median } from './statistics.ts';
import { bare, mock, recordPath } from './subjects.ts';
import { check, type Findings, share } from './table.ts';

/** Milliseconds from the start of the process to its first response, compared with a server of node:http alone. */
export async function startup({ rounds }: { rounds: number }): Promise<Findings> {
  const times = [bare, mock].map((subject) => ({ subject, milliseconds: [] as number[] }));
  for (let round = 0; round < rounds * 2; round++)
    for (const { subject, milliseconds } of times) {
      const server = await start(subject.command, recordPath);
      milliseconds.push(server.startup);
      await server.stop();
    }
  const figures = times.map(({ subject: { name }, milliseconds }) => ({ name, ms: median(milliseconds) }));
  const [floor, ours] = figures.map(({ ms }) => ms) as [number, number];
  const rows = figures.map(({ name, ms }) => ({ name, ms: Math.round(ms), 'this : node:http': share(ms / floor) }));
  return {
    figures,
    tables: [{ title: 'start to first response', rows }],
    verdicts: [check('start to first response : node:http', ours / floor, '<=', 2.5)],
  };
}
