import { createMock } from '@referral-codes/mock';
import { serve } from '@referral-codes/mock/http';
import type { RuleId } from '@referral-codes/sdk/contract';
import { describe, expect, it } from 'vitest';
import { type Report, runConformance } from '../src/index.ts';
import { correctServers } from './servers/index.ts';
import { startFlakyNetwork } from './servers/network.ts';
import { startWriter } from './servers/writer.ts';

/** What another client that never stops writing can make impossible to tell. */
const DISTURBED: readonly RuleId[] = [
  'list-defaults',
  'list-pages-partition',
  'list-total-is-every-record',
  'list-order-is-stable',
  'list-past-the-end-is-empty',
];

/** What is wrong with a report on a correct server: each finding against a MUST, and each rule left undecided without cause. */
const wrongly = ({ results }: Report, undecidable: readonly RuleId[] = []): string[] =>
  results
    .filter(({ id, level, status }) => {
      if (status === 'undecided') return !undecidable.includes(id);
      return status === 'failed' && level === 'MUST';
    })
    .map(({ id, status, message }) => `${id} ${status}: ${message}`);

describe.each(correctServers)('$name, which is correct ($differs),', ({ start }) => {
  it('has no MUST against it while it is quiet', async () => {
    const server = await start();
    try {
      const report = await runConformance({ url: server.url });
      expect(wrongly(report)).toEqual([]);
      expect(report).toMatchObject({ verdict: 'conformant', leftovers: [] });
    } finally {
      await server.close();
    }
  }, 120_000);

  it('has no MUST against it while somebody else writes', async () => {
    const server = await start();
    const writer = startWriter(server.url, { seed: 7 });
    try {
      const report = await runConformance({ url: server.url });
      expect(wrongly(report, DISTURBED)).toEqual([]);
      expect(report.leftovers).toEqual([]);
      for (const { status, message } of report.results) if (status === 'undecided') expect(message).toBeTruthy();
      expect((await writer.stop()).writes).toBeGreaterThan(0);
    } finally {
      await server.close();
    }
  }, 120_000);

  it('has no MUST against it with 100,000 records, and they are not all read', async () => {
    const server = await start({ preload: 100_000 });
    try {
      const report = await runConformance({ url: server.url });
      expect(wrongly(report)).toEqual([]);
      expect(report).toMatchObject({ verdict: 'conformant', leftovers: [] });
      expect(report.requests).toBeLessThan(4000);
      expect(await runConformance({ url: server.url }, { readOnly: true })).toMatchObject({ verdict: 'conformant' });
    } finally {
      await server.close();
    }
  }, 240_000);
});

describe('a bad network before a correct server', () => {
  it.each([
    ['resets and gateway errors before the server has seen the request', { resetBefore: 0.03, badGateway: 0.03 }],
    ['resets and gateway errors after it has done what was asked', { resetAfter: 0.03, badGatewayAfter: 0.03 }],
    ['answers that break off', { cut: 0.04 }],
  ])(
    '%s: never a finding, and nothing is left behind',
    async (_, faults) => {
      const served = await serve(createMock({ scenario: 'empty' }));
      const network = await startFlakyNetwork(served.url, { seed: 3, ...faults });
      try {
        const report = await runConformance({ url: network.url }, { timeoutMs: 5000, lateMs: 1000 });
        expect(
          report.results.filter(({ status }) => status === 'failed').map(({ id, message }) => `${id}: ${message}`),
        ).toEqual([]);
        expect(report.verdict).not.toBe('nonconformant');
        expect(report.leftovers).toEqual([]);
        const { requests, ...happened } = network.counts;
        expect(requests).toBeGreaterThan(500);
        expect(Object.values(happened).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(20);
        const left = await fetch(`${served.url}/api/v1/referral-code-records`).then((response) => response.json());
        expect(left.pagination.total).toBe(0);
      } finally {
        await network.close();
        await served.close(0);
      }
    },
    120_000,
  );
});
