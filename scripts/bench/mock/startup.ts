import { start } from './server.ts';
import { median } from './statistics.ts';
import { BARE, getPath, OURS, subjects } from './subjects.ts';
import { check, type Findings, share } from './table.ts';

/** Milliseconds from the start of the process to its first answer. */
export async function startup({ rounds }: { rounds: number }): Promise<Findings> {
  const figures = await measure(rounds * 2);
  const of = (name: string) => figures.find((figure) => figure.name === name)!.milliseconds;
  const rows = figures.map(({ name, milliseconds }) => ({
    name,
    ms: Math.round(milliseconds),
    'of bare': share(milliseconds / of(BARE)),
  }));
  return {
    figures,
    tables: [{ title: 'start to first answer', rows }],
    verdicts: [check('start to first answer : node:http', of(OURS) / of(BARE), '<=', 2.5)],
  };
}

/** Medians over the rounds, in turn. */
async function measure(rounds: number): Promise<{ name: string; milliseconds: number }[]> {
  const all = subjects()
    .filter(({ name }) => !/bridge|hono/.test(name))
    .map((subject) => ({ subject, times: [] as number[] }));
  for (let round = 0; round < rounds; round++)
    for (const { subject, times } of all) {
      const server = await start(subject.command, getPath(subject));
      times.push(server.startup);
      await server.stop();
    }
  return all.map(({ subject: { name }, times }) => ({ name, milliseconds: median(times) }));
}
