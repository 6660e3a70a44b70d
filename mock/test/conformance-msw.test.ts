import { runConformance } from '@referral-codes/conformance';
import { setupServer } from 'msw/node';
import { describe, it } from 'vitest';
import { openPage } from '../../scripts/testing/chromium.ts';
import { createMock } from '../src/msw.ts';
import { expectConformant, FEW, mockOptions, policies } from './judged.ts';
import { mswRunsHere, unanswered } from './msw.ts';
import type { judge } from './pages/conformance.ts';

describe.each(policies)('under the policy %s the mock keeps the contract', (policy) => {
  it.runIf(mswRunsHere())('in a Node interceptor', async () => {
    const server = setupServer(...createMock(mockOptions(policy)).handlers);
    server.listen(unanswered('error'));
    const report = await runConformance({ url: 'https://api.example.test' }, FEW).finally(() => server.close());
    expectConformant(report, policy);
  });

  it('as a service worker', async () => {
    await using opened = await openPage('mock/test/pages/conformance.ts');
    await opened.page.waitForFunction(() => 'judge' in globalThis, undefined, { timeout: 20_000 });
    const report = await opened.page.evaluate(
      ([options, few]) => (globalThis as never as JudgePage).judge(options, few),
      [mockOptions(policy), FEW] as const,
    );
    expectConformant(report, policy);
  });
});

interface JudgePage {
  judge: typeof judge;
}
