import { expect, it } from 'vitest';
import { openPage } from '../../scripts/testing/chromium.ts';
import { expectedResults } from './every-method.ts';

it('the client gets the same results from the mock in a service worker', async () => {
  await using test = await openPage('sdk/test/pages/every-method.ts');
  expect(await test.page.evaluate('result')).toMatchObject(expectedResults);
  expect(test.messages.filter((message) => !message.includes('status of 4'))).toEqual([]);
});
