import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { operations, validators } from '@referral-codes/sdk/contract';
import { describe, expect, it } from 'vitest';
import { required } from '../../../scripts/required.ts';
import { ConnectionReset } from '../message/web-response.ts';
import { createMock } from '../mock.ts';
import { seededRandom } from '../time/random.ts';
import { delayOf, type Fault } from './fault.ts';

const PATH = operations.listRecords.path;
const fields = { mentor_id: 'usr_1', org_id: 'org_1', code: 'NEW-CODE' };

const empty = (fault: Fault) => {
  const mock = createMock({ scenario: 'empty' });
  mock.faults.arm(fault);
  return mock;
};

const create = (mock: ReturnType<typeof empty>, init: RequestInit = {}) =>
  mock.fetch(
    new Request(`http://api.test${PATH}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(fields),
      ...init,
    }),
  );

describe('what a fault does, and whether the record is stored', () => {
  it('status refuses with the status or the problem, storing nothing', async () => {
    for (const [fault, status] of [
      [{ kind: 'status', status: 503 }, 503],
      [{ kind: 'status', problem: 'code-taken' }, 409],
    ] as const) {
      const mock = empty(fault);
      const response = await create(mock);
      expect([response.status, response.headers.get('content-type'), mock.records.size]).toEqual([
        status,
        'application/problem+json',
        0,
      ]);
      expect(validators.Problem(await response.json())).toBe(true);
    }
  });

  it('rate-limit answers 429 with Retry-After', async () => {
    const response = await create(empty({ kind: 'rate-limit', retryAfter: 7 }));
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '7']);
  });

  it('malformed-json stores and answers what does not parse', async () => {
    const mock = empty({ kind: 'malformed-json' });
    const response = await create(mock);
    const text = await response.text();
    expect(() => JSON.parse(text)).toThrow(SyntaxError);
    expect([response.status, mock.records.size]).toEqual([201, 1]);
    expect(mock.journal.find()[0]?.response?.body).toBe(text);
  });

  it('broken-contract stores and answers what no schema allows', async () => {
    const mock = empty({ kind: 'broken-contract' });
    const text = await (await create(mock)).text();
    expect(validators.ReferralCodeRecord(JSON.parse(text))).toBe(false);
    expect(mock.journal.find()[0]?.response?.body).toBe(text);
    const list = await (await mock.fetch(new Request(`http://api.test${PATH}`))).json();
    expect(validators.RecordPage(list)).toBe(false);
    expect(mock.records.size).toBe(1);
  });

  it('truncated-body stores and breaks off in the middle of the answer', async () => {
    const mock = empty({ kind: 'truncated-body' });
    const response = await create(mock);
    expect(response.status).toBe(201);
    await expect(response.text()).rejects.toThrow(ConnectionReset);
    expect(mock.records.size).toBe(1);
  });

  it('reset breaks off before anything is done', async () => {
    const mock = empty({ kind: 'reset' });
    await expect(create(mock)).rejects.toThrow(ConnectionReset);
    expect(mock.records.size).toBe(0);
  });

  it('silence never answers, and ends when the caller gives up', async () => {
    const mock = empty({ kind: 'silence' });
    const given = new AbortController();
    const answer = create(mock, { signal: given.signal });
    setTimeout(() => given.abort(new Error('enough')), 20);
    await expect(answer).rejects.toThrow('enough');
    expect(mock.records.size).toBe(0);
  });

  it('silence ends when the caller gives up, whatever was collected until then', async () => {
    const mock = empty({ kind: 'silence' });
    const given = new AbortController();
    const answer = create(mock, { signal: given.signal });
    const seen = expect(answer).rejects.toThrow('enough');
    await new Promise((resolve) => setTimeout(resolve, 5));
    setFlagsFromString('--expose-gc');
    runInNewContext('gc')();
    given.abort(new Error('enough'));
    await seen;
  });

  it('a request that was given up before is not made', async () => {
    const mock = empty({ kind: 'silence' });
    await expect(create(mock, { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow();
    expect(mock.journal.count()).toBe(0);
  });

  it('a caller that gives up waits for no latency, and what it asked for is done all the same', async () => {
    const mock = empty({ kind: 'latency', delay: 60 });
    const given = new AbortController();
    const answer = create(mock, { signal: given.signal });
    setTimeout(() => given.abort(new Error('enough')), 5);
    await expect(answer).rejects.toThrow('enough');
    expect(mock.journal.count()).toBe(0);
    await mock.journal.waitFor({ operation: 'createCode' });
    expect(mock.records.size).toBe(1);
  });

  it('answered-not-stored answers 201 for a record no read will show', async () => {
    const mock = empty({ kind: 'answered-not-stored' });
    const response = await create(mock);
    expect([response.status, (await response.json()).code, mock.records.size]).toEqual([201, fields.code, 0]);
  });

  it('stored-not-answered breaks off, and the record is there', async () => {
    const mock = empty({ kind: 'stored-not-answered', operation: 'createCode' });
    await expect(create(mock)).rejects.toThrow(ConnectionReset);
    expect(mock.records.withCode(fields.code)?.status).toBe('active');
  });

  it('latency waits and then does as asked; several waits add up beside one other effect', async () => {
    const mock = empty({ kind: 'latency', delay: 20 });
    mock.faults.arm({ kind: 'latency', delay: '20ms' });
    mock.faults.arm({ kind: 'status', status: 500, times: 1 });
    expect((await create(mock)).status).toBe(500);
    expect((await create(mock)).status).toBe(201);
    for (const { duration } of mock.journal.find()) expect(duration).toBeGreaterThanOrEqual(38);
  });
});

describe('when a fault comes about', () => {
  it('for its operation only, HEAD counting as GET, and as often as it says', async () => {
    const mock = empty({ kind: 'status', status: 500, operation: 'listRecords', times: 2 });
    const ask = async (method: string, path: string = PATH) =>
      (await mock.fetch(new Request(`http://api.test${path}`, { method }))).status;
    expect(await ask('GET', `${PATH}/rc_0`)).toBe(404);
    expect([await ask('GET'), await ask('HEAD'), await ask('GET')]).toEqual([500, 500, 200]);
    expect(mock.faults.list).toEqual([]);
  });

  it('by chance, the same chances for the same seed of the mock, also after a reset', () => {
    const draws = (seed: number) => {
      const { faults } = createMock({ scenario: 'empty', seed });
      faults.arm({ kind: 'reset', probability: 0.3 });
      return Array.from({ length: 1000 }, () => faults.draw('getRecord') !== undefined);
    };
    expect(draws(1)).toEqual(draws(1));
    expect(draws(1)).not.toEqual(draws(2));
    const mock = createMock({ scenario: 'empty', seed: 1 });
    for (let draw = 0; draw < 10; draw++) mock.faults.draw('getRecord');
    mock.reset();
    mock.faults.arm({ kind: 'reset', probability: 0.3 });
    expect(Array.from({ length: 1000 }, () => mock.faults.draw('getRecord') !== undefined)).toEqual(draws(1));
    const share = draws(1).filter(Boolean).length / 1000;
    expect(share).toBeGreaterThan(0.25);
    expect(share).toBeLessThan(0.35);
  });

  it('never again once disarmed', () => {
    const { faults } = createMock();
    const id = faults.arm({ kind: 'reset' });
    expect([faults.disarm(id), faults.disarm(id), faults.draw('getRecord')]).toEqual([true, false, undefined]);
  });
});

describe('latencies', () => {
  const sample = (latency: Extract<Fault, { kind: 'latency' }>) => {
    const random = seededRandom(1);
    return Array.from({ length: 20_000 }, () => delayOf(latency, random)).sort((a, b) => a - b);
  };

  it('are uniform between min and max', () => {
    const delays = sample({ kind: 'latency', min: 100, max: 200 });
    expect([required(delays[0]) >= 100, required(delays.at(-1)) <= 200]).toEqual([true, true]);
    expect(delays[10_000]).toBeCloseTo(150, -1);
  });

  it('have their median and their 99th percentile where they were put', () => {
    const delays = sample({ kind: 'latency', median: 50, p99: '1s' });
    expect(required(delays[10_000]) / 50).toBeCloseTo(1, 0);
    expect(required(delays[19_800]) / 1000).toBeCloseTo(1, 0);
  });
});

it.each([
  [{}, 'kind must be one of latency, status'],
  [null, 'kind must be one of'],
  [{ kind: '__proto__' }, 'kind must be one of'],
  [{ kind: 'latency' }, 'latency takes delay, or min and max, or median and p99'],
  [{ kind: 'latency', delay: -1 }, 'latency takes'],
  [{ kind: 'latency', delay: '99999d' }, 'latency takes'],
  [{ kind: 'status', status: 200 }, 'status takes status, or problem'],
  [{ kind: 'reset', delay: 1 }, 'reset takes no values'],
  [{ kind: 'reset', operation: 'nope' }, 'operation cannot be "nope"'],
  [{ kind: 'reset', times: 0 }, 'times cannot be 0'],
  [{ kind: 'reset', probability: 2 }, 'probability cannot be 2'],
])('%j is no fault', (fault, message) => {
  expect(() => createMock().faults.arm(fault as Fault)).toThrow(message);
});
