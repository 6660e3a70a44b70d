import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createReferralCodes } from '@referral-codes/sdk';
import { operations } from '@referral-codes/sdk/contract';
import { HttpResponse, http, RequestHandler } from 'msw';
import { setupServer } from 'msw/node';
import type { Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openPage, untilGlobal } from '../../scripts/testing/chromium.ts';
import { createMock, handlersOf } from '../src/msw/index.ts';
import { mswRunsHere, mswVersion, unanswered } from './msw.ts';
import { apart, tellStories } from './stories.ts';

const mock = createMock({ scenario: 'source' });
const PATH = operations.listRecords.path;

it('the msw under test is the one to be tried', () => {
  expect(mswVersion).toMatch({ 'msw-oldest': /^2\.13\.0$/, 'msw-newest': /^3\./ }[process.env.MSW ?? ''] ?? /^2\./);
  expect(mock.handlers).toEqual([expect.any(RequestHandler)]);
});

it.each(['', 'api.test', 'localhost:3000', 'ftp://api.test', 'https://'])('%j is no origin', (origin) => {
  expect(() => handlersOf(mock, { origin })).toThrow('origin must be a scheme and a host');
});

describe.runIf(mswRunsHere())('in Node', () => {
  const server = setupServer(...mock.handlers);
  beforeEach(() => server.listen(unanswered('bypass')));
  afterEach(() => {
    server.close();
    mock.resetAll();
  });

  it("an operation is overridden by the user's own handler in front, for as long as it is there", async () => {
    const codes = createReferralCodes({ baseUrl: 'https://api.test' });
    server.use(
      http.get(
        `*${PATH}/:id`,
        () => HttpResponse.json({ type: 'x', title: 'Own', status: 403, detail: 'x' }, { status: 403 }),
        { once: true },
      ),
    );
    await expect(codes.getRecord('rc_8f3a21bc')).rejects.toMatchObject({ status: 403 });
    expect((await codes.getRecord('rc_8f3a21bc')).code).toBe('JAN-VERV-8F3A');
  });

  it('HEAD, OPTIONS and refusals are answered by the mock, too', async () => {
    const status = async (method: string, path: string) => (await fetch(`https://api.test${path}`, { method })).status;
    expect([
      await status('HEAD', PATH),
      await status('OPTIONS', PATH),
      await status('PATCH', PATH),
      await status('GET', `${PATH}/`),
    ]).toEqual([200, 204, 405, 404]);
  });

  it('stories told at once, each in a session of its own, do not see each other', async () => {
    expect(await tellStories(mock, 'https://api.test')).toEqual(apart);
  });

  it('foreign paths, and those that only begin alike, are left alone', async () => {
    const other = createServer((_, response) => response.end('other')).listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const origin = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
    for (const path of ['/', '/api/v1/users', `${PATH}-of-others`, '/__mock/'])
      expect(await (await fetch(origin + path)).text()).toBe('other');
    expect(mock.journal.count()).toBe(0);
    other.close();
  });

  it('with an origin, requests to every other origin are left alone', async () => {
    const other = createServer((_, response) => response.end('other')).listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const origin = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
    server.resetHandlers(...handlersOf(mock, { origin: 'https://API.test:443/' }));
    expect(await (await fetch(origin + PATH)).text()).toBe('other');
    expect((await fetch(`https://api.test${PATH}`)).status).toBe(200);
    server.resetHandlers();
    other.close();
  });
});

describe('in the browser', () => {
  const openAdapters = () => openPage('mock/test/pages/adapters.ts', { ready: 'tellStories' });
  const read = (page: Page, path: string) => page.evaluate(async (path) => (await fetch(path)).text(), path);

  it('works after the page is reloaded, beside handlers and paths of the user', async () => {
    await using opened = await openAdapters();
    for (let load = 0; load < 2; load++) {
      await untilGlobal(opened.page, 'tellStories');
      expect(JSON.parse(await read(opened.page, `${PATH}/rc_8f3a21bc`)).code).toBe('JAN-VERV-8F3A');
      expect(JSON.parse(await read(opened.page, `${PATH}/lookup`))).toEqual({ own: true });
      expect(await read(opened.page, '/foreign')).toBe('not found');
      await opened.page.reload();
    }
  });

  it('the page and its service worker are of the msw under test', async () => {
    await using opened = await openAdapters();
    expect(await opened.page.evaluate('mswVersion')).toBe(mswVersion);
    expect(await read(opened.page, '/mockServiceWorker.js')).toContain(`PACKAGE_VERSION = '${mswVersion}'`);
    expect(opened.messages).toEqual([]);
  });

  it('stories told at once, each in a session of its own, do not see each other', async () => {
    await using opened = await openAdapters();
    expect(await opened.page.evaluate('tellStories()')).toEqual(apart);
  });

  it('two pages behind one service worker have a mock each', async () => {
    await using opened = await openAdapters();
    const other = await opened.page.context().newPage();
    await other.goto(opened.url);
    await untilGlobal(other, 'tellStories');
    expect(await Promise.all([opened.page, other].map((page) => page.evaluate('tellStories()')))).toEqual([
      apart,
      apart,
    ]);
  });
});
