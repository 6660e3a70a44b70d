import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { until } from '../../conformance/test/servers/client.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const FILES = ['fairness.servers', 'ledger.node', 'self.browser'].map((name) => `conformance/test/${name}.test.ts`);

// On Linux, the processes of a run can be found by their environment, whatever process started them.
it.runIf(existsSync('/proc/self/environ'))(
  'tests that are stopped with Ctrl-C leave no process and no database behind',
  async () => {
    const mark = `TEST_RUN=${randomUUID()}`;
    const [name = '', value] = mark.split('=');
    const args = ['run', '--project=postgres', '--project=node', '--project=browser', ...FILES];
    const vitest = spawn(process.execPath, ['node_modules/vitest/vitest.mjs', ...args], {
      cwd: root,
      detached: true, // A process group of its own, as a shell gives to each command.
      env: { ...process.env, [name]: value },
      stdio: 'ignore',
    });
    const ended = once(vitest, 'exit');
    const started = ['bin/postgres', 'chrom', 'conformance/dist/bin.js'];
    await until(async () => started.every((program) => processesWith(mark).some((line) => line.includes(program))));
    const [data = ''] = processesWith(mark).flatMap((line) => line.match(/(?<=bin\/postgres -D )\S+/) ?? []);
    expect(existsSync(data)).toBe(true);
    // To the whole group, like a terminal.
    process.kill(-(vitest.pid as number), 'SIGINT');
    await ended;
    await until(async () => processesWith(mark).length === 0 && !existsSync(dirname(data)));
  },
  120_000,
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
