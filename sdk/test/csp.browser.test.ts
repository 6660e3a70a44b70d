import { expect, it } from 'vitest';
import { openPage } from '../../scripts/testing/chromium.ts';

it('schemas validate in a page that forbids eval', async () => {
  const html = `<!doctype html><html lang="en"><title>none</title>
    <meta http-equiv="content-security-policy" content="default-src 'self'; script-src 'self'">
    <script type="module" src="/entry.js"></script></html>`;
  await using opened = await openPage('sdk/test/pages/csp.ts', { html });
  await opened.page.waitForFunction(() => document.title !== 'none', undefined, { timeout: 20_000 });
  expect(await opened.page.title()).toBe('eval is forbidden, accepted, refused');
});
