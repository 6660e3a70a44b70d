import { mkdir, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type Report, runConformance } from '../../conformance/src/index.ts';
import { faults } from '../../conformance/test/faults/index.ts';
import { correctServers } from '../../conformance/test/servers/index.ts';
import { startFlakyNetwork } from '../../conformance/test/servers/network.ts';
import { asFetch, PlainServer } from '../../conformance/test/servers/plain.ts';
import { startWriter } from '../../conformance/test/servers/writer.ts';
import { serve } from '../../mock/src/http/index.ts';
import { createMock } from '../../mock/src/index.ts';
import { peers } from './conformance/peers.ts';

// How long a run takes and how many requests it sends, whether it notices every fault, whether it passes every correct server,
// and what other tools find in the same servers. All parts together take a quarter of an hour.
// npm run bench -- conformance [costs] [detection] [fairness] [peers] [--every N] runs only these parts, and the peers with
// every Nth fault.

const { values, positionals } = parseArgs({
  options: { every: { type: 'string', default: '1' } },
  allowPositionals: true,
});
const figures: Record<string, unknown> = {};
const broken = ({ results }: Report) => results.filter(({ status, level }) => status === 'failed' && level === 'MUST');
const inconclusive = ({ results }: Report) =>
  results.filter(({ status }) => status === 'inconclusive').map(({ id }) => id);

async function costs(): Promise<void> {
  const served = await serve(createMock({ scenario: 'demo' }));
  const far = await startFlakyNetwork(served.url, { seed: 1, delayMs: 50 });
  const rows = [
    ['whole suite, mock', await runConformance({ url: served.url })],
    ['whole suite, 50 ms away, --concurrency 8', await runConformance({ url: far.url }, { concurrency: 8 })],
    ['--read-only, mock', await runConformance({ url: served.url }, { readOnly: true })],
  ] as const;
  figures.costs = rows.map(([what, { verdict, requests, durationMs }]) => ({
    what,
    verdict,
    requests,
    seconds: durationMs / 1000,
  }));
  console.table(figures.costs);
  await far.close();
  await served.close(0);
}

async function detection(): Promise<void> {
  const started = performance.now();
  const survivors: string[] = [];
  for (const { rule, how, plant } of faults) {
    const server = new PlainServer();
    plant(server);
    const { results } = await runConformance(asFetch(server), { rules: [rule], modelMs: 2000, seed: '1' });
    if (results[0]?.status !== 'failed') survivors.push(`${rule}: ${how}`);
  }
  figures.detection = {
    faults: faults.length,
    noticed: faults.length - survivors.length,
    seconds: (performance.now() - started) / 1000,
  };
  console.table([figures.detection]);
  for (const survivor of survivors) console.log(`not noticed: ${survivor}`);
}

/** Five runs in a row against each correct server: on its own, with another client that writes, and with 100,000 records. */
async function fairness(): Promise<void> {
  const rows = [];
  for (const { name, start } of correctServers)
    for (const how of ['quiet', 'another writer', '100,000 records']) {
      const server = await start(how === '100,000 records' ? { preload: 100_000 } : {});
      const reports: Report[] = [];
      for (let round = 0; round < 5; round += 1) {
        const writer = how === 'another writer' ? startWriter(server.url, { seed: round }) : undefined;
        reports.push(await runConformance({ url: server.url }));
        await writer?.stop();
        await sleep(50);
      }
      await server.close();
      rows.push({
        server: name,
        how,
        'false findings': reports.flatMap(broken).length,
        inconclusive: [...new Set(reports.flatMap(inconclusive))].join(' '),
        requests: Math.max(...reports.map(({ requests }) => requests)),
        seconds: Math.max(...reports.map(({ durationMs }) => durationMs)) / 1000,
      });
      console.log(JSON.stringify(rows.at(-1)));
    }
  figures.fairness = rows;
  console.table(rows);
}

const parts = {
  costs,
  detection,
  fairness,
  async peers() {
    figures.peers = await peers(Number(values.every));
    console.table(figures.peers);
  },
};
const unknown = positionals.filter((name) => !Object.hasOwn(parts, name));
if (unknown.length > 0) {
  console.error(`the parts are ${Object.keys(parts).join(', ')}, not ${unknown.join(', ')}`);
  process.exit(2);
}
for (const [name, part] of Object.entries(parts))
  if (positionals.length === 0 || positionals.includes(name)) await part();
await mkdir('tmp', { recursive: true });
await writeFile('tmp/bench-conformance.json', `${JSON.stringify(figures, null, 2)}\n`);
