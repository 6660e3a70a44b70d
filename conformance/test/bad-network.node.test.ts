import { createMock } from '@referral-codes/mock';
import { serve } from '@referral-codes/mock/http';
import { describe, expect, it } from 'vitest';
import { runConformance } from '../src/index.ts';
import { startFlakyNetwork } from './servers/network.ts';

describe('a bad network before a correct server', () => {
  it.each([
    [
      'resets and gateway errors before the server gets the request, and responses that are cut',
      { resetBefore: 0.03, badGateway: 0.03, cut: 0.04 },
    ],
    [
      'resets and gateway errors after the server has processed the request',
      { resetAfter: 0.03, badGatewayAfter: 0.03 },
    ],
  ])(
    '%s: no rule fails, and no record is left behind',
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
