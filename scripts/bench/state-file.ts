import { once } from 'node:events';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createMock } from '@referral-codes/mock';
import { operations, type ReferralCodeRecord } from '@referral-codes/sdk/contract';
import { StateChanges } from '../../mock/src/persistence/state-changes.ts';
import { start } from './mock/server.ts';
import { median } from './mock/statistics.ts';
import { check, conclude, print, type Verdict } from './mock/table.ts';

// npm run bench -- state-file [--records 100000] [--creates 2000]
// What --state costs: the time of a create with and without it, the bytes that it writes, the time of a start and a stop,
// with few records and with many. It also checks the promise that a killed mock loses no change whose response was sent.
// Exits with 1 if a create takes too long or a change is lost.

const { values } = parseArgs({
  options: { records: { type: 'string', default: '100000' }, creates: { type: 'string', default: '2000' } },
});
const bin = fileURLToPath(new URL('../../mock/dist/bin.js', import.meta.url));
const collection = operations.listRecords.path;
const folder = await mkdtemp(join(tmpdir(), 'bench-state-file-'));
const verdicts: Verdict[] = [];
const rows = [];
try {
  for (const records of [1000, Number(values.records)]) rows.push(await measure(records));
} finally {
  await rm(folder, { recursive: true });
}
print({ title: 'state file', rows });
process.exitCode = conclude(verdicts);

async function measure(records: number) {
  const state = join(folder, `${records}.json`);
  await writeFile(state, JSON.stringify({ default: { records: recordsOf(records) }, sessions: {} }));
  const without = await start((port) => [bin, '--port', String(port), '--scenario', 'empty'], collection);
  const kept = await start((port) => [bin, '--port', String(port), '--state', state], collection);
  const times = { without: [] as number[], kept: [] as number[] };
  const before = (await stat(state)).size;
  for (let index = 0; index < Number(values.creates); index++) {
    times.without.push(await create(without.origin, index));
    times.kept.push(await create(kept.origin, index));
  }
  const bytes = ((await stat(state)).size - before) / Number(values.creates);
  await kept.stop(); // By SIGKILL, right after the last response.
  await without.stop();
  const again = await start((port) => [bin, '--port', String(port), '--state', state], collection);
  const missing = records + Number(values.creates) - (await total(again.origin));
  const stopping = performance.now();
  again.child.kill('SIGTERM');
  const [code] = await once(again.child, 'exit');
  const name = `with ${records} records`;
  verdicts.push(check(`answered creates missing after SIGKILL, ${name}`, missing, '<=', 0));
  verdicts.push(check(`exit code after SIGTERM, ${name}`, code ?? Number.NaN, '<=', 0));
  verdicts.push(check(`create with --state : without, ${name}`, median(times.kept) / median(times.without), '<=', 1.5));
  return {
    records,
    'create, ms': median(times.kept).toFixed(2),
    'without --state, ms': median(times.without).toFixed(2),
    'slowest, ms': Math.max(...times.kept).toFixed(0),
    'slowest without, ms': Math.max(...times.without).toFixed(0),
    'pause to rewrite, ms': Math.round(pause(records)),
    'bytes a create': Math.round(bytes),
    'start, ms': Math.round(again.startup),
    'stop, ms': Math.round(performance.now() - stopping),
  };
}

function recordsOf(count: number): ReferralCodeRecord[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `rc_${(index + 1).toString(16).padStart(8, '0')}`,
    mentor_id: `usr_${index}`,
    org_id: 'org_1',
    code: `CODE-${index}`,
    status: 'active' as const,
    created_at: '2026-01-01T00:00:00Z',
    deactivated_at: null,
  }));
}

/** How long a mock cannot respond because its file is rewritten, in milliseconds. */
function pause(records: number): number {
  const changes = new StateChanges(createMock({ scenario: { records: recordsOf(records) } }));
  const times = Array.from({ length: 5 }, () => {
    const started = performance.now();
    Buffer.from(changes.firstLine());
    return performance.now() - started;
  });
  return median(times);
}

/** The time until the response has been read, in milliseconds. */
async function create(origin: string, index: number): Promise<number> {
  const body = JSON.stringify({ mentor_id: `new_${index}`, org_id: 'org_1', code: `NEW-${index}` });
  const sent = performance.now();
  const response = await fetch(origin + collection, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  await response.text();
  if (response.status !== 201) throw new Error(`a create was answered ${response.status}`);
  return performance.now() - sent;
}

async function total(origin: string): Promise<number> {
  const page = (await (await fetch(origin + collection)).json()) as { pagination: { total: number } };
  return page.pagination.total;
}
