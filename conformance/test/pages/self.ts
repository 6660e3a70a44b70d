import { createMock } from '@referral-codes/mock/msw';
import { mounts } from '@referral-codes/sdk/contract';
import { setupWorker } from 'msw/browser';
import { runConformance } from '../../src/index.ts';

/** The suite and the mock in one page: the service worker answers what the suite asks. */
async function judge(): Promise<unknown> {
  await setupWorker(...createMock({ scenario: 'demo' }).handlers).start({ quiet: true });
  return runConformance({ url: location.origin + mounts[0] });
}

Object.assign(globalThis, { verdict: judge() });
