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

// npm run bench -- mock [--rounds 3] [--only http,msw,scale,start] [--json FILE]
// Measures every figure that is promised for the mock, and prints each promise, its figure, and whether it is kept. Figures
// that are compared are measured in turn, in one run on one machine. Promises are ratios, because absolute times depend on
// the machine. Exits with 1 if a promise is not kept, and with 2 if it could not be measured.

interface Options {
  readonly generator: Generator;
  readonly rounds: number;
}
const questions: Record<string, (options: Options) => Promise<Findings>> = {
  http: overHttp,
  msw: overMsw,
  scale: atScale,
  start: startup,
};

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    only: { type: 'string', default: Object.keys(questions).join() },
    json: { type: 'string', default: fileURLToPath(new URL('../../tmp/bench-mock.json', import.meta.url)) },
  },
});
const wanted = values.only.split(',').map((name) => {
  const measure = questions[name];
  if (!measure) throw new Error(`--only takes ${Object.keys(questions).join()}, not ${name}`);
  return { name, measure };
});
if (!/^[1-9]\d*$/.test(values.rounds)) throw new Error(`--rounds takes a number from 1, not ${values.rounds}`);

using generator = new Generator();
const options = { generator, rounds: Number(values.rounds) };
const figures: Record<string, unknown> = { at: new Date().toISOString(), machine: machine(), versions: versions() };
const verdicts: Verdict[] = [];
print({ title: 'versions', rows: Object.entries(versions()).map(([name, version]) => ({ name, version })) });
for (const { name, measure } of wanted) {
  const found = await measure(options);
  found.tables.forEach(print);
  figures[name] = found.figures;
  verdicts.push(...found.verdicts);
}
process.exitCode = conclude(verdicts);

const file = resolve(values.json);
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, `${JSON.stringify({ ...figures, verdicts }, null, 2)}\n`);
console.log(`\nAlso as JSON: ${file}`);
