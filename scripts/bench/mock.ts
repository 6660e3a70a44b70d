import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { createMock } from '@referral-codes/mock/msw';
import { operations } from '@referral-codes/sdk/contract';
import autocannon from 'autocannon';
import { getResponse, http } from 'msw';

// How fast is the mock, and does it stay so with a million records? Rounds of all targets in turn, the median of each.

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const quick = process.argv.includes('--quick');
const ROUNDS = quick ? 3 : 5;
const SECONDS = quick ? 1 : 3;
const RECORDS = quick ? 100_000 : 1_000_000;
const PATH = operations.listRecords.path;

interface Target {
  name: string;
  port: number;
  bytes: number;
  child: ChildProcess;
}

interface Figure {
  figure: string;
  value: string;
  against: string;
  must: string;
  reached: boolean;
}

const figures: Figure[] = [];
const round = (value: number, digits = 0) => value.toFixed(digits);
const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1]!;

async function launch(name: string, file: string, ...args: string[]): Promise<Target> {
  const child = fork(at(`servers/${file}.mjs`), args, { execArgv: ['--expose-gc'] });
  const [{ port, bytes }] = (await once(child, 'message')) as [{ port: number; bytes: number }];
  return { name, port, bytes, child };
}

type Load = Omit<autocannon.Options, 'url'>;

async function rate({ port }: Target, load: Load): Promise<number> {
  const result = await autocannon({ url: `http://127.0.0.1:${port}`, connections: 20, duration: SECONDS, ...load });
  if (result.errors > 0) throw new Error(`${result.errors} requests failed`);
  return result.requests.total / result.duration;
}

/** The median requests a second of each target, its rounds in turn with the others'. */
async function compare(targets: Target[], load: Load): Promise<number[]> {
  const rates = targets.map((): number[] => []);
  for (let turn = 0; turn < ROUNDS; turn++)
    for (const [index, target] of targets.entries()) rates[index]!.push(await rate(target, load));
  return rates.map(median);
}

let created = 0;
const creation = () => {
  const serial = `${process.pid.toString(36)}-${(created++).toString(36)}`.toUpperCase();
  return JSON.stringify({ mentor_id: `usr_${serial}`, org_id: 'org_bench', code: `BENCH-${serial}` });
};
const JSON_TYPE = { 'content-type': 'application/json' };

const reads = (records: number): Record<string, Load> => ({
  'list, first page': { requests: [{ path: PATH }] },
  'list, deep page': { requests: [{ path: `${PATH}?page=${Math.floor(records / 40)}` }] },
  'get by id': { requests: [{ path: `${PATH}/rc_8f3a21bc` }] },
  active: { requests: [{ path: `${PATH}/active?mentor_id=usr_4491&org_id=org_002` }] },
  lookup: { requests: [{ path: `${PATH}/lookup?code=JAN-VERV-8F3A` }] },
});

const post: Load = {
  requests: [
    { method: 'POST', path: PATH, headers: JSON_TYPE, setupRequest: (request) => ({ ...request, body: creation() }) },
  ],
};

/** A record's whole life: created, deactivated, deleted. */
const lives: Load = {
  requests: [
    {
      method: 'POST',
      path: PATH,
      headers: JSON_TYPE,
      setupRequest: (request) => ({ ...request, body: creation() }),
      onResponse: (_, body, context) => Object.assign(context, { id: JSON.parse(body).id }),
    },
    {
      method: 'PUT',
      headers: JSON_TYPE,
      body: '{"status":"inactive"}',
      setupRequest: (request, { id }) => ({ ...request, path: `${PATH}/${id}` }),
    },
    { method: 'DELETE', setupRequest: (request, { id }) => ({ ...request, path: `${PATH}/${id}` }) },
  ],
};

async function http11(): Promise<void> {
  const targets = [await launch('node:http', 'raw'), await launch('bridge', 'bridge'), await launch('mock', 'mock')];
  const [raw = 0, bridge = 0, mock = 0] = await compare(targets, reads(47)['get by id']!);
  ratio('GET by id / constant through the bridge', mock, bridge, 0.8);
  ratio('GET by id / constant by node:http', mock, raw, 0.6);
  const [, bridgePost = 0, mockPost = 0] = await compare(targets, post);
  ratio('POST / constant through the bridge', mockPost, bridgePost, 0.6);
  for (const { child } of targets) child.kill();
}

