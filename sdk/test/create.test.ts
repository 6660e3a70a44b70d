import { expect, it, onTestFinished } from 'vitest';
import { createReferralCodes } from '../src/client.ts';
import type { NewCode } from '../src/generated/client.ts';
import { type CuttingServer, cuttingServer } from './cuts.ts';

const CUTS = 1_000;
const SEED = 1;

/** Creates codes until the server has cut that many connections. `create` says how each ended. */
async function creating<T>(create: (server: CuttingServer, body: NewCode) => Promise<T>) {
  const server = await cuttingServer(SEED);
  onTestFinished(() => server[Symbol.asyncDispose]());
  const ends: { body: NewCode; end: T }[] = [];
  while (server.cuts() < CUTS) {
    const bodies = Array.from({ length: 20 }, (_, index) => aBody(ends.length + index));
    ends.push(...(await Promise.all(bodies.map(async (body) => ({ body, end: await create(server, body) })))));
  }
  return { server, ends };
}

const aBody = (number: number): NewCode => ({ mentor_id: `m-${number}`, org_id: 'org', code: `CODE-${number}` });

function storedBy({ mock }: CuttingServer, { code }: NewCode) {
  return mock.records.page(0, mock.records.size).filter((record) => record.code === code);
}

it(`a create is never doubled, and never told wrong, however ${CUTS} connections are cut`, async () => {
  const { server, ends } = await creating((server, body) =>
    createReferralCodes({ baseUrl: server.url, retryDelay: 1 }).safe.createCode(body),
  );
  const count = { created: 0, 'unknown: no look-up was answered': 0, 'unknown: the last look-up found nothing': 0 };
  for (const { body, end } of ends) {
    const stored = storedBy(server, body);
    expect(stored.length).toBeLessThanOrEqual(1);
    if (end.ok) {
      count.created++;
      expect(end.value).toEqual(stored[0]);
      continue;
    }
    // Nobody refused anything, so that the only failure there may be is not to know.
    expect(end.error.kind).toBe('outcome-unknown');
    const history = server.history(body.code);
    const sinceSent = history.slice(history.findLastIndex(({ method }) => method === 'POST') + 1);
    const told = sinceSent.filter(({ method, fate }) => method === 'GET' && fate === 'answered');
    // It may be unknown only where no answer came, or where the server still said that there is no such code.
    expect(told.map(({ status }) => status)).not.toContain(200);
    if (stored.length > 0) expect(told).toEqual([]);
    count[told.length > 0 ? 'unknown: the last look-up found nothing' : 'unknown: no look-up was answered']++;
  }
  console.info(`${ends.length} creates, of which ${JSON.stringify(count)}`);
  expect(count.created).toBeGreaterThan(ends.length / 2);
  expect(ends.length - count.created).toBeGreaterThan(0);
});

it('a client that simply tries again reports creates as failed that were stored', async () => {
  const { server, ends } = await creating(async ({ url }, body) => {
    for (let attempt = 1; ; attempt++) {
      try {
        const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
        const response = await fetch(`${url}/api/v1/referral-code-records`, init);
        await response.text();
        return response.ok;
      } catch {
        if (attempt === 3) return false;
      }
    }
  });
  const wrong = ends.filter(({ body, end }) => !end && storedBy(server, body).length > 0).length;
  console.info(`${wrong} of ${ends.length} creates were told to have failed although they were stored`);
  expect(wrong).toBeGreaterThan(0);
});
