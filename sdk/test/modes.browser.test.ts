import { expect, it } from 'vitest';
import { openPage } from '../../scripts/testing/chromium.ts';
import { seen } from './journey.ts';

it('the client sees the same of the mock in a page whose service worker answers', async () => {
  await using test = await openPage('sdk/test/pages/journey.ts');
  expect(await test.page.evaluate('travelled')).toMatchObject(seen);
  expect(test.messages.filter((message) => !message.includes('status of 4'))).toEqual([]);
});
