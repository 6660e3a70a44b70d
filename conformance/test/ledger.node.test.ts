import { once } from 'node:events';
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCommand } from './command.ts';
import { insertForeign, records, slowServer, useStateFolder } from './runs.ts';
import { listen, PlainServer } from './servers/plain.ts';

const { state, folder, ledgers, start, killedRun, command } = useStateFolder();

describe('the ledger of a run', () => {
  it('is deleted once all records are deleted', async () => {
    await using target = await listen(new PlainServer());
    const run = await command(target.url, '--rule', 'get-answers-the-record', '--allow-partial');
    expect(run).toMatchObject({ code: 0 });
    expect(await ledgers()).toEqual([]);
    expect(await command('cleanup')).toMatchObject({ code: 0, out: 'there is nothing to clean up\n' });
  });

  it('can be read only by its owner, and so can its folder', async () => {
    const server = slowServer();
    await using target = await listen(server);
    const file = await killedRun(target.url, server);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(folder())).mode & 0o777).toBe(0o700);
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
    expect(out).toContain(folder());
    expect(server.rows).toEqual(before);
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
    for (const XDG_STATE_HOME of ['', 'relative', undefined]) await leaves({ XDG_STATE_HOME, HOME: state() });
    expect(await inside(join(state(), '.local/state/referral-codes-conformance'))).toHaveLength(3);
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
