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
import { mswRunsHere, mswVersion, onUnhandled } from './msw.ts';
import { createInSessions, isolatedSessions } from './parallel-sessions.ts';

const mock = createMock({ scenario: 'source' });
const PATH = operations.listRecords.path;

it('the tests use the version of msw that the project names', () => {
  expect(mswVersion).toMatch({ 'msw-oldest': /^2\.13\.0$/, 'msw-newest': /^3\./ }[process.env.MSW ?? ''] ?? /^2\./);
  expect(mock.handlers).toEqual([expect.any(RequestHandler)]);
});

it.each(['', 'api.test', 'localhost:3000', 'ftp://api.test', 'https://'])('%j is not an origin', (origin) => {
  expect(() => handlersOf(mock, { origin })).toThrow('origin must be a scheme and a host');
});

describe.runIf(mswRunsHere())('in Node', () => {
  const server = setupServer(...mock.handlers);
  beforeEach(() => server.listen(onUnhandled('bypass')));
  afterEach(() => {
    server.close();
    mock.resetAll();
  });

  it('a handler of the user that comes first overrides an operation until it is removed', async () => {
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

  it('the mock also responds to HEAD and OPTIONS, and to requests that it refuses', async () => {
    const status = async (method: string, path: string) => (await fetch(`https://api.test${path}`, { method })).status;
    expect([
      await status('HEAD', PATH),
      await status('OPTIONS', PATH),
      await status('PATCH', PATH),
      await status('GET', `${PATH}/`),
    ]).toEqual([200, 204, 405, 404]);
  });

  it('twenty sessions that create the same code at the same time do not affect each other', async () => {
    expect(await createInSessions(mock, 'https://api.test')).toEqual(isolatedSessions);
  });

  it('requests to paths outside the API reach the real server, even if they begin like those of the API', async () => {
    const other = createServer((_, response) => response.end('other')).listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const origin = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
    for (const path of ['/', '/api/v1/users', `${PATH}-of-others`, '/__mock/'])
      expect(await (await fetch(origin + path)).text()).toBe('other');
    expect(mock.journal.count()).toBe(0);
    other.close();
  });

  it('with the option origin, requests to every other origin reach the real server', async () => {
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
  const openAdapters = () => openPage('mock/test/pages/adapters.ts', { ready: 'createInSessions' });
  const read = (page: Page, path: string) => page.evaluate(async (path) => (await fetch(path)).text(), path);

  it('works after the page is reloaded, together with handlers and paths of the user', async () => {
    await using opened = await openAdapters();
    for (let load = 0; load < 2; load++) {
      await untilGlobal(opened.page, 'createInSessions');
      expect(JSON.parse(await read(opened.page, `${PATH}/rc_8f3a21bc`)).code).toBe('JAN-VERV-8F3A');
      expect(JSON.parse(await read(opened.page, `${PATH}/lookup`))).toEqual({ own: true });
      expect(await read(opened.page, '/foreign')).toBe('not found');
      await opened.page.reload();
    }
  });

  it('the page and its service worker use the version of msw under test', async () => {
    await using opened = await openAdapters();
    expect(await opened.page.evaluate('mswVersion')).toBe(mswVersion);
    expect(await read(opened.page, '/mockServiceWorker.js')).toContain(`PACKAGE_VERSION = '${mswVersion}'`);
    expect(opened.messages).toEqual([]);
  });

  it('twenty sessions that create the same code at the same time do not affect each other', async () => {
    await using opened = await openAdapters();
    expect(await opened.page.evaluate('createInSessions()')).toEqual(isolatedSessions);
  });

  it('two pages of one service worker each have their own mock', async () => {
    await using opened = await openAdapters();
    const other = await opened.page.context().newPage();
    await other.goto(opened.url);
    await untilGlobal(other, 'createInSessions');
    expect(await Promise.all([opened.page, other].map((page) => page.evaluate('createInSessions()')))).toEqual([
      isolatedSessions,
      isolatedSessions,
    ]);
  });
});
