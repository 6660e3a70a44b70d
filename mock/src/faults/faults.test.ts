import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type OperationId, operations, type ProblemSlug, problems, validators } from '@referral-codes/sdk/contract';
import { describe, expect, it } from 'vitest';
import { required } from '../../../scripts/required.ts';
import { ConnectionReset } from '../message/web-response.ts';
import { createMock } from '../mock.ts';
import { randomAt } from '../time/random.ts';
import type { Fault } from './fault.ts';
import { delayOf } from './latency.ts';

const PATH = operations.listRecords.path;
const fields = { mentor_id: 'usr_1', org_id: 'org_1', code: 'NEW-CODE' };

const getRecord = { operation: 'getRecord', path: { id: 'rc_1' }, search: '', header: () => null } as const;

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
      return Array.from({ length: 1000 }, () => faults.draw(getRecord) !== undefined);
    };
    expect(draws(1)).toEqual(draws(1));
    expect(draws(1)).not.toEqual(draws(2));
    const mock = createMock({ scenario: 'empty', seed: 1 });
    for (let draw = 0; draw < 10; draw++) mock.faults.draw(getRecord);
    mock.reset();
    mock.faults.arm({ kind: 'reset', probability: 0.3 });
    expect(Array.from({ length: 1000 }, () => mock.faults.draw(getRecord) !== undefined)).toEqual(draws(1));
    const share = draws(1).filter(Boolean).length / 1000;
    expect(share).toBeGreaterThan(0.25);
    expect(share).toBeLessThan(0.35);
  });

  it('never again once disarmed', () => {
    const { faults } = createMock();
    const id = faults.arm({ kind: 'reset' });
    expect([faults.disarm(id), faults.disarm(id), faults.draw(getRecord)]).toEqual([true, false, undefined]);
  });
});

