import type { RuleId } from '@referral-codes/sdk/contract';
import { describe, expect, it } from 'vitest';
import { type Report, runConformance } from '../src/index.ts';
import { testedServers } from './servers/each.ts';
import { startWriter } from './servers/writer.ts';

/** Rules that cannot be checked while another client writes all the time. */
const DISTURBED: readonly RuleId[] = [
  'list-defaults',
  'list-pages-partition',
  'list-total-is-every-record',
  'list-order-is-stable',
  'list-past-the-end-is-empty',
];

/** What is wrong in a report on a correct server: each failed MUST, and each rule that is inconclusive without a reason. */
const wrongly = ({ results }: Report, undecidable: readonly RuleId[] = []): string[] =>
  results
    .filter(({ id, level, status }) => {
      if (status === 'inconclusive') return !undecidable.includes(id);
      return status === 'failed' && level === 'MUST';
    })
    .map(({ id, status, message }) => `${id} ${status}: ${message}`);

describe.each(testedServers)('$name, which is correct ($differs),', ({ start }) => {
  it('breaks no MUST if there is no other client', async () => {
    const server = await start();
    try {
      const report = await runConformance({ url: server.url });
      expect(wrongly(report)).toEqual([]);
      expect(report).toMatchObject({ verdict: 'conformant', leftovers: [] });
    } finally {
      await server.close();
    }
  }, 120_000);

  it('breaks no MUST while another client writes', async () => {
    const server = await start();
    const writer = startWriter(server.url, { seed: 7 });
    try {
      const report = await runConformance({ url: server.url });
      expect(wrongly(report, DISTURBED)).toEqual([]);
      expect(report.leftovers).toEqual([]);
      for (const { status, message } of report.results) if (status === 'inconclusive') expect(message).toBeTruthy();
      expect((await writer.stop()).writes).toBeGreaterThan(0);
    } finally {
      await server.close();
    }
  }, 120_000);

  it('breaks no MUST with 100,000 records, which are not all read', async () => {
    const server = await start({ preload: 100_000 });
    try {
      const report = await runConformance({ url: server.url });
      expect(wrongly(report)).toEqual([]);
      expect(report).toMatchObject({ verdict: 'conformant', leftovers: [] });
      expect(report.requests).toBeLessThan(4000);
      expect(await runConformance({ url: server.url }, { readOnly: true })).toMatchObject({ verdict: 'partial' });
    } finally {
      await server.close();
    }
  }, 240_000);
});
