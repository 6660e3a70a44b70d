import { runConformance } from '@referral-codes/conformance';
import { setupServer } from 'msw/node';
import { describe, it } from 'vitest';
import { openPage } from '../../scripts/testing/chromium.ts';
import { createMock } from '../src/msw/index.ts';
import { expectConformant, mockOptions, policies } from './conformance.ts';
import { mswRunsHere, onUnhandled } from './msw.ts';
import type { runSuite } from './pages/conformance.ts';

const SEED = { seed: '1' };

// The policy is no matter of msw's: the other versions are tried with the contract's own, with which
// conformance/test/self.*.test.ts judges the installed one.
const [refuse, replace] = policies;

describe.each([process.env.MSW ? refuse : replace])('under the policy %s the mock keeps the contract', (policy) => {
  it.runIf(mswRunsHere())('in a Node interceptor', async () => {
    const server = setupServer(...createMock(mockOptions(policy)).handlers);
    server.listen(onUnhandled('error'));
    const report = await runConformance({ url: 'https://api.example.test' }, SEED).finally(() => server.close());
    expectConformant(report, policy);
  });

  it('as a service worker', async () => {
    await using opened = await openPage('mock/test/pages/conformance.ts', { ready: 'runSuite' });
    const report = await opened.page.evaluate(
      ([options, seed]) => (globalThis as never as SuitePage).runSuite(options, seed),
      [mockOptions(policy), SEED] as const,
    );
    expectConformant(report, policy);
  }, 120_000);
});

interface SuitePage {
  runSuite: typeof runSuite;
}
