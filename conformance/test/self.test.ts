import { createMock } from '@referral-codes/mock';
import { serve } from '@referral-codes/mock/http';
import { createMock as createHandlers } from '@referral-codes/mock/msw';
import { mounts } from '@referral-codes/sdk/contract';
import { setupServer } from 'msw/node';
import { expect, it } from 'vitest';
import { openPage } from '../../scripts/testing/chromium.ts';
import { type Report, runConformance } from '../src/index.ts';

function expectFaultless(report: Report): void {
  expect(report.results.filter(({ status }) => status !== 'passed')).toEqual([]);
  expect(report).toMatchObject({ verdict: 'conformant', leftovers: [] });
  expect(report.requests).toBeLessThanOrEqual(2500);
}

it.each([...mounts])('the mock is conformant over HTTP, without a deviation, under the mount "%s"', async (mount) => {
  const served = await serve(createMock({ scenario: 'demo' }));
  try {
    expectFaultless(await runConformance({ url: served.origin + mount }));
  } finally {
    await served.close(0);
  }
});

it('the mock is conformant as a Node interceptor', async () => {
  const interceptor = setupServer(...createHandlers({ scenario: 'source' }).handlers);
  interceptor.listen({ onUnhandledRequest: 'error' });
  try {
    expectFaultless(await runConformance({ url: `https://api.example.test${mounts[0]}` }));
  } finally {
    interceptor.close();
  }
});

it('the mock is conformant as a service worker, and the suite runs in the page beside it', async () => {
  await using test = await openPage('conformance/test/pages/self.ts');
  // biome-ignore lint/suspicious/noExplicitAny: it crosses from the page as JSON.
  const report = (await test.page.evaluate('verdict')) as any;
  expectFaultless(report);
}, 120_000);
