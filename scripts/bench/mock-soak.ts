import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { operations } from '@referral-codes/sdk/contract';
import { type Attack, attack } from '../../mock/test/load/attack.ts';
import { type Lived, live } from './mock/life.ts';
import { flat, type Watched, watch } from './mock/memory.ts';
import { type Server, start } from './mock/server.ts';
import { check, conclude, print, type Verdict } from './mock/table.ts';

// npm run bench -- mock-soak [--seconds 60] [--hostile 10000]
// Loads the mock as built with records that live and die, then six times with so many hostile requests; once warm, memory
// must stay as it is, the state as it was at the start, and no request may fail. Exits 1 where one does.

const BATCHES = 6;

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '60' }, hostile: { type: 'string', default: '10000' } },
});
const bin = fileURLToPath(new URL('../../mock/dist/bin.js', import.meta.url));
const collection = operations.listRecords.path;
const command = (port: number) => ['--expose-gc', bin, '--scenario', 'source', '--port', String(port)];
const server = await start(command, collection);
const atFirst = await records();
const verdicts: Verdict[] = [];

await soak(server, Number(values.seconds));
const soaked = await records();
const kept = soaked.slice(0, atFirst.length).join() === atFirst.join();
verdicts.push(check('the records of the scenario are as they were', Number(kept), '>=', 1));

await besiege(server, Number(values.hostile));
verdicts.push(check('hostile requests change nothing', Number((await records()).join() === soaked.join()), '>=', 1));

server.child.kill('SIGTERM');
const [code] = await once(server.child, 'exit');
verdicts.push(check('exit code after SIGTERM', code ?? Number.NaN, '<=', 0));
process.exitCode = conclude(verdicts);

async function soak({ origin, child }: Server, seconds: number): Promise<void> {
  let lived: Lived | undefined;
  const watched = await watch(child, async (warm) => {
    const load = live(origin, seconds);
    await Promise.race([load, sleep((seconds * 1000) / 3)]);
    await warm();
    lived = await load;
  });
  const { requests, errors, refused } = lived!;
  print({ title: 'soak', rows: [{ seconds, requests, errors, 'answers other than 2xx': refused }] });
  verdicts.push(check('requests', requests, '>=', 1), check('errors', errors, '<=', 0));
  verdicts.push(check('answers other than 2xx', refused, '<=', 0));
  judge('soak', watched);
}

async function besiege({ origin, child }: Server, count: number): Promise<void> {
  const attacks: Attack[] = [];
  const watched = await watch(child, async (warm) => {
    for (let batch = 1; batch <= BATCHES; batch++) {
      // The two seeds take turns, so that the journal holds the same when memory is looked at.
      attacks.push(await attack(Number(new URL(origin).port), count, 1 + (batch % 2)));
      if (batch === BATCHES / 3) await warm();
    }
  });
  print({ title: 'hostile requests by status', rows: attacks.map(({ sent, statuses }) => ({ sent, ...statuses })) });
  const sent = attacks.reduce((sum, one) => sum + one.sent, 0);
  verdicts.push(check('hostile requests', sent, '>=', 1));
  verdicts.push(check('answers of 5xx', attacks.flatMap(({ failed }) => failed).length, '<=', 0));
  judge('hostile requests', watched);
}

function judge(name: string, watched: Watched): void {
  const { table, verdicts: found } = flat(name, watched);
  print(table);
  verdicts.push(...found);
}

/** The records that the server lists, each as text; there are fewer than a page holds. */
async function records(): Promise<string[]> {
  const { data } = await (await fetch(`${server.origin}${collection}?limit=100`)).json();
  return data.map((record: unknown) => JSON.stringify(record));
}
