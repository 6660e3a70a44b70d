import { type Report, type RunOptions, runConformance } from '@referral-codes/conformance';
import { setupWorker } from 'msw/browser';
import type { MockOptions } from '../../src/mock-options.ts';
import { createMock } from '../../src/msw/index.ts';
import { onUnhandled } from '../msw.ts';

/** The suite and the mock in one page: the service worker answers what the suite asks. */
export async function runSuite(mock: MockOptions, options: RunOptions): Promise<Report> {
  await setupWorker(...createMock(mock).handlers).start({ quiet: true, ...onUnhandled('error') });
  return runConformance({ url: location.origin }, options);
}

Object.assign(globalThis, { runSuite });