describe('latencies', () => {
  const sample = (latency: Extract<Fault, { kind: 'latency' }>) => {
    let drawn = 0;
    const random = () => randomAt(1, ++drawn);
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
  [{ kind: 'latency', median: 0, p99: 1 }, 'latency takes'],
  [{ kind: 'latency', median: '2s', p99: '1s' }, 'median must not be above p99; 2s is above 1s'],
  [{ kind: 'latency', min: 2, max: 1 }, 'min must not be above max; 2 is above 1'],
  [{ kind: 'rest' }, 'did you mean reset?'],
  [{ kind: 'reset', operaton: 'createCode' }, 'and not operaton (did you mean operation?)'],
  [{ kind: 'reset', after: -1 }, 'after cannot be -1'],
  [{ kind: 'reset', pair: { mentor_id: 'usr_1' } }, 'pair cannot be {"mentor_id":"usr_1"}'],
  [{ kind: 'reset', headers: { a: 1 } }, 'headers cannot be {"a":1}'],
  [
    { kind: 'status', problem: 'code-taken', operation: 'getRecord' },
    'getRecord does not respond with the problem code-taken; it is one of createCode',
  ],
  [{ kind: 'status', problem: 'path-not-found' }, 'no operation responds with the problem path-not-found'],
  [{ kind: 'status', problem: 'code-taken', members: { record_id: 1 } }, 'members: record_id must be string'],
])('%j is no fault', (fault, message) => {
  expect(() => createMock().faults.arm(fault as Fault)).toThrow(message);
});

const send = (mock: ReturnType<typeof empty>, method: string, path: string, body?: object, headers = {}) =>
  mock.fetch(
    new Request(`http://api.test${PATH}${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      body: body ? JSON.stringify(body) : null,
    }),
  );

describe('which requests a fault happens to', () => {
  it('the third one, with after and times', async () => {
    const mock = empty({ kind: 'status', status: 503, operation: 'createCode', after: 2, times: 1 });
    const statuses: number[] = [];
    for (const code of ['A', 'B', 'C', 'D']) {
      await send(mock, 'GET', '');
      statuses.push((await send(mock, 'POST', '', { mentor_id: code, org_id: 'o', code })).status);
    }
    expect(statuses).toEqual([201, 201, 503, 201]);
  });

  it('those for one record', async () => {
    const mock = empty({ kind: 'status', status: 503, record: 'rc_1' });
    const statuses = [await send(mock, 'GET', '/rc_1'), await send(mock, 'GET', '/rc_2'), await send(mock, 'GET', '')];
    expect(statuses.map(({ status }) => status)).toEqual([503, 404, 200]);
  });

  it('those for one pair, in the body or in the query', async () => {
    const pair = { mentor_id: 'usr_1', org_id: 'org_1' };
    const mock = empty({ kind: 'status', status: 503, pair });
    const responses = [
      await send(mock, 'POST', '', { ...pair, code: 'A' }),
      await send(mock, 'POST', '', { ...pair, org_id: 'org_2', code: 'A' }),
      await send(mock, 'GET', '/active?mentor_id=usr_1&org_id=org_1'),
      await send(mock, 'GET', '/active?mentor_id=usr_1&org_id=org_2'),
    ];
    expect(responses.map(({ status }) => status)).toEqual([503, 201, 503, 200]);
  });

  it('those with a header of one caller', async () => {
    const mock = empty({ kind: 'status', status: 503, headers: { 'X-Caller': 'a' } });
    const responses = [await send(mock, 'GET', '', undefined, { 'x-caller': 'a' }), await send(mock, 'GET', '')];
    expect(responses.map(({ status }) => status)).toEqual([503, 200]);
  });

  it('a problem only those that the contract lets answer with it', async () => {
    const mock = empty({ kind: 'status', problem: 'code-taken' });
    expect((await send(mock, 'GET', '')).status).toBe(200);
    expect((await create(mock)).status).toBe(409);
  });
});

it.each<[ProblemSlug, OperationId]>([
  ['code-taken', 'createCode'],
  ['active-code-exists', 'createCode'],
  ['invalid-request', 'createCode'],
  ['unsupported-media-type', 'createCode'],
])(
  'the problem %s has every member that the contract requires, and members replace them',
  async (problem, operation) => {
    const mock = createMock({ scenario: 'empty', checkResponses: true });
    mock.faults.arm({ kind: 'status', problem, operation, times: 1 });
    mock.faults.arm({ kind: 'status', problem, operation, members: { detail: 'mine', record_id: 'rc_mine' } });
    const body = await (await create(mock)).json();
    expect(validators[problems[problem].schema](body), JSON.stringify(body)).toBe(true);
    expect(await (await create(mock)).json()).toEqual({ ...body, detail: 'mine', record_id: 'rc_mine' });
    expect(mock.journal.find()[0]?.problem).toBe(problem);
  },
);

describe('faults of a state', () => {
  const fault = { kind: 'status', status: 503 } as const;

  it('come back with a snapshot, with what is left of them and the next random numbers', async () => {
    const mock = createMock({ scenario: 'empty', seed: 3 });
    mock.faults.arm({ ...fault, probability: 0.5 });
    mock.faults.arm({ kind: 'latency', delay: 1, after: 3, times: 2 });
    const statuses = async () => {
      const responses = [];
      for (let index = 0; index < 20; index++) responses.push((await send(mock, 'GET', '')).status);
      return responses;
    };
    await send(mock, 'GET', '');
    const snapshot = mock.snapshot();
    expect(snapshot.faults).toMatchObject([{ probability: 0.5 }, { after: 2, times: 2 }]);
    const first = await statuses();
    expect(await statuses()).not.toEqual(first);
    mock.restore(snapshot);
    expect(mock.snapshot()).toEqual(snapshot);
    expect(await statuses()).toEqual(first);
  });

  it('are armed at the start and after a reset: those of the scenario and those of the options', async () => {
    const mock = createMock({ scenario: { records: [], faults: [fault] }, faults: [{ kind: 'latency', delay: 1 }] });
    mock.faults.clear();
    mock.reset();
    expect(mock.faults.list.map(({ fault: { kind } }) => kind)).toEqual(['status', 'latency']);
    expect((await mock.session('other').faults.list).length).toBe(2);
  });

  it('stay if a state without faults is restored', () => {
    const mock = empty(fault);
    mock.restore({ records: [] });
    expect(mock.faults.list).toHaveLength(1);
  });

  it('are validated', () => {
    expect(() => createMock().restore({ records: [], faults: [{ kind: 'nope' }] })).toThrow('faults.0: kind must be');
  });
});

describe('Prefer: fault=…', () => {
  const mock = createMock({ scenario: 'empty', preferFaults: true, checkResponses: true });
  const prefer = (value: string) => send(mock, 'GET', '/rc_1', undefined, { prefer: value });

  it('lets one request choose its fault', async () => {
    expect((await prefer('respond-async, fault=status; status=503')).status).toBe(503);
    expect((await prefer('fault="rate-limit";retryAfter=3')).headers.get('retry-after')).toBe('3');
    await expect(prefer('fault=reset')).rejects.toThrow(ConnectionReset);
    expect((await prefer('fault=latency; delay=1ms')).status).toBe(404);
    expect(mock.journal.find().map((entry) => entry.fault)).toEqual(['status', 'rate-limit', 'reset', 'latency']);
  });

  it.each([
    ['fault=rest', 'did you mean reset?'],
    ['fault=status; statis=503', 'statis is not allowed (did you mean status?)'],
    ['fault', 'kind must be one of'],
  ])('%s gets 400 and a reason', async (value, reason) => {
    const response = await prefer(value);
    expect([response.status, (await response.json()).detail]).toEqual([400, expect.stringContaining(reason)]);
  });

  it('does nothing unless preferFaults is set', async () => {
    const plain = createMock({ scenario: 'empty' });
    expect((await send(plain, 'GET', '', undefined, { prefer: 'fault=reset' })).status).toBe(200);
  });
});
