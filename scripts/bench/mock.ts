import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { overHttp } from './mock/http.ts';
import { Generator } from './mock/load.ts';
import { overMsw } from './mock/msw.ts';
import { atScale } from './mock/scale.ts';
import { startup } from './mock/startup.ts';
import { conclude, type Findings, print, type Verdict } from './mock/table.ts';
import { machine, versions } from './mock/versions.ts';

// npm run bench -- mock [--rounds 5] [--records 1000000] [--only http,msw,scale,start] [--json FILE]
// How fast the mock is beside what a tester could take instead. All subjects of a question run in turn, in one run, on
// one machine; the verdicts are ratios, since seconds differ from machine to machine. Exits 1 where one is missed, and 2
// where nothing could be judged.

interface Options {
  readonly generator: Generator;
  readonly rounds: number;
  /** How many a large world has. */
  readonly records: number;
}
const questions: Record<string, (options: Options) => Promise<Findings>> = {
  http: overHttp,
  msw: overMsw,
  scale: atScale,
  start: startup,
};

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    records: { type: 'string', default: '1000000' },
    only: { type: 'string', default: Object.keys(questions).join() },
    json: { type: 'string', default: fileURLToPath(new URL('../../tmp/bench-mock.json', import.meta.url)) },
  },
});
const wanted = values.only.split(',').map((name) => {
  const ask = questions[name];
  if (!ask) throw new Error(`--only takes ${Object.keys(questions).join()}, not ${name}`);
  return { name, ask };
});
const count = (name: 'rounds' | 'records') => {
  if (!/^[1-9]\d*$/.test(values[name])) throw new Error(`--${name} is a number from 1, not ${values[name]}`);
  return Number(values[name]);
};

using generator = new Generator();
const options = { generator, rounds: count('rounds'), records: count('records') };
const figures: Record<string, unknown> = { at: new Date().toISOString(), machine: machine(), versions: versions() };
const verdicts: Verdict[] = [];
print({ title: 'versions', rows: Object.entries(versions()).map(([name, version]) => ({ name, version })) });
for (const { name, ask } of wanted) {
  const found = await ask(options);
  found.tables.forEach(print);
  figures[name] = found.figures;
  verdicts.push(...found.verdicts);
}
process.exitCode = conclude(verdicts);

const file = resolve(values.json);
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, `${JSON.stringify({ ...figures, verdicts }, null, 2)}\n`);
console.log(`\nAll of it as JSON: ${file}`);
