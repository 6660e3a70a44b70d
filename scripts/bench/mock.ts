import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus } from 'node:os';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { BARE, BRIDGE, OURS, overHttp } from './mock/http.ts';
import { Generator } from './mock/load.ts';
import { overMsw } from './mock/msw.ts';
import { atScale } from './mock/scale.ts';
import { startup } from './mock/startup.ts';
import { check, print, type Verdict } from './mock/table.ts';

// npm run bench -- mock [--rounds 5] [--records 1000000] [--only http,msw,scale,start] [--json FILE]
// How fast the mock is beside what a tester could take instead. All subjects of a question run in turn, in one run, on
// one machine; the verdicts are ratios, since seconds differ from machine to machine. Exits 1 where one is missed.

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    records: { type: 'string', default: '1000000' },
    only: { type: 'string', default: 'http,msw,scale,start' },
    json: { type: 'string', default: fileURLToPath(new URL('../../tmp/bench-mock.json', import.meta.url)) },
  },
});
const rounds = Number(values.rounds);
const wanted = new Set(values.only.split(','));
using generator = new Generator();
const verdicts: Verdict[] = [];
const figures: Record<string, unknown> = { at: new Date().toISOString(), machine: machine(), versions: versions() };
print(
  'versions',
  Object.entries(versions()).map(([name, version]) => ({ name, version })),
);

if (wanted.has('http')) {
  const http = await overHttp(generator, rounds, 1);
  figures.http = http;
  const rate = (name: string) => http.find((one) => one.name === name)!;
  const [ours, bare, bridge] = [rate(OURS), rate(BARE), rate(BRIDGE)];
  print(
    'over HTTP, 20 connections, a second (and the server’s processor time for one)',
    http.map(({ name, get, post }) => ({
      name,
      'GET by id': Math.round(get.perSecond),
      'GET µs': Math.round(get.cpu),
      'of bridge': share(get.perSecond / bridge.get.perSecond),
      POST: Math.round(post.perSecond),
      'POST µs': Math.round(post.cpu),
      'of bridge ': share(post.perSecond / bridge.post.perSecond),
    })),
  );
  verdicts.push(
    check('GET by id : bridge constant', ours.get.perSecond / bridge.get.perSecond, '>=', 0.8),
    check('GET by id : node:http constant', ours.get.perSecond / bare.get.perSecond, '>=', 0.6),
    check('POST : bridge constant', ours.post.perSecond / bridge.post.perSecond, '>=', 0.6),
  );
}
if (wanted.has('msw')) {
  const msw = await overMsw(rounds * 5, 1000);
  figures.msw = msw;
  const floor = msw[0]!.microseconds;
  print(
    'a GET through msw in this process, microseconds',
    msw.map(({ name, microseconds }) => ({
      name,
      µs: microseconds.toFixed(1),
      'over the floor': (microseconds - floor).toFixed(1),
    })),
  );
  verdicts.push(check('GET through msw, µs over the floor', msw.at(-1)!.microseconds - floor, '<=', 30));
}
if (wanted.has('scale')) {
  const scale = await atScale(generator, rounds, 10_000, Number(values.records));
  figures.scale = scale;
  print(
    `with ${scale.records} records beside a thousand, a second`,
    scale.operations.map(({ name, small, large }) => ({
      name,
      'a thousand': Math.round(small),
      [scale.records]: Math.round(large),
      ratio: share(large / small),
    })),
  );
  for (const { name, small, large } of scale.operations)
    verdicts.push(check(`${name} with ${scale.records} records : with a thousand`, large / small, '>=', 0.9));
  verdicts.push(
    check('a deep page : the first', scale.deepToFirst, '>=', 0.9),
    check('bytes a record', scale.bytesPerRecord, '<=', 600),
  );
}
if (wanted.has('start')) {
  const starts = await startup(rounds * 2);
  figures.start = starts;
  const time = (name: string) => starts.find((one) => one.name === name)!.milliseconds;
  print(
    'start to first answer',
    starts.map(({ name, milliseconds }) => ({
      name,
      ms: Math.round(milliseconds),
      'of bare': share(milliseconds / time(BARE)),
    })),
  );
  verdicts.push(check('start to first answer : node:http', time(OURS) / time(BARE), '<=', 2.5));
}

print(
  'targets',
  verdicts.map(({ name, value, target, met }) => ({
    name,
    value: value.toFixed(2),
    target,
    verdict: met ? 'reached' : 'MISSED',
  })),
);
figures.verdicts = verdicts;
const file = resolve(values.json);
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, `${JSON.stringify(figures, null, 2)}\n`);
console.log(`\nAll of it as JSON: ${file}`);
process.exitCode = verdicts.every(({ met }) => met) ? 0 : 1;

function share(ratio: number): string {
  return ratio.toFixed(2);
}

function machine() {
  return { platform: `${process.platform} ${process.arch}`, cpu: cpus()[0]?.model, cores: cpus().length };
}

function versions(): Record<string, string> {
  const require = createRequire(import.meta.url);
  const packages = [
    '@hono/node-server',
    '@mockoon/cli',
    '@stoplight/prism-cli',
    'autocannon',
    'hono',
    'json-server',
    'msw',
  ];
  const read = (name: string) => {
    const folders = require.resolve.paths(name)!.map((folder) => `${folder}/${name}/package.json`);
    for (const file of folders)
      try {
        return JSON.parse(readFileSync(file, 'utf8')).version as string;
      } catch {}
    return 'not installed';
  };
  return { node: process.versions.node, ...Object.fromEntries(packages.map((name) => [name, read(name)])) };
}
