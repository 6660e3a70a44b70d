import { createMock } from '@referral-codes/mock/msw';
import { setupWorker } from 'msw/browser';
import { createReferralCodes } from '../../src/index.ts';
import { journey } from '../journey.ts';

/** The client of a page, with the server URL it has by default; the service worker answers. */
async function travel(): Promise<unknown> {
  await setupWorker(...createMock({ scenario: 'source' }).handlers).start({ quiet: true, onUnhandledRequest: 'error' });
  return journey(createReferralCodes());
}

Object.assign(globalThis, { travelled: travel() });
