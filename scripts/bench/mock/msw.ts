import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** Microseconds of a GET, by kind of handlers; the floor first, the mock last. */
export async function overMsw(rounds: number, gets: number): Promise<{ name: string; microseconds: number }[]> {
  const file = fileURLToPath(new URL('msw-process.ts', import.meta.url));
  const child = fork(file, [String(rounds), String(gets)]);
  const [figures] = await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`${file} ended with ${code}`))),
  ]);
  return figures;
}
