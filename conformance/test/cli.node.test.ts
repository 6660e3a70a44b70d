import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { rules } from '@referral-codes/sdk/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { version } from '../src/index.ts';
import { runCommand } from './command.ts';
import { type Listening, listen, PlainServer } from './servers/plain.ts';

const run = promisify(execFile);
const command = (...args: string[]) => runCommand(args, { XDG_STATE_HOME: folder });

class Unequal extends PlainServer {
  override taken() {
    return undefined;
  }
}

let folder: string;
let good: Listening;
let bad: Listening;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'conformance-'));
  good = await listen(new PlainServer());
  bad = await listen(new Unequal());
});
afterAll(async () => {
  await good[Symbol.asyncDispose]();
  await bad[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

describe('the verdict', () => {
  it('is 0 and a table by heading for a correct server', async () => {
    const { code, out } = await command(good.url);
    expect(code).toBe(0);
    expect(out).toContain('The code string\n  ✓ code-is-unique');
    expect(out).toMatch(/ is conformant\n76 passed, 0 broken, 0 deviations\n/);
  });

  it('is 1 for a broken MUST, with its sentence, what was expected and a curl line', async () => {
    const { code, out, err } = await command(bad.url, '--rule', 'code-is-unique', '--out', folder);
    expect(code).toBe(1);
    expect(err).toContain('failed MUST code-is-unique');
    expect(out.replaceAll(/\s+/g, ' ')).toContain(rules['code-is-unique'].sentence);
    expect(out).toMatch(/expected one record with the code CF-/);
    expect(out).toMatch(
      /curl -i -X POST \\\n +'http[\s\S]*-H 'content-type: application\/json' \\\n[\s\S]*'\{"mentor_id"/,
    );
    const report = JSON.parse(await readFile(join(folder, 'report.json'), 'utf8'));
    expect(report).toMatchObject({ version, target: bad.url, verdict: 'nonconformant', leftovers: [] });
    expect(report.results).toMatchObject([
      { id: 'code-is-unique', level: 'MUST', provenance: 'derived', status: 'failed' },
    ]);
    expect(report.results[0].exchanges.length).toBeGreaterThan(1);
    expect(report.requests).toBeGreaterThan(5);
    // The records of the run are deleted, so the script creates new ones.
    const { stdout } = await run('bash', [join(folder, 'repeat-code-is-unique.sh')]);
    const [again = '', before = ''] = stdout.trim().split('\n').slice(-2);
    expect(JSON.parse(again)).toMatchObject({ code: expect.stringMatching(/^CF-/), status: 'active' });
    expect(before).toMatch(/^\(in the run: 200 \{"id":/);
    expect(again).not.toContain(report.token.toUpperCase());
  });

  it('keeps its records with --keep, until cleanup deletes them', async () => {
    const server = new PlainServer();
    await using target = await listen(server);
    const { out } = await command(target.url, '--rule', 'get-answers-the-record', '--keep', '--allow-partial');
    expect(out).toContain('The records of this run are kept');
    expect(server.rows.length).toBeGreaterThan(0);
    expect(await command('cleanup', target.url)).toMatchObject({ code: 0 });
    expect(server.rows).toEqual([]);
  });

  it('replaces the scripts of an earlier run', async () => {
    await writeFile(join(folder, 'repeat-record-shape.sh'), 'exit 1');
    await command(good.url, '--rule', 'record-shape', '--out', folder);
    expect((await readdir(folder)).filter((name) => name.endsWith('.sh'))).toEqual([]);
  });

  it('counts a broken SHOULD only with --strict', async () => {
    const args = [bad.url, '--rule', 'code-conflict-is-409', '--rule', 'list-defaults'];
    expect(await command(...args, '--allow-partial')).toMatchObject({
      code: 0,
      out: expect.stringContaining('deviates (SHOULD, chosen)'),
    });
    expect(await command(...args, '--allow-partial', '--strict')).toMatchObject({ code: 1 });
  });
});

/** A file that contains a secret and is not a file of waivers. */
const environment = join(tmpdir(), `conformance-${process.pid}.env`);
/** A file of waivers whose name every object inherits, and which is no rule. */
const inherited = join(tmpdir(), `conformance-${process.pid}.json`);

describe('arguments', () => {
  beforeAll(async () => {
    await writeFile(environment, 'secret=4711');
    await writeFile(inherited, '{"toString":"secret"}');
  });
  afterAll(() => Promise.all([environment, inherited].map((file) => rm(file))));

  it.each([
    [[], 'give the server URL'],
    [['secret.test'], 'is not a server URL'],
    [['ftp://example.test'], 'is not a server URL'],
    [['http://user:secret@example.test'], 'no credentials in the URL'],
    [['http://example.test/?a=1'], 'no query'],
    [['http://a.test', 'http://secret.test'], 'give one server URL, not 2'],
    [['http://u:secret@host:99999'], 'is not a server URL'],
    [['-H', 'X-Key:', 'secret', 'http://a.test'], "write a header as -H 'Name: value'"],
    [['-H', 'secret', 'http://a.test'], "write a header as -H 'Name: value'"],
    [['http://a.test', '-H', 'X-Key: a\nsecret'], 'the header X-Key cannot be sent'],
    [['http://a.test', '-H', 'X-Key: secret\u20ac'], 'the header X-Key cannot be sent'],
    [['http://a.test', '--s3cret-4711'], 'an option is unknown'],
    [['http://a.test', '--strict=secret'], 'the option --strict has a value'],
    [['http://a.test', '--waivers', environment], 'is not JSON'],
    [['http://a.test', '--waivers', inherited], 'which toString does not'],
    [['http://a.test', '--rule', 'no-such-rule'], 'there is no rule no-such-rule'],
    [['http://a.test', '--rule', 'toString'], 'there is no rule toString'],
    [['http://a.test', '--timeout', 'soon'], '--timeout takes a number'],
    [['http://a.test', '--concurrency', '0'], '--concurrency takes a number of at least 1'],
    [['http://a.test', '--seed', 'x'], '--seed takes'],
    [['http://a.test', '-H', 'nonsense'], "-H 'Name: value'"],
    [['http://a.test', '--nonsense'], 'nonsense'],
  ])('%j is refused in one line with exit code 2', async (args, message) => {
    const { code, out, err } = await command(...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(message);
    expect(err.trimEnd()).not.toContain('\n');
    expect(err).not.toContain('secret');
  });

  it('--list prints every rule, --help the options, and --version the version in package.json', async () => {
    const { out } = await command('--list');
    for (const [id, { sentence }] of Object.entries(rules))
      expect(out).toMatch(new RegExp(`^${id} .*${sentence.slice(-20).replaceAll(/[^\w ]/g, '.')}`, 'm'));
    expect((await command('--help')).out).toContain('--concurrency');
    const manifest = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'));
    expect((await command('--version')).out).toBe(`${manifest.version}\n`);
  });

  it('a report folder that cannot be written leads to exit code 2 before any request is sent', async () => {
    let requests = 0;
    const server = new PlainServer();
    const handle = server.handle.bind(server);
    server.handle = (request) => {
      requests += 1;
      return handle(request);
    };
    await using target = await listen(server);
    const { code, err } = await command(target.url, '--rule', 'list-defaults', '--out', '/dev/null/x');
    expect({ code, requests }).toEqual({ code: 2, requests: 0 });
    expect(err).toContain('cannot write the report to /dev/null/x');
  });

  it('a server that does not respond leads to exit code 2 and a report that says so', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    await writeFile(join(folder, 'report.json'), 'the report of an earlier run');
    const { code, err } = await command(`http://127.0.0.1:${port}`, '--out', folder);
    expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining('ECONNREFUSED') });
    expect(JSON.parse(await readFile(join(folder, 'report.json'), 'utf8'))).toMatchObject({
      verdict: 'inconclusive',
      problem: expect.stringContaining('ECONNREFUSED'),
      results: [],
    });
  });
});

it('header values are sent, but no output contains them, even if the server repeats them', async () => {
  const seen: unknown[] = [];
  class Telltale extends PlainServer {
    override unknown() {
      return this.refuse(500, 'oops', `your headers were ${JSON.stringify(seen.at(-1))}`);
    }
    override async handle(request: Parameters<PlainServer['handle']>[0]) {
      seen.push(request.headers);
      return super.handle(request);
    }
  }
  await using target = await listen(new Telltale());
  const { code, out, err } = await command(
    target.url,
    '-H',
    'Authorization: Bearer hush-4711',
    '-H',
    'X-Key: very private',
    '--out',
    folder,
  );
  expect(code).toBe(1);
  expect(seen).toContainEqual(expect.objectContaining({ authorization: 'Bearer hush-4711', 'x-key': 'very private' }));
  const report = await readFile(join(folder, 'report.json'), 'utf8');
  for (const text of [out, err, report]) expect(text).not.toMatch(/hush-4711|very private/);
  expect(out).toContain('-H "Authorization: $AUTHORIZATION"');
  expect(report).toContain('your headers were');
});

describe('the command as built', () => {
  const bin = new URL('../dist/bin.js', import.meta.url).pathname;
  let env: Record<string, string | undefined>;
  beforeAll(() => {
    env = { ...process.env, XDG_STATE_HOME: folder };
  });

  it('ends with the exit code of its verdict', async () => {
    const child = spawn(process.execPath, [bin, bad.url, '--rule', 'code-is-unique'], { stdio: 'ignore', env });
    expect(await once(child, 'exit')).toEqual([1, null]);
  });

  it('deletes the records of its run when it is stopped with Ctrl-C, and reports that it was stopped', async () => {
    const server = new PlainServer();
    const unhurried = server.handle.bind(server);
    server.handle = async (request) => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      return unhurried(request);
    };
    await using target = await listen(server);
    const report = async () => JSON.parse(await readFile(join(folder, 'report.json'), 'utf8'));
    const args = [bin, target.url, '--out', folder];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'], env });
    let err = '';
    child.stderr.on('data', (chunk) => (err += chunk));
    while (server.rows.length < 5) await new Promise((resolve) => setTimeout(resolve, 20));
    // What remains if the process is killed now.
    expect(await report()).toMatchObject({ target: target.url, verdict: 'inconclusive', results: [] });
    child.kill('SIGINT');
    expect(await once(child, 'exit')).toEqual([2, null]);
    expect(err).toContain('all records of the run are deleted');
    expect(server.rows).toEqual([]);
    expect(await report()).toMatchObject({ verdict: 'inconclusive', problem: expect.stringContaining('stopped') });
  });
});
