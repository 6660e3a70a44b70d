import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { listen, PlainServer } from './servers/plain.ts';

const bin = new URL('../dist/bin.js', import.meta.url).pathname;

/** A server that breaks a MUST and deletes no record. */
class Keeping extends PlainServer {
  override taken() {
    return undefined;
  }
  override drop() {}
}

it('a server that breaks the contract leads to exit code 1, even if records are left behind', async () => {
  const state = await mkdtemp(join(tmpdir(), 'conformance-state-'));
  onTestFinished(() => rm(state, { recursive: true }));
  const server = new Keeping();
  await using target = await listen(server);
  const env = { ...process.env, XDG_STATE_HOME: state };
  const child = spawn(process.execPath, [bin, target.url, '--rule', 'code-is-unique'], { env, stdio: 'ignore' });
  expect(await once(child, 'exit')).toEqual([1, null]);
  expect(server.rows).not.toEqual([]);
});
