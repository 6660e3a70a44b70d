import { expect, it } from 'vitest';
import { caught, record } from '../test/serving.ts';
import { createReferralCodes } from './client.ts';

const baseUrl = 'http://server.test';

/** A client whose requests are noted and not sent. */
function noting(options: Parameters<typeof createReferralCodes>[0] = {}) {
  const sent: RequestInit[] = [];
  const fetch = async (_url: string, init: RequestInit) => {
    sent.push(init);
    return Response.json(record);
  };
  return { codes: createReferralCodes({ baseUrl, fetch, ...options }), sent };
}

it('more options of fetch are passed on, and those of the call are added to those of the client', async () => {
  const { codes, sent } = noting({ init: { credentials: 'include', cache: 'no-store' } });
  const init = { cache: 'force-cache', next: { tags: ['codes'] } } as const;
  await codes.getRecord(record.id, { init });
  expect(sent).toMatchObject([{ credentials: 'include', cache: 'force-cache', next: { tags: ['codes'] } }]);
});

it('none of them replaces what the client decides', async () => {
  const { codes, sent } = noting({ init: { redirect: 'follow', method: 'DELETE', headers: {} } as object });
  await codes.getRecord(record.id);
  expect(sent).toMatchObject([{ method: 'GET', redirect: 'manual', headers: { accept: expect.any(String) } }]);
});

it('a request has a signal, unless it is null: then the call still ends in time', async () => {
  const { codes, sent } = noting();
  await codes.getRecord(record.id);
  await codes.getRecord(record.id, { signal: null });
  expect(sent.map(({ signal }) => signal instanceof AbortSignal)).toEqual([true, false]);
  const never = createReferralCodes({ baseUrl, signal: null, timeout: 20, fetch: () => new Promise(() => {}) });
  expect(await caught(never.getRecord(record.id))).toMatchObject({ kind: 'timeout' });
});