async function million(): Promise<void> {
  const few = await launch('few', 'mock', '2000');
  const many = await launch('many', 'mock', String(RECORDS));
  for (const [name, load] of Object.entries(reads(2000))) {
    const loads = name === 'list, deep page' ? reads(RECORDS)[name]! : load;
    const [small] = name === 'list, deep page' ? await compare([few], load) : [0];
    const [a = 0, b = 0] =
      name === 'list, deep page' ? [small, ...(await compare([many], loads))] : await compare([few, many], load);
    ratio(`${name}, with ${RECORDS} records / with 2000`, b, a, 0.9);
  }
  const [a = 0, b = 0] = await compare([few, many], lives);
  ratio(`create, deactivate, delete in turn, with ${RECORDS} / with 2000`, b, a, 0.9);
  add('memory', `${round(many.bytes)} bytes a record`, `${RECORDS} records`, '≤ 600', many.bytes <= 600);
  for (const { child } of [few, many]) child.kill();
}

/** Microseconds a GET costs through msw, with the mock's handler and with one that answers a constant. */
async function inProcess(): Promise<void> {
  const constant = [http.all(/.*/, () => new Response('{}', { headers: JSON_TYPE }))];
  const { handlers } = createMock({ scenario: 'source' });
  const microseconds = async (tried: typeof handlers): Promise<number> => {
    const started = performance.now();
    for (let count = 0; count < 3000; count++)
      await (await getResponse(tried, new Request(`http://api.test${PATH}/rc_8f3a21bc`)))!.text();
    return (performance.now() - started) / 3;
  };
  const costs: [number[], number[]] = [[], []];
  for (let turn = 0; turn < ROUNDS * 2; turn++) {
    costs[0].push(await microseconds(constant));
    costs[1].push(await microseconds(handlers));
  }
  const [floor, ours] = costs.map(median) as [number, number];
  add('msw, a GET in process', `${round(ours)} µs`, `floor ${round(floor)} µs`, '≤ 30 µs over it', ours - floor <= 30);
}

/** Milliseconds from the start of a command to its first answer. */
async function startToAnswer(port: number, args: string[]): Promise<number> {
  const started = performance.now();
  const child = spawn(process.execPath, args, { stdio: 'ignore' });
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}${PATH}`).catch(() => undefined);
    if (answer) break;
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  const took = performance.now() - started;
  child.kill('SIGKILL');
  await once(child, 'close');
  return took;
}

async function starts(): Promise<void> {
  const bare = 'require("node:http").createServer((q,s)=>s.end("{}")).listen(+process.argv[1],"127.0.0.1")';
  const [bares, mocks]: [number[], number[]] = [[], []];
  for (let turn = 0; turn < ROUNDS * 2; turn++) {
    const port = 20_000 + ((process.pid * 31 + turn * 2) % 30_000);
    bares.push(await startToAnswer(port, ['-e', bare, String(port)]));
    mocks.push(await startToAnswer(port + 1, [at('../../mock/dist/bin.js'), '--port', String(port + 1)]));
  }
  const [a, b] = [median(bares), median(mocks)];
  add('start to first answer', `${round(b)} ms`, `bare node:http ${round(a)} ms`, '≤ 2.5 ×', b <= 2.5 * a);
}

function ratio(figure: string, ours: number, theirs: number, must: number): void {
  const reached = ours / theirs;
  add(figure, `${round(ours)}/s`, `${round(theirs)}/s, ${round(reached, 2)} ×`, `≥ ${must} ×`, reached >= must);
}

function add(figure: string, value: string, against: string, must: string, reached: boolean): void {
  figures.push({ figure, value, against, must, reached });
  console.log(`${reached ? 'reached' : 'MISSED '}  ${figure}: ${value} (${against}), must ${must}`);
}

await http11();
await inProcess();
await starts();
await million();

const versionOf = async (name: string) =>
  JSON.parse(await readFile(at(`../../node_modules/${name}/package.json`), 'utf8')).version;
const versions = {
  node: process.version,
  cpus: `${cpus().length} × ${cpus()[0]?.model}`,
  '@hono/node-server': await versionOf('@hono/node-server'),
  msw: await versionOf('msw'),
};
console.log(
  Object.entries(versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(', '),
);
await mkdir(at('results'), { recursive: true });
await writeFile(
  at('results/mock.json'),
  `${JSON.stringify({ at: new Date().toISOString(), versions, figures }, null, 2)}\n`,
);
process.exitCode = figures.every(({ reached }) => reached) ? 0 : 1;
