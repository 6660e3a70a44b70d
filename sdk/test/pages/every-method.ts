import { createMock } from '@referral-codes/mock/msw';
import { setupWorker } from 'msw/browser';
import { createReferralCodes } from '../../src/index.ts';
import { callEveryMethod } from '../every-method.ts';

/** Runs in a page with the default server URL; a service worker responds. */
async function run(): Promise<unknown> {
  await setupWorker(...createMock({ scenario: 'source' }).handlers).start({ quiet: true, onUnhandledRequest: 'error' });
  return callEveryMethod(createReferralCodes());
}

Object.assign(globalThis, { result: run() });
