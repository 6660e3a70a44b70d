import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { required } from '../required.ts';
import { bundleSize } from './sdk/size.ts';
import { hundredths, overheads } from './sdk/time.ts';

// npm run bench -- sdk: the size of the client in a page, and the time of a call, compared with other clients. Every client
// makes the same calls against the same stub. The times depend on the machine.

const root = fileURLToPath(new URL('../..', import.meta.url));
const lock = JSON.parse(await readFile(join(root, 'scripts/bench/package-lock.json'), 'utf8'));
const own = JSON.parse(await readFile(join(root, 'sdk/package.json'), 'utf8'));
const versionOf = (name: string): string => lock.packages[`node_modules/${name}`].version;

const PEERS = [
  ['referral-codes', own.version],
  ['openapi-fetch', versionOf('openapi-fetch')],
  ['hey-api', versionOf('@hey-api/client-fetch')],
  ['ky', versionOf('ky')],
  ['axios', versionOf('axios')],
  ['stripe', versionOf('stripe')],
  ['openai', versionOf('openai')],
] as const;
const TIMED = ['bare', 'referral-codes', 'openapi-fetch', 'hey-api', 'ky', 'axios'];

const sizes = [];
for (const [name, version] of PEERS)
  sizes.push({ name, version, ...(await bundleSize(`scripts/bench/sdk/${name}.js`)) });
for (const entry of Object.keys(own.exports).filter((entry) => entry !== '.')) {
  const name = `@referral-codes/sdk${entry.slice(1)}`;
  sizes.push({ name, version: own.version, ...(await bundleSize(`export * from '${name}'`)) });
}
console.log('Bundle of all seven operations, for a browser, in bytes');
console.table(named(sizes));

const times = await overheads(TIMED);
const reference = required(times.find(({ name }) => name === 'openapi-fetch')).overhead;
console.log('Time of a call on a stub in µs, the median of the rounds; overhead is over bare fetch');
console.table(named(times.map((row) => ({ ...row, '× openapi-fetch': hundredths(row.overhead / reference) }))));

const file = join(root, 'tmp/bench/sdk.json');
const machine = { node: process.version, cpu: cpus()[0]?.model, cores: cpus().length };
await mkdir(join(root, 'tmp/bench'), { recursive: true });
await writeFile(file, `${JSON.stringify({ date: new Date().toISOString(), machine, sizes, times }, null, 2)}\n`);
console.log(`Node ${machine.node}, ${machine.cores} × ${machine.cpu}; also in ${file}`);

function named(rows: { name: string }[]) {
  return Object.fromEntries(rows.map(({ name, ...rest }) => [name, rest]));
}
