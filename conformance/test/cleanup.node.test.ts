import { chmod, chown, mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runConformance } from '../src/index.ts';
import { insertForeign, useStateFolder } from './runs.ts';
import { listen, PlainServer } from './servers/plain.ts';

const { folder, ledgers, command } = useStateFolder();

describe('cleanup', () => {
  it('sends headers only to a server that is given on the command line', async () => {
    let asked = 0;
    const spy = createServer((_, response) => {
      asked += 1;
      response.end('{}');
    });
    await new Promise<void>((resolve) => spy.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(spy.address() as AddressInfo).port}`;
    await mkdir(folder(), { mode: 0o700 });
    const head = { url, token: 'abcdefgh', pid: 1, started: 'long ago' };
    const entry = { number: 0, sentAt: 0, code: 'CF-ABCDEFGH-1' };
    const lines = [head, entry].map((line) => JSON.stringify(line));
    await writeFile(join(folder(), 'planted.jsonl'), lines.join('\n'), { mode: 0o600 });
    const { code, err } = await command('cleanup', '-H', 'Authorization: Bearer hush-4711');
    expect({ code, asked }).toEqual({ code: 2, asked: 0 });
    expect(err).toContain('give the server URL as well');
    await new Promise((resolve) => spy.close(resolve));
  });

  it('says in one short line that the server is down, however many records are noted', async () => {
    const spy = createServer();
    await new Promise<void>((resolve) => spy.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(spy.address() as AddressInfo).port}`;
    await new Promise((resolve) => spy.close(resolve));
    await mkdir(folder(), { mode: 0o700 });
    const head = { url, token: 'abcdefgh', pid: 1, started: 'long ago' };
    const entries = Array.from({ length: 60 }, (_, number) => ({ number, sentAt: 0, code: `CF-ABCDEFGH-${number}` }));
    const lines = [head, ...entries].map((line) => JSON.stringify(line));
    await writeFile(join(folder(), 'planted.jsonl'), lines.join('\n'), { mode: 0o600 });
    const { code, out } = await command('cleanup');
    expect(code).toBe(2);
    expect(out).toMatch(/^http:.*ECONNREFUSED.*still noted in .*planted\.jsonl\n$/);
    expect(out.length).toBeLessThan(500);
  });

  const planted = async (file: string) => {
    await mkdir(folder(), { mode: 0o700 });
    await writeFile(file, '{"url":"http://127.0.0.1:1","token":"abcdefgh","pid":1}\n', { mode: 0o600 });
  };

  it('does not use a ledger, or a folder of ledgers, that other users can write', async () => {
    const file = join(folder(), 'planted.jsonl');
    await planted(file);
    await chmod(file, 0o666);
    const refusal = { code: 2, err: expect.stringContaining('can be written by other') };
    expect(await command('cleanup')).toMatchObject(refusal);
    await chmod(file, 0o600);
    await chmod(folder(), 0o777);
    expect(await command('cleanup')).toMatchObject(refusal);
  });

  // Only root can change the owner of a file.
  it.runIf(process.getuid?.() === 0)('does not use a ledger that belongs to another user', async () => {
    const file = join(folder(), 'planted.jsonl');
    await planted(file);
    await chown(file, 12_345, 12_345);
    expect(await command('cleanup')).toMatchObject({
      code: 2,
      err: expect.stringContaining('belongs to another user'),
    });
  });

  it('does not write a ledger to a folder that other users can write', async () => {
    await mkdir(folder());
    await chmod(folder(), 0o777);
    const server = new PlainServer();
    await using target = await listen(server);
    const { code, err } = await command(target.url, '--rule', 'get-answers-the-record');
    expect({ code, rows: server.rows }).toEqual({ code: 2, rows: [] });
    expect(err).toContain('set XDG_STATE_HOME to a folder of your own');
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
