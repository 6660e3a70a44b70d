import { createMock } from '@referral-codes/mock';
import { serve } from '@referral-codes/mock/http';
import { expect, it } from 'vitest';
import { runConformance } from '../src/index.ts';

it.each(['demo', 'source', 'empty'] as const)(
  'the mock is conformant over HTTP, without a deviation: %s',
  async (scenario) => {
    const served = await serve(createMock({ scenario }));
    try {
      for (const url of served.urls) {
        const report = await runConformance({ url });
        expect(report.results.filter(({ status }) => status !== 'passed')).toEqual([]);
        expect(report).toMatchObject({ verdict: 'conformant', leftovers: [] });
        expect(report.requests).toBeLessThanOrEqual(2500);
      }
    } finally {
      await served.close(0);
    }
  },
);
