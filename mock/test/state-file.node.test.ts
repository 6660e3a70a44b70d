import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import {
  appendFile,
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { required } from '../../scripts/required.ts';
import { codesAt, create, greeted, killAll, listening, start, startWithSmallFiles, until } from './command.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'referral-codes-mock-'));
  file = join(folder, 'state.json');
});
afterEach(async () => {
  killAll();
  await rm(folder, { recursive: true, force: true });
});

const record = (code: string) => ({
  id: `rc_${code.toLowerCase()}`,
  mentor_id: `m-${code}`,
  org_id: 'o',
  code,
  status: 'active',
  created_at: '2026-01-01T00:00:00Z',
  deactivated_at: null,
});
const saved = (...codes: string[]) => ({ default: { records: codes.map(record) }, sessions: {} });

async function stop(run: ReturnType<typeof start>): Promise<number | null> {
  run.child.kill('SIGTERM');
  return run.ended;
}

async function kill(run: ReturnType<typeof start>): Promise<void> {
  run.child.kill('SIGKILL');
  await run.ended;
}

const codesIn = async (path: string): Promise<string[]> =>
  JSON.parse(await readFile(path, 'utf8')).default.records.map(({ code }: { code: string }) => code);

const control = (origin: string, method: string, path: string, session?: string, body?: object) =>
  fetch(`${origin}/__mock/${path}`, {
    method,
    headers: { ...(body && { 'content-type': 'application/json' }), ...(session && { 'x-mock-session': session }) },
    ...(body && { body: JSON.stringify(body) }),
  });

