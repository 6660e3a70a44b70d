import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { isRunning, thisProcess } from './process-identity.ts';

it('a process is running until it has ended, and is not confused with a later one with the same id', () => {
  expect(isRunning(thisProcess())).toBe(true);
  expect(isRunning({ ...thisProcess(), started: 'long ago' })).toBe(false);
  expect(isRunning({ pid: 2 ** 30 })).toBe(false);
});

// Elsewhere ps tells of it, in a form of its own.
it.runIf(existsSync('/proc/self/stat'))(
  'a process that has ended is not running, even if its parent has not waited for it',
  async () => {
    // The parent becomes another program, which never waits for its child. Only then does the child end.
    const child = 'until grep -q sleep /proc/$$/comm; do sleep 0.01; done';
    const parent = spawn('sh', ['-c', `(${child}) & echo $!; exec sleep 30`], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [output] = (await once(parent.stdout, 'data')) as [Buffer];
    const pid = Number(output.toString());
    await expect.poll(() => isRunning({ pid }), { timeout: 10_000 }).toBe(false);
    expect(() => process.kill(pid, 0)).not.toThrow();
    parent.kill();
  },
);
