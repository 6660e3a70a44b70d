import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createReferralCodes } from '@referral-codes/sdk';
import { operations } from '@referral-codes/sdk/contract';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openPage } from '../../scripts/testing/chromium.ts';
import { createMock, handlersOf } from '../src/msw.ts';

const PATH = operations.listRecords.path;

describe('in Node', () => {
  const mock = createMock({ scenario: 'source' });
  const server = setupServer(...mock.handlers);
  beforeEach(() => server.listen({ onUnhandledRequest: 'bypass' }));
  afterEach(() => {
    server.close();
    mock.reset();
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
    server.resetHandlers(...handlersOf(mock, { origin: 'https://api.test' }));
    expect(await (await fetch(origin + PATH)).text()).toBe('other');
    expect((await fetch(`https://api.test${PATH}`)).status).toBe(200);
    server.resetHandlers();
    other.close();
  });
});

describe('in the browser', () => {
  const ready = { timeout: 20_000 };

  it('works after the page is reloaded, beside handlers and paths of the user', async () => {
    await using opened = await openPage('mock/test/pages/adapters.ts');
    for (let load = 0; load < 2; load++) {
      await opened.page.waitForFunction(() => 'mock' in globalThis, undefined, ready);
      const seen = await opened.page.evaluate(async (path) => {
        const read = async (url: string) => (await fetch(url)).text();
        return [
          JSON.parse(await read(`${path}/rc_8f3a21bc`)).code,
          JSON.parse(await read(`${path}/lookup`)).own,
          await read('/foreign'),
        ];
      }, PATH);
      expect(seen).toEqual(['JAN-VERV-8F3A', true, 'not found']);
      await opened.page.reload();
    }
  });

  it('a fault of the wire is a network error, and what was stored is stored', async () => {
    await using opened = await openPage('mock/test/pages/adapters.ts');
    await opened.page.waitForFunction(() => 'mock' in globalThis, undefined, ready);
    const seen = await opened.page.evaluate(async (path) => {
      const { mock } = globalThis as unknown as { mock: ReturnType<typeof createMock> };
      const outcomes: string[] = [];
      for (const kind of ['reset', 'stored-not-answered', 'truncated-body'] as const) {
        mock.faults.clear();
        mock.faults.arm({ kind, times: 1 });
        const init = { method: 'POST', headers: { 'content-type': 'application/json' } };
        const body = JSON.stringify({ mentor_id: kind, org_id: 'o', code: kind.toUpperCase() });
        const response = await fetch(path, { ...init, body }).catch(() => undefined);
        const text = await response?.text().catch(() => undefined);
        const stored = mock.records.withCode(kind.toUpperCase()) !== undefined;
        outcomes.push(
          `${kind}: ${response ? 'answered' : 'no answer'}, ${text === undefined ? 'no body' : 'a body'}, ${stored ? 'stored' : 'not stored'}`,
        );
      }
      return outcomes;
    }, PATH);
    expect(seen).toEqual([
      'reset: no answer, no body, not stored',
      'stored-not-answered: no answer, no body, stored',
      'truncated-body: answered, no body, stored',
    ]);
  });
});