describe('a state file', () => {
  it.each(['SIGTERM', 'SIGKILL'] as const)('restores every session after %s', async (signal) => {
    const first = await listening('--scenario', 'source', '--state', file);
    await create(first.origin, 'DEFAULT');
    await create(first.origin, 'OTHER', 'w1');
    await create(first.origin, 'OVER', 'w2');
    await control(first.origin, 'DELETE', 'sessions/w2');
    await control(first.origin, 'PUT', 'clock', undefined, { setting: '2030-01-01T00:00:00Z' });
    const before = await (await control(first.origin, 'GET', 'state')).json();
    first.child.kill(signal);
    await first.ended;
    const second = await listening('--scenario', 'empty', '--state', file);
    expect(await (await control(second.origin, 'GET', 'state')).json()).toEqual(before);
    expect(before.clock).toBe('2030-01-01T00:00:00.000Z');
    expect(await codesAt(second.origin, 'w1')).toHaveLength(48);
    expect(await codesAt(second.origin, 'w2')).toEqual([]);
  });

  it('contains every change whose response was sent, whenever the mock is killed', async () => {
    const expected = new Map<string, boolean>();
    for (let round = 0; round < 24; round++) {
      const run = await listening('--scenario', 'many', '--state', file);
      const codes = new Set(await codesAt(run.origin, 'load'));
      expect([...expected].filter(([code, isThere]) => codes.has(code) !== isThere)).toEqual([]);
      const load = Array.from({ length: 4 }, (_, writer) =>
        createAndDelete(run.origin, `R${round}-${writer}`, expected),
      );
      // Each reset writes 200 kB, so that the file is rewritten every few of them.
      load.push(again(() => sleep(10).then(() => control(run.origin, 'POST', 'reset', 'churn'))));
      await sleep(20 + Math.random() * 130);
      await kill(run);
      await Promise.all(load);
    }
    expect(expected.size).toBeGreaterThan(40);
  }, 180_000);

  it('is one JSON document after the mock has stopped, and may be written by hand', async () => {
    await writeFile(file, JSON.stringify(saved('BY-HAND'), null, 2));
    const run = await listening('--state', file);
    await create(run.origin, 'NEW');
    expect(await stop(run)).toBe(0);
    expect(await codesIn(file)).toEqual(['BY-HAND', 'NEW']);
    expect(await readdir(folder)).toEqual(['state.json']);
  });

  it('loses only an unfinished last line', async () => {
    const line = JSON.stringify({ add: record('SECOND') });
    await writeFile(
      file,
      `${JSON.stringify(saved('FIRST'))}\n${line}\n${line.replaceAll('SECOND', 'THIRD').slice(0, 60)}`,
    );
    const run = await listening('--state', file);
    expect(await codesAt(run.origin)).toEqual(['FIRST', 'SECOND']);
  });

  it.each([
    ['{', 'does not contain a state of a mock'],
    ['[]', 'does not contain a state of a mock'],
    ['{"default":{}}', 'does not contain a state of a mock'],
    ['{"default":{"records":[]},"sessions":{"a b":{"records":[]}}}', 'does not contain a state of a mock'],
    [`${JSON.stringify(saved('A'))}\n{"add":\n{"remove":"rc_a"}\n`, 'line 2 is not JSON'],
    [`${JSON.stringify(saved('A'))}\n{"add":{"id":"rc_1"}}\n`, 'does not contain a state of a mock'],
  ])('that holds %s is refused and left alone: one line, exit 2', async (text, message) => {
    await writeFile(file, text);
    const run = start('--port', '0', '--state', file);
    expect(await run.ended).toBe(2);
    expect(run.stderr).toContain(`${file} does not contain a state of a mock`);
    expect(run.stderr).toContain(message);
    expect(run.stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(await readFile(file, 'utf8')).toBe(text);
    expect(await readdir(folder)).toEqual(['state.json']);
  });

  it('does not grow without limit', async () => {
    const run = await listening('--scenario', 'many', '--state', file);
    const { origin } = run;
    const size = async () => (await stat(file)).size;
    // 200 kB each.
    for (let index = 0; index < 60; index++) await control(origin, 'POST', 'reset');
    expect(await size()).toBeGreaterThan(200_000);
    await until(async () => {
      await control(origin, 'POST', 'reset');
      return (await size()) < 2_000_000;
    });
    expect(await stop(run)).toBe(0);
    expect(run.stderr).toBe('');
  });
});

describe('what a state file is', () => {
  it('a new one is readable for its owner only', async () => {
    await stop(await listening('--state', file));
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it.each([0o600, 0o640, 0o666])('one with mode %o keeps its mode', async (mode) => {
    await writeFile(file, JSON.stringify(saved('A')));
    await chmod(file, mode);
    const run = await listening('--state', file);
    expect((await stat(file)).mode & 0o777).toBe(mode);
    await create(run.origin, 'B');
    await stop(run);
    expect((await stat(file)).mode & 0o777).toBe(mode);
  });

  it('a symbolic link stays one, and its target is replaced in one step', async () => {
    await mkdir(join(folder, 'real'));
    const target = join(folder, 'real', 'target.json');
    await writeFile(target, JSON.stringify(saved('A')));
    await symlink(join('real', 'target.json'), file);
    const { ino } = await stat(target);
    const run = await listening('--state', file);
    expect((await stat(target)).ino).not.toBe(ino);
    await create(run.origin, 'B');
    expect(await stop(run)).toBe(0);
    expect((await lstat(file)).isSymbolicLink()).toBe(true);
    expect(await codesIn(target)).toEqual(['A', 'B']);
    expect(await readdir(join(folder, 'real'))).toEqual(['target.json']);
  });

  it('nothing is written through a symbolic link beside it', async () => {
    const victim = join(folder, 'victim');
    await writeFile(victim, 'precious');
    await symlink(victim, `${file}.tmp`);
    const run = await listening('--state', file);
    await create(run.origin, 'A');
    expect(await stop(run)).toBe(0);
    expect(await readFile(victim, 'utf8')).toBe('precious');
  });

  it('only temporary files of a killed mock are removed at the next start', async () => {
    const others = ['state.json.bak', 'state.json.old.tmp', 'other.json.0123456789abcdef.tmp'];
    for (const name of [...others, 'state.json.0123456789abcdef.tmp']) await writeFile(join(folder, name), '');
    await stop(await listening('--state', file));
    expect((await readdir(folder)).sort()).toEqual([...others, 'state.json'].sort());
  });

  it.each([
    ['a folder that is not there', async () => join(folder, 'no', 'state.json'), 'there is no folder'],
    ['a folder', async () => folder, 'it is not a regular file'],
    [
      'a link to nothing',
      () => symlink('nothing', file).then(() => file),
      'a symbolic link to a file that does not exist',
    ],
    ['a device', async () => '/dev/full', 'it is not a regular file'],
    ['a pipe', async () => makePipe(file), 'it is not a regular file'],
  ])('%s is refused at the start: one line, exit 2', async (_, make, message) => {
    const path = await make();
    const run = start('--port', '0', '--state', path);
    expect(await run.ended).toBe(2);
    expect(run.stderr).toContain(path);
    expect(run.stderr).toContain(message);
    expect(run.stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(run.stdout).toBe('');
  });
});

describe('when a state file cannot be written', () => {
  it('at the start: one line, exit 2', async () => {
    const run = startWithSmallFiles(8, '--port', '0', '--scenario', 'many', '--state', file);
    expect(await run.ended).toBe(2);
    expect(run.stderr).toContain(`${file} cannot be used: EFBIG`);
    expect(run.stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(await readdir(folder)).toEqual([]);
  });

  it('a full disk is reported at once, earlier changes are kept, and the exit code is 1', async () => {
    const run = await greeted(startWithSmallFiles(8, '--port', '0', '--scenario', 'empty', '--state', file));
    const kept: string[] = [];
    // So many that the file would be too long even without what changed on the way.
    while (run.stderr === '' || kept.length < 60) {
      kept.push(`C-${kept.length}`);
      expect((await create(run.origin, required(kept.at(-1)))).status).toBe(201);
      await sleep(5); // For stderr to arrive.
    }
    expect(run.stderr).toContain(`${file} cannot be written (EFBIG`);
    expect(await codesAt(run.origin)).toEqual(kept);
    expect(await stop(run)).toBe(1);
    expect(run.stderr).toContain(`${file} does not contain the last changes: EFBIG`);
    const next = await listening('--state', file);
    const found = await codesAt(next.origin);
    expect(found).toEqual(kept.slice(0, found.length));
    expect(found.length).toBeGreaterThan(20);
  });

  it('because its folder is gone, this is reported at once, and the exit code is 1', async () => {
    const inner = join(folder, 'inner');
    await mkdir(inner);
    const run = await listening('--state', join(inner, 'state.json'));
    await rm(inner, { recursive: true });
    await create(run.origin, 'LOST');
    await until(() => run.stderr.includes('cannot be written (ENOENT'));
    expect(await stop(run)).toBe(1);
    expect(run.stderr).toContain('does not contain the last changes: ENOENT');
  });

  it('because a folder has its name, this is reported, and everything is saved as soon as possible', async () => {
    const run = await listening('--scenario', 'empty', '--state', file);
    await rm(file);
    await mkdir(file);
    await create(run.origin, 'A');
    await until(() => run.stderr.includes('cannot be written'));
    await create(run.origin, 'B');
    await rm(file, { recursive: true });
    await until(() => run.stderr.includes('can be written again, and contains all changes'));
    await create(run.origin, 'C');
    expect(await stop(run)).toBe(0);
    expect(run.stderr.trimEnd().split('\n')).toHaveLength(2);
    expect(await codesIn(file)).toEqual(['A', 'B', 'C']);
  });

  it('because another program has written to it, this is reported', async () => {
    const run = await listening('--scenario', 'empty', '--state', file);
    await appendFile(file, 'garbage');
    await create(run.origin, 'A');
    await until(() => run.stderr.includes('another program has changed it'));
    expect(await stop(run)).toBe(0);
    expect(await codesIn(file)).toEqual(['A']);
  });
});

describe('the lock of a state file', () => {
  const lockName = async () => required((await readdir(folder)).find((name) => name.startsWith('state.json.lock-')));

  it('keeps a second mock out, also through a link, and leaves the first alone', async () => {
    const link = join(folder, 'link.json');
    const first = await listening('--state', file);
    await symlink(file, link);
    for (const path of [file, link]) {
      const second = start('--port', '0', '--state', path);
      expect(await second.ended).toBe(2);
      expect(second.stderr).toContain(`${file} is in use by another mock, process ${first.child.pid};`);
      expect(second.stderr.trimEnd().split('\n')).toHaveLength(1);
    }
    await create(first.origin, 'A');
    expect(await stop(first)).toBe(0);
    expect((await readdir(folder)).sort()).toEqual(['link.json', 'state.json']);
    await listening('--state', file);
  });

  it('goes to one of several mocks that start at the same time', async () => {
    for (let round = 0; round < 3; round++) {
      const runs = Array.from({ length: 4 }, () => start('--port', '0', '--state', file));
      const ends = runs.map((run) => Promise.race([greeted(run).then(() => 'runs'), run.ended]).catch(() => 2));
      const outcomes = await Promise.all(ends);
      expect(outcomes.filter((outcome) => outcome === 'runs').length).toBeLessThanOrEqual(1);
      for (const outcome of outcomes) expect(['runs', 2]).toContain(outcome);
      for (const run of runs) await kill(run);
    }
  });

  it('is gone when the mock could not start', async () => {
    const { origin } = await listening();
    const run = start('--port', new URL(origin).port, '--state', file);
    expect(await run.ended).toBe(2);
    expect(run.stderr).toContain('is in use; choose another one');
    expect(await readdir(folder)).toEqual(['state.json']);
  });

  it.runIf(existsSync('/proc/self/stat'))(
    'of a dead process whose id belongs to another process is ignored',
    async () => {
      await kill(await listening('--state', file));
      const name = await lockName();
      const [, started, place] = required(name.match(/-\d+-(\d+)-([\da-f]+)$/));
      await rename(join(folder, name), join(folder, `state.json.lock-${process.pid}-${started}-${place}`));
      await stop(await listening('--state', file));
      // And with the time at which that process really started it is.
      const status = await readFile('/proc/self/stat', 'utf8');
      const since = status.slice(status.lastIndexOf(')') + 2).split(' ')[19];
      await writeFile(join(folder, `state.json.lock-${process.pid}-${since}-${place}`), '');
      const refused = start('--port', '0', '--state', file);
      expect(await refused.ended).toBe(2);
      expect(refused.stderr).toContain(`process ${process.pid}`);
    },
  );

  it('of another container or machine counts only while its owner touches it', async () => {
    const other = join(folder, 'state.json.lock-1-12345-0123456789abcdef');
    const beat = setInterval(() => writeFile(other, ''), 500);
    await writeFile(other, '');
    const refused = start('--port', '0', '--state', file);
    expect(await refused.ended).toBe(2);
    expect(refused.stderr).toContain('process 1;');
    clearInterval(beat);
    const run = await listening('--state', file);
    expect(existsSync(other)).toBe(false);
    // And a mock does touch its own.
    const own = join(folder, await lockName());
    const { mtimeMs } = await stat(own);
    await until(async () => (await stat(own)).mtimeMs > mtimeMs);
    await stop(run);
  });
});

/** Until the mock is gone. */
async function again(ask: () => Promise<Response>): Promise<void> {
  while ((await ask().catch(() => undefined))?.ok);
}

/** Creates records until the mock is gone, and deletes every third; notes what was answered: which must be there and which not. */
async function createAndDelete(origin: string, name: string, expected: Map<string, boolean>): Promise<void> {
  let index = 0;
  await again(async () => {
    const code = `${name}-${index++}`;
    const created = await create(origin, code, 'load');
    const { id } = await created.json();
    expected.set(code, true);
    if (index % 3 > 0) return created;
    expected.delete(code); // Until it is answered, both are right.
    const path = created.headers.get('location') ?? `/api/v1/referral-code-records/${id}`;
    const deleted = await fetch(new URL(path, origin), { method: 'DELETE', headers: { 'x-mock-session': 'load' } });
    if (deleted.ok) expected.set(code, false);
    return deleted;
  });
}

function makePipe(path: string): string {
  expect(spawnSync('mkfifo', [path]).status).toBe(0);
  return path;
}
