import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { until } from '../../conformance/test/servers/client.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const FILES = ['conformance/test/fairness.servers', 'mock/test/state-file.node', 'conformance/test/self.browser'];
// Each of these tests takes several seconds.
const TITLES = 'whenever the mock is killed|has no MUST against it|as a service worker';

// Linux shows the environment of each process, by which those of one run are found, whoever started them.
describe.runIf(existsSync('/proc/self/environ'))(
  'tests that are stopped leave no process and no database behind',
  () => {
    it.each<[string, (pid: number) => number]>([
      ['with Ctrl-C in a terminal, which reaches their whole process group', (pid) => -pid],
      ['with a SIGINT that reaches only their first process', (pid) => pid],
    ])(
      '%s',
      async (_, target) => {
        const mark = `TEST_RUN=${randomUUID()}`;
        const [name = '', value] = mark.split('=');
        const args = ['run', '--project=postgres', '--project=node', '--project=browser', ...FILES, '-t', TITLES];
        const vitest = spawn(process.execPath, ['node_modules/vitest/vitest.mjs', ...args], {
          cwd: root,
          detached: true, // A process group of its own, as a shell gives to each command.
          env: { ...process.env, [name]: value },
          stdio: 'ignore',
        });
        const ended = once(vitest, 'exit');
        const started = ['bin/postgres', 'chrom', 'mock/dist/bin.js'];
        await until(async () => started.every((program) => processesWith(mark).some((line) => line.includes(program))));
        const [data = ''] = processesWith(mark).flatMap((line) => line.match(/(?<=bin\/postgres -D )\S+/) ?? []);
        expect(existsSync(data)).toBe(true);
        process.kill(target(vitest.pid as number), 'SIGINT');
        await ended;
        // Sooner than the tests would end by themselves.
        await expect.poll(() => processesWith(mark), { timeout: 10_000 }).toEqual([]);
        await until(async () => !existsSync(dirname(data)));
      },
      120_000,
    );
  },
);

/** The command lines of the processes that have this in their environment. */
function processesWith(variable: string): string[] {
  const read = (pid: string, file: string) => {
    try {
      return readFileSync(`/proc/${pid}/${file}`, 'utf8').split('\0');
    } catch {
      return []; // It has ended, or belongs to another user.
    }
  };
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.filter((pid) => read(pid, 'environ').includes(variable)).map((pid) => read(pid, 'cmdline').join(' '));
}
