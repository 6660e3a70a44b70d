import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { operations } from '@referral-codes/sdk/contract';
import { attack } from '../../mock/test/load/attack.ts';
import { start } from './mock/server.ts';
import { median } from './mock/statistics.ts';
import { check, print, type Verdict } from './mock/table.ts';

// npm run bench -- mock-soak [--seconds 60] [--hostile 10000]
// Loads the mock as built with records that live and die, then with hostile requests; memory must stay as it was after
// warming up, the state as it was at the start, and no request may fail. Exits 1 where one does. Linux only: it reads /proc.

interface Step {
  method: string;
  path: string;
  headers?: Record<string, string>;
  setupRequest: (request: Sent, context: { id?: string }) => Sent;
  onResponse?: (status: number, body: string, context: { id?: string }) => void;
}
interface Sent {
  path: string;
  body?: string;
}
interface Result {
  errors: number;
  statusCodeStats: Record<string, { count: number }>;
}
const autocannon = createRequire(import.meta.url)('autocannon') as (options: object) => PromiseLike<Result>;

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '60' }, hostile: { type: 'string', default: '10000' } },
});
const [seconds, hostile] = [Number(values.seconds), Number(values.hostile)];
const bin = fileURLToPath(new URL('../../mock/dist/bin.js', import.meta.url));
const collection = operations.listRecords.path;
const server = await start((port) => [bin, '--scenario', 'source', '--port', String(port)], collection);
const memory = () =>
  Number(readFileSync(`/proc/${server.child.pid}/status`, 'utf8').match(/VmRSS:\s+(\d+)/)![1]) / 1024;
const list = async () => (await fetch(`${server.origin}${collection}?limit=100`)).text();
const before = await list();
const verdicts: Verdict[] = [];

const load = Promise.resolve(autocannon({ url: server.origin, connections: 20, duration: seconds, requests: life() }));
const samples = await watch(load);
const { errors, statusCodeStats } = await load;
const total = Object.values(statusCodeStats).reduce((sum, { count }) => sum + count, 0);
const failures = Object.keys(statusCodeStats).filter((status) => !status.startsWith('2'));
const third = Math.floor(samples.length / 3);
const [warm, late] = [median(samples.slice(third, 2 * third)), median(samples.slice(2 * third))];
print('soak', [{ seconds, requests: total, 'MB after warm-up': Math.round(warm), 'MB at the end': Math.round(late) }]);
verdicts.push(check('errors', errors, '<=', 0), check('statuses other than 2xx', failures.length, '<=', 0));
verdicts.push(check('memory, last third : second', late / warm, '<=', 1.1));

await attack(Number(new URL(server.origin).port), Math.ceil(hostile / 5), 1); // Warm-up.
const atFirst = memory();
const beforeAttack = await list();
const { sent, statuses, failed } = await attack(Number(new URL(server.origin).port), hostile, 2);
print('hostile requests', [{ sent, ...statuses, 'MB before': Math.round(atFirst), 'MB after': Math.round(memory()) }]);
verdicts.push(check('answers of 5xx', failed.length, '<=', 0));
verdicts.push(check('memory, after : before', memory() / atFirst, '<=', 1.1));
verdicts.push(check('the state is the same', Number((await list()) === beforeAttack), '>=', 1));
verdicts.push(
  check(
    'records of the scenario left as they were',
    Number(before.slice(0, 2000) === beforeAttack.slice(0, 2000)),
    '>=',
    1,
  ),
);

server.child.kill('SIGTERM');
while (server.child.exitCode === null && server.child.signalCode === null) await sleep(20);
verdicts.push(check('exit code', server.child.exitCode ?? 1, '<=', 0));
print(
  'verdicts',
  verdicts.map(({ name, value, target, met }) => ({ name, value, target, verdict: met ? 'kept' : 'BROKEN' })),
);
process.exitCode = verdicts.every(({ met }) => met) ? 0 : 1;

/** Each connection creates a record, reads it in every way, deactivates it, deletes it, and begins again. */
function life(): Step[] {
  let created = 0;
  const json = { 'content-type': 'application/json' };
  const at = (sent: Sent, { id }: { id?: string }) => ({ ...sent, path: `${collection}/${id}` });
  return [
    {
      method: 'POST',
      path: collection,
      headers: json,
      setupRequest: (sent) => {
        created++;
        return {
          ...sent,
          body: JSON.stringify({ mentor_id: `usr_${created}`, org_id: 'soak', code: `SOAK-${created}` }),
        };
      },
      onResponse: (status, body, context) => {
        if (status === 201) context.id = JSON.parse(body).id;
      },
    },
    { method: 'GET', path: collection, setupRequest: at },
    { method: 'GET', path: `${collection}?limit=100`, setupRequest: (sent) => sent },
    {
      method: 'PUT',
      path: collection,
      headers: json,
      setupRequest: (sent, context) => ({ ...at(sent, context), body: '{"status":"inactive"}' }),
    },
    { method: 'DELETE', path: collection, setupRequest: at },
  ];
}

/** The server's memory in megabytes, four times a second until the load is over. */
async function watch(load: Promise<unknown>): Promise<number[]> {
  const samples: number[] = [];
  let over = false;
  load.finally(() => {
    over = true;
  });
  while (!over) {
    samples.push(memory());
    await sleep(250);
  }
  return samples;
}
