import { getPath, subjects } from './http.ts';
import { start } from './server.ts';
import { median } from './statistics.ts';

/** Milliseconds from the start of the process to its first answer, by subject; medians over the rounds, in turn. */
export async function startup(rounds: number): Promise<{ name: string; milliseconds: number }[]> {
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
