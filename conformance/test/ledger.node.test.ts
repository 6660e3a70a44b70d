import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runConformance } from '../src/index.ts';
import { runCommand } from './command.ts';
import { listen, PlainServer, type Row } from './servers/plain.ts';

const bin = new URL('../dist/bin.js', import.meta.url).pathname;
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

let state: string;
let folder: string;
beforeEach(async () => {
  state = await mkdtemp(join(tmpdir(), 'conformance-state-'));
  folder = join(state, 'referral-codes-conformance');
});
afterEach(() => rm(state, { recursive: true }));

const command = (...args: string[]) => runCommand(args, { XDG_STATE_HOME: state });
const ledgers = () => readdir(folder).catch(() => []);

/** A slow server, so that a run can be stopped before its end. */
function slowServer(ms = 10): PlainServer {
  const server = new PlainServer();
  const handle = server.handle.bind(server);
  server.handle = async (request) => {
    await wait(ms);
    return handle(request);
  };
  return server;
}

/** Starts the command from dist. */
const start = (url: string, ...args: string[]) =>
  spawn(process.execPath, [bin, url, ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, XDG_STATE_HOME: state },
  });

/** Starts a run and kills it once the server has eight records. Returns the file of its ledger. */
async function killedRun(url: string, server: PlainServer, ...args: string[]): Promise<string> {
  const child = start(url, ...args);
  await records(server, 8, child);
  child.kill('SIGKILL');
  await once(child, 'exit');
  const [name] = await ledgers();
  const file = join(folder, name as string);
  // As if it were long ago, so that cleanup does not wait for late creates.
  await writeFile(file, (await readFile(file, 'utf8')).replaceAll(/"sentAt":\d+/g, '"sentAt":0'));
  await wait(50);
  return file;
}

async function records(server: PlainServer, count: number, child: ChildProcess): Promise<void> {
  while (server.rows.length < count) {
    if (child.exitCode !== null) throw new Error(`the run ended before there were ${count} records`);
    await wait(5);
  }
}

const insertForeign = (server: PlainServer, name: string): Row => {
  const row = server.rowOf({ mentor_id: `somebody-${name}`, org_id: 'else', code: `THEIRS-${name}` });
  server.insert(row);
  return row;
};

describe('the ledger of a run', () => {
  it('is deleted once all records are deleted', async () => {
    await using target = await listen(new PlainServer());
    expect(await command(target.url, '--rule', 'get-answers-the-record')).toMatchObject({ code: 0 });
    expect(await ledgers()).toEqual([]);
    expect(await command('cleanup')).toMatchObject({ code: 0, out: 'there is nothing to clean up\n' });
  });

  it('can be read only by its owner, and so can its folder', async () => {
    const server = slowServer();
    await using target = await listen(server);
    const file = await killedRun(target.url, server);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
  });

  it('survives a crash, contains no secret, and names exactly the records that cleanup deletes', async () => {
    const server = slowServer();
    const theirs = insertForeign(server, 'A');
    await using target = await listen(server);
    const file = await killedRun(target.url, server, '-H', 'Authorization: Bearer hush-4711');
    expect(server.rows.length).toBeGreaterThan(1);
    expect(await readFile(file, 'utf8')).not.toContain('hush-4711');
    expect(await command('cleanup', 'http://127.0.0.1:1')).toMatchObject({ out: 'there is nothing to clean up\n' });
    expect(await command('cleanup')).toMatchObject({
      code: 0,
      out: expect.stringContaining('all records of the run are deleted'),
    });
    expect(server.rows).toEqual([theirs]);
    expect(await ledgers()).toEqual([]);
  });

  it('of a run that is still in progress is not used, with exit code 2', async () => {
    const server = slowServer();
    await using target = await listen(server);
    const child = start(target.url);
    await records(server, 3, child);
    const { code, out } = await command('cleanup');
    expect(out).toContain('a run is still in progress there');
    expect(code).toBe(2);
    child.kill('SIGKILL');
    await once(child, 'exit');
  });

  it('of a run whose process id was reused is cleaned up', async () => {
    const server = slowServer();
    await using target = await listen(server);
    const file = await killedRun(target.url, server);
    const [head, ...notes] = (await readFile(file, 'utf8')).split('\n');
    await writeFile(file, [JSON.stringify({ ...JSON.parse(head as string), pid: process.pid }), ...notes].join('\n'));
    expect(await command('cleanup')).toMatchObject({ code: 0 });
    expect(server.rows).toEqual([]);
  });

  it('finds a record by its code, and deletes it only if mentor and organisation are those that were sent', async () => {
    const server = slowServer();
    await using target = await listen(server);
    await killedRun(target.url, server);
    // Another client now has the codes and the ids of this run.
    for (const row of server.rows) row.mentor_id = `somebody-${row.id}`;
    const before = structuredClone(server.rows);
    expect(await command('cleanup')).toMatchObject({ code: 2 });
    expect(server.rows).toEqual(before);
  });

  it('deletes nothing of another database at the same URL, and names the records that it did not find', async () => {
    const server = slowServer();
    await using target = await listen(server);
    await killedRun(target.url, server);
    const ids = server.rows.map(({ id }) => id);
    server.rows = [];
    for (const id of ids) insertForeign(server, id).id = id;
    const before = structuredClone(server.rows);
    const { code, out } = await command('cleanup');
    expect(code).toBe(2);
    expect(out).toMatch(/could not delete .*code CF-/);
    expect(out).toContain(folder);
    expect(server.rows).toEqual(before);
  });
});

