import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createReferralCodes } from '../src/client.ts';
import type { ReferralCodesError } from '../src/errors.ts';
import type { NewCode, ReferralCodeRecord } from '../src/generated/client.ts';
import { json, listen } from './listen.ts';

const CREATES = 1000;
const AT_ONCE = 20;

/** Numbers from 0 to 1 that are the same each run. */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A real server that keeps its records well and its connections badly: it cuts 6 of 10 creates and 3 of 10 reads. */
async function badlyConnected(seed: number) {
  const random = sequence(seed);
  const stored: ReferralCodeRecord[] = [];
  const store = (body: NewCode): ReferralCodeRecord | undefined => {
    if (stored.some(({ code }) => code === body.code)) return;
    const times = { created_at: '2026-03-26T12:00:00Z', deactivated_at: null };
    stored.push({ id: `rc_${stored.length}`, ...body, status: 'active', ...times });
    return stored.at(-1);
  };
  const server = await listen(async ({ method, url, body, socket }, response) => {
    const fate = random();
    if (method === 'GET') {
      if (fate < 0.3) return void socket.destroy();
      const code = new URL(url, 'http://server').searchParams.get('code');
      const record = stored.find((one) => one.code === code);
      const type = 'urn:problem:referral-codes:code-not-found';
      return json(response, record ? 200 : 404, record ?? { type, title: '', status: 404, detail: '' });
    }
    if (fate < 0.15) return void socket.destroy();
    // The connection is lost first, and the create is carried out all the same, a moment later.
    if (fate < 0.3) {
      socket.destroy();
      await sleep(random() * 8);
    }
    const record = store(JSON.parse(body));
    const type = 'urn:problem:referral-codes:code-taken';
    const answer = record ?? { type, title: '', status: 409, detail: '', record_id: '' };
    if (fate < 0.3) return;
    if (fate < 0.45) return void socket.destroy();
    if (fate < 0.6) {
      response.writeHead(201, { 'content-length': 300 }).write(JSON.stringify(answer).slice(0, 40));
      return void setImmediate(() => socket.destroy());
    }
    json(response, record ? 201 : 409, answer);
  });
  return Object.assign(server, { stored });
}

interface Ending {
  wanted: NewCode;
  value?: ReferralCodeRecord;
  error?: ReferralCodesError;
}

/** Creates a thousand codes, some at a time. */
async function createAll(create: (body: NewCode) => Promise<ReferralCodeRecord>): Promise<Ending[]> {
  const endings: Ending[] = [];
  let next = 0;
  const worker = async () => {
    while (next < CREATES) {
      const number = next++;
      const wanted = { mentor_id: `usr_${number}`, org_id: 'org_1', code: `CODE-${number}` };
      endings.push(
        await create(wanted).then(
          (value) => ({ wanted, value }),
          (error) => ({ wanted, error }),
        ),
      );
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return endings;
}

/** The creates that were reported as failed although their record was stored. */
const falselyFailed = (endings: Ending[], stored: ReferralCodeRecord[]) =>
  endings.filter(
    ({ wanted, error }) => error && error.kind !== 'outcome-unknown' && stored.some(({ code }) => code === wanted.code),
  );

it('of 1,000 creates over connections cut at random, none is stored twice, falsely succeeds or falsely fails', async () => {
  await using server = await badlyConnected(1);
  const codes = createReferralCodes({ baseUrl: server.url, retryDelay: 4, retries: 4 });
  const endings = await createAll((body) => codes.createCode(body));

  expect(endings).toHaveLength(CREATES);
  expect(new Set(server.stored.map(({ code }) => code)).size).toBe(server.stored.length);
  for (const { wanted, value } of endings.filter(({ value }) => value)) {
    expect(value).toEqual(server.stored.find(({ code }) => code === wanted.code));
  }
  expect(falselyFailed(endings, server.stored)).toEqual([]);
  // What it cannot tell it says so, and that is rare.
  expect(endings.filter(({ error }) => error).length).toBeLessThan(CREATES / 20);
});

it('a client that repeats creates blindly reports hundreds of stored creates as failed over the same connections', async () => {
  await using server = await badlyConnected(1);
  const url = `${server.url}/api/v1/referral-code-records`;
  const endings = await createAll(async (body) => {
    for (let attempt = 0; ; attempt++) {
      try {
        const response = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
        const answer = (await response.json()) as ReferralCodeRecord;
        if (response.ok) return answer;
      } catch (error) {
        if (attempt === 4) throw error;
        continue;
      }
      throw new Error('refused');
    }
  });
  expect(falselyFailed(endings, server.stored).length).toBeGreaterThan(CREATES / 5);
});
