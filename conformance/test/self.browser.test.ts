import { it } from 'vitest';
import { openPage } from '../../scripts/testing/chromium.ts';
import { expectFaultless } from './faultless.ts';

it('the mock is conformant as a service worker, and the suite runs in the page beside it', async () => {
  await using test = await openPage('conformance/test/pages/self.ts');
  // biome-ignore lint/suspicious/noExplicitAny: it comes from the page as JSON.
  const report = (await test.page.evaluate('verdict')) as any;
  expectFaultless(report);
}, 120_000);