describe('cleanup', () => {
  it('sends headers only to a server that is given on the command line', async () => {
    let asked = 0;
    const spy = createServer((_, response) => {
      asked += 1;
      response.end('{}');
    });
    await new Promise<void>((resolve) => spy.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(spy.address() as AddressInfo).port}`;
    await mkdir(folder, { mode: 0o700 });
    const head = { url, token: 'abcdefgh', pid: 1, started: 'long ago' };
    const entry = { number: 0, sentAt: 0, code: 'CF-ABCDEFGH-1' };
    const lines = [head, entry].map((line) => JSON.stringify(line));
    await writeFile(join(folder, 'planted.jsonl'), lines.join('\n'), { mode: 0o600 });
    const { code, err } = await command('cleanup', '-H', 'Authorization: Bearer hush-4711');
    expect({ code, asked }).toEqual({ code: 2, asked: 0 });
    expect(err).toContain('give the server URL as well');
    await new Promise((resolve) => spy.close(resolve));
  });

  const planted = async (file: string) => {
    await mkdir(folder, { mode: 0o700 });
    await writeFile(file, '{"url":"http://127.0.0.1:1","token":"abcdefgh","pid":1}\n', { mode: 0o600 });
  };

  it('does not use a ledger, or a folder of ledgers, that other users can write', async () => {
    const file = join(folder, 'planted.jsonl');
    await planted(file);
    await chmod(file, 0o666);
    expect(await command('cleanup')).toMatchObject({
      code: 2,
      err: expect.stringContaining('can be written by other'),
    });
    await chmod(file, 0o600);
    await chmod(folder, 0o777);
    expect(await command('cleanup')).toMatchObject({
      code: 2,
      err: expect.stringContaining('can be written by other'),
    });
  });

  // Only root can change the owner of a file.
  it.runIf(process.getuid?.() === 0)('does not use a ledger that belongs to another user', async () => {
    const file = join(folder, 'planted.jsonl');
    await planted(file);
    await chown(file, 12_345, 12_345);
    expect(await command('cleanup')).toMatchObject({
      code: 2,
      err: expect.stringContaining('belongs to another user'),
    });
  });

  it('does not write a ledger to a folder that other users can write', async () => {
    await mkdir(folder);
    await chmod(folder, 0o777);
    const server = new PlainServer();
    await using target = await listen(server);
    const { code, err } = await command(target.url, '--rule', 'get-answers-the-record');
    expect({ code, rows: server.rows }).toEqual({ code: 2, rows: [] });
    expect(err).toContain('set XDG_STATE_HOME to a folder of your own');
  });
});

describe('the folder of the ledgers', () => {
  const leaves = async (env: Record<string, string | undefined>): Promise<void> => {
    const server = new PlainServer();
    server.drop = () => {};
    await using target = await listen(server);
    const { code } = await runCommand([target.url, '--rule', 'get-answers-the-record'], env);
    expect(code).toBe(2);
  };
  const inside = async (path: string) =>
    (await readdir(path).catch(() => [])).filter((name) => name.endsWith('.jsonl'));

  it('is in HOME if XDG_STATE_HOME is empty or not an absolute path', async () => {
    for (const XDG_STATE_HOME of ['', 'relative', undefined]) await leaves({ XDG_STATE_HOME, HOME: state });
    expect(await inside(join(state, '.local/state/referral-codes-conformance'))).toHaveLength(3);
    expect(await readdir('.')).not.toContain('referral-codes-conformance');
    expect(await readdir('.')).not.toContain('relative');
  });

  it('contains the id of a user without a home', async () => {
    const own = join(tmpdir(), `referral-codes-conformance-${process.getuid?.()}`);
    const before = await inside(own);
    await leaves({ HOME: '' });
    const added = (await inside(own)).filter((name) => !before.includes(name));
    expect(added).toHaveLength(1);
    await rm(join(own, added[0] as string));
  });
});

describe('a create that is stored late', () => {
  /** A server that stores a create only after some time. */
  const storesLate = (ms: number): PlainServer => {
    const server = new PlainServer();
    const create = server.create.bind(server);
    server.create = async (request) => {
      await wait(ms);
      return create(request);
    };
    return server;
  };

  it('is looked for after its timeout, and deleted', async () => {
    const server = storesLate(400);
    await using target = await listen(server);
    const options = { rules: ['get-answers-the-record'], timeoutMs: 100, lateMs: 1_500 } as const;
    const report = await runConformance(target, options);
    expect(report).toMatchObject({ verdict: 'inconclusive', leftovers: [] });
    expect(report.results[0]?.message).toContain('no response within 0.1 s');
    await wait(300);
    expect(server.rows).toEqual([]);
  });

  it('is waited for when the run is stopped with Ctrl-C', async () => {
    const server = storesLate(600);
    await using target = await listen(server);
    const child = start(target.url);
    let err = '';
    child.stderr.on('data', (chunk) => (err += chunk));
    await records(server, 1, child);
    child.kill('SIGINT');
    expect(await once(child, 'exit')).toEqual([2, null]);
    expect(err).toContain('all records of the run are deleted');
    await wait(700);
    expect(server.rows).toEqual([]);
  });

  it('is deleted by cleanup after a crash, even if it is stored only then', async () => {
    const server = storesLate(500);
    await using target = await listen(server);
    const child = start(target.url);
    await records(server, 2, child);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await command('cleanup')).toMatchObject({ code: 0 });
    await wait(600);
    expect(server.rows).toEqual([]);
  });
});

describe('responses of a gateway', () => {
  /** Replaces one response in ten by that of a gateway. The server processes half of these requests. */
  function withGatewayPages(server: PlainServer): PlainServer {
    const page = (status: number) => ({
      status,
      headers: { 'content-type': 'text/html' },
      body: '<html>gateway</html>',
    });
    const noise = [page(500), page(520), page(408), page(404), page(200), page(403)];
    const handle = server.handle.bind(server);
    let count = 0;
    server.handle = async (request) => {
      count += 1;
      if (count % 10 !== 0) return handle(request);
      if (count % 20 === 0) await handle(request);
      return noise[(count / 10) % noise.length] as (typeof noise)[number];
    };
    return server;
  }

  it.each([1, 2, 3, 4])('leave no record behind, in run %i', async (concurrency) => {
    const server = withGatewayPages(new PlainServer());
    const theirs = insertForeign(server, 'A');
    await using target = await listen(server);
    const report = await runConformance(target, { concurrency, modelMs: 1_000, lateMs: 500 });
    expect(report.leftovers).toEqual([]);
    expect(server.rows).toEqual([theirs]);
  });

  it('that leave it unknown whether a record exists lead to its id in the output and in the ledger', async () => {
    const server = new PlainServer();
    const lookup = server.lookup.bind(server);
    let broken = true;
    server.lookup = (request) => (broken ? { status: 500, headers: {}, body: undefined } : lookup(request));
    await using target = await listen(server);
    const { code, out } = await command(target.url, '--rule', 'list-echoes-its-page');
    expect(code).toBe(2);
    for (const { code } of server.rows) expect(out).toContain(code);
    expect(await ledgers()).toHaveLength(1);
    broken = false;
    expect(await command('cleanup')).toMatchObject({ code: 0 });
    expect(server.rows).toEqual([]);
  });

  it('leave the ledger in place if a record could not be deleted, and the output names that record', async () => {
    const server = new PlainServer();
    const drop = server.drop.bind(server);
    server.drop = () => {};
    await using target = await listen(server);
    const { code, out } = await command(target.url, '--rule', 'get-answers-the-record');
    expect(code).toBe(2);
    for (const { id } of server.rows) expect(out).toContain(id);
    expect(await command('cleanup')).toMatchObject({ code: 2 });
    server.drop = drop;
    expect(await command('cleanup')).toMatchObject({ code: 0 });
    expect(server.rows).toEqual([]);
  });
});
