import { expect, it } from 'vitest';
import { openPage } from './chromium.ts';

it('a bundled module runs in a real Chromium, behind a service worker', async () => {
  await using opened = await openPage('scripts/testing/pages/smoke.ts');
  await opened.page.waitForFunction(() => document.title === 'worker', undefined, { timeout: 20_000 });
  expect(opened.messages).toEqual([]);
});
