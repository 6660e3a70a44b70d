import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { mounts } from '@referral-codes/sdk/contract';
import { afterEach, describe, expect, it } from 'vitest';

const bin = fileURLToPath(new URL('../dist/bin.js', import.meta.url));
const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

function start(...args: string[]) {
  const child = spawn(process.execPath, [bin, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  started.push(child);
  const run = { child, stdout: '', stderr: '', ended: once(child, 'close').then(([code]) => code as number | null) };
  child.stdout.on('data', (data) => {
    run.stdout += data;
  });
  child.stderr.on('data', (data) => {
    run.stderr += data;
  });
  return run;
}

/** Starts the command and waits until it has said all it says. */
async function listening(...args: string[]) {
  const run = start('--port', '0', ...args);
  while (!run.stdout.includes('curl')) {
    if (run.child.exitCode !== null) throw new Error(run.stderr);
    await once(run.child.stdout, 'data');
  }
  return run;
}

describe('referral-codes-mock, as built', () => {
  it('prints the server URL of each mount and a first curl, all of which answer', async () => {
    const { stdout } = await listening('--scenario', 'source');
    const urls = [...stdout.matchAll(/^ {2}(http:\S+)/gm)].map(([, url]) => url!);
    expect(urls.map((url) => new URL(url).pathname)).toEqual(mounts.map((mount) => mount || '/'));
    for (const url of urls) {
      const list = await (await fetch(`${url}/api/v1/referral-code-records`)).json();
      expect(list.pagination.total).toBe(47);
    }
    const curl = stdout.match(/curl '(.*)'/)![1]!;
    expect((await (await fetch(curl)).json()).code).toBe('JAN-VERV-8F3A');
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('%s ends it with 0', async (signal) => {
    const run = await listening();
    run.child.kill(signal);
    expect(await run.ended).toBe(0);
    expect(run.stderr).toBe('');
  });

  it('a second signal ends it at once with 1, whatever a client still holds up', async () => {
    const run = await listening();
    const url = run.stdout.match(/^ {2}(http:\S+)/m)![1]!;
    const endless = new ReadableStream({ pull: () => new Promise(() => {}) });
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: endless, duplex: 'half' };
    fetch(`${url}/api/v1/referral-code-records`, init as RequestInit).catch(() => {});
    await fetch(`${url}/api/v1/referral-code-records`); // By now the server has the request above, too.
    run.child.kill('SIGTERM');
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(run.child.exitCode).toBe(null);
    run.child.kill('SIGTERM');
    expect(await run.ended).toBe(1);
  });

  it('a port that is taken: one line, exit 2', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const run = start('--port', String(port));
    expect(await run.ended).toBe(2);
    expect(run.stderr).toBe(
      `referral-codes-mock: port ${port} is taken; choose another with --port, or --port 0 for any free one\n`,
    );
    other.close();
  });

  it.each([
    [['--scenario', 'nope'], 'there is no scenario nope'],
    [['--scenario', '__proto__'], 'there is no scenario __proto__'],
    [['--port', 'x'], '--port is a number from 0 to 65535, not x'],
    [['--port', '65536'], '--port is a number from 0 to 65535, not 65536'],
    [['--port', '-1'], '--port'],
    [['--port', ''], '--port is a number'],
    [['--bad'], "Unknown option '--bad'"],
    [['extra'], "Unexpected argument 'extra'"],
    [['--host', '192.0.2.1'], '192.0.2.1 is no address of this machine'],
    [['--host', 'no-such-host.invalid'], 'this host is no address of this machine'],
  ])('%j: one clear line on stderr, exit 2', async (args, message) => {
    const run = start(...args);
    expect(await run.ended).toBe(2);
    expect(run.stderr).toContain(message);
    expect(run.stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(run.stdout).toBe('');
  });

  it('--help shows every option and ends with 0', async () => {
    const run = start('--help');
    expect(await run.ended).toBe(0);
    for (const option of ['--port', '--host', '--scenario', 'empty', 'source', 'demo'])
      expect(run.stdout).toContain(option);
  });
});
