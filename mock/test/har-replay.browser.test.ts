import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { operations } from '@referral-codes/sdk/contract';
import { expect, it } from 'vitest';
import { connectToChromium } from '../../scripts/testing/chromium.ts';
import { toHar } from '../src/index.ts';
import { createMock } from '../src/mock.ts';

const URL = `http://api.test${operations.listRecords.path}`;

it('Playwright replays a HAR as the client saw it: no success for a response that a fault kept back', async () => {
  const mock = createMock({ scenario: 'source' });
  const ask = (path: string) => mock.fetch(new Request(URL + path)).then((response) => response.text());
  await ask('/rc_8f3a21bc');
  mock.faults.arm({ kind: 'stored-not-answered', times: 1 });
  await ask('?page=1').catch(() => {});
  mock.faults.arm({ kind: 'truncated-body', times: 1 });
  await ask('?page=2').catch(() => {});
  const folder = await mkdtemp(join(tmpdir(), 'har-'));
  const har = join(folder, 'mock.har');
  await writeFile(har, JSON.stringify(toHar(mock.journal.find())));
  const browser = await connectToChromium();
  const context = await browser.newContext();
  await context.routeFromHAR(har, { url: '**/referral-code-records**' });
  const page = await context.newPage();
  await page.route('http://api.test/', (route) => route.fulfill({ contentType: 'text/html', body: '' }));
  await page.goto('http://api.test/');

  const seen = (path: string) =>
    page.evaluate(
      (url) =>
        fetch(url, { signal: AbortSignal.timeout(1000) })
          .then((response) => response.json())
          .then((body) => body.id)
          .catch((error) => error.name),
      URL + path,
    );
  expect(await Promise.all([seen('/rc_8f3a21bc'), seen('?page=1'), seen('?page=2')])).toEqual([
    'rc_8f3a21bc',
    'TimeoutError',
    'SyntaxError',
  ]);
  await browser.close();
  await rm(folder, { recursive: true });
});
