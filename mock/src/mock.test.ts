import { operations } from '@referral-codes/sdk/contract';
import { describe, expect, it } from 'vitest';
import { createMock, type Mock } from './mock.ts';
import type { Session } from './session.ts';

const PATH = operations.listRecords.path;
const fields = { mentor_id: 'usr_1', org_id: 'org_1', code: 'NEW-CODE' };

const create = (mock: Mock, session?: string, body: object = fields) =>
  mock.fetch(
    new Request(`http://api.test${PATH}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(session !== undefined && { 'x-mock-session': session }) },
      body: JSON.stringify(body),
    }),
  );

const codes = (mock: Pick<Session, 'records'>) => mock.records.page(0, 100).map(({ code }) => code);

describe('sessions', () => {
  it('each has its own records, clock and ids, and does not affect another session', async () => {
    const mock = createMock({ scenario: 'empty', clock: '2026-01-01T00:00:00Z' });
    mock.session('w3').clock.advance('2h');
    const answers = await Promise.all(
      [undefined, 'w1', 'w2', 'w3'].map(async (session) => (await create(mock, session)).json()),
    );
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    expect(answers.map(({ created_at }) => created_at.slice(11, 13))).toEqual(['00', '00', '00', '02']);
    await create(mock, 'w1', { ...fields, org_id: 'org_2', code: 'W1-ONLY' });
    expect([mock, mock.session('w1'), mock.session('w2')].map(({ records }) => records.size)).toEqual([1, 2, 1]);
  });

  it('twenty sessions with a hundred writes each at the same time contain only their own records', async () => {
    const mock = createMock({ scenario: 'empty' });
    await Promise.all(
      Array.from({ length: 20 }, async (_, worker) => {
        for (let index = 0; index < 100; index++) {
          const body = { mentor_id: `m${index}`, org_id: 'o', code: `W${worker}-${index}` };
          expect((await create(mock, `w${worker}`, body)).status).toBe(201);
        }
      }),
    );
    for (let worker = 0; worker < 20; worker++) {
      const { records } = mock.session(`w${worker}`);
      expect(records.size).toBe(100);
      expect(records.page(0, 100).every(({ code }) => code.startsWith(`W${worker}-`))).toBe(true);
    }
    expect(mock.records.size).toBe(0);
  });

  it('are limited in number: the least recently used is dropped first', async () => {
    const mock = createMock({ scenario: 'empty', maxSessions: 2 });
    await create(mock, 'a');
    await create(mock, 'b');
    mock.session('a');
    await create(mock, 'c');
    expect(mock.sessions).toEqual(['a', 'c']);
    expect(mock.session('a').records.size).toBe(1);
    expect(mock.session('b').records.size).toBe(0);
  });

  it('can be forked with records, clock and ids, and are independent after that', async () => {
    const mock = createMock({ scenario: 'empty', clock: '2026-01-01T00:00:00Z' });
    await create(mock, 'a');
    mock.session('a').clock.advance('1d');
    mock.fork('a', 'b');
    const next = { ...fields, org_id: 'org_2', code: 'NEXT' };
    const [fromA, fromB] = await Promise.all(['a', 'b'].map(async (name) => (await create(mock, name, next)).json()));
    expect(fromB).toEqual(fromA);
    await create(mock, 'b', { ...fields, org_id: 'org_3', code: 'ONLY-B' });
    expect(codes(mock.session('a'))).toEqual(['NEW-CODE', 'NEXT']);
  });

  it('that were forked are reset to the fork', async () => {
    const mock = createMock({ scenario: 'empty', clock: '2026-01-01T00:00:00Z' });
    mock.clock.advance('1h');
    const fork = mock.fork('default', 'fork');
    fork.clock.advance('1h');
    fork.reset();
    expect(fork.clock.setting).toBe('2026-01-01T01:00:00.000Z');
    mock.end('fork');
    expect(mock.session('fork').clock.setting).toBe('2026-01-01T00:00:00.000Z');
  });

  it('begin with the scenario again after they were ended', async () => {
    const mock = createMock({ scenario: 'empty' });
    await create(mock, 'a');
    mock.end('a');
    expect(mock.session('a').records.size).toBe(0);
  });

  it('the name default means the default session, by the object and by the request header', async () => {
    const mock = createMock({ scenario: 'empty' });
    await create(mock, 'default');
    expect([mock.records.size, mock.session('default').records.size, mock.sessions]).toEqual([1, 1, []]);
    mock.fork('default', 'a');
    await create(mock, 'a', { ...fields, org_id: 'org_2', code: 'A-ONLY' });
    mock.fork('a', 'default');
    expect(mock.records.size).toBe(2);
    mock.end('default');
    expect([mock.records.size, mock.session('default').records.size]).toEqual([0, 0]);
  });

  it.each(['', 'a b', 'ä', '../x', 'x'.repeat(65), 'a, b'])(
    '%j is not the name of a session, and the response is 400',
    async (name) => {
      const mock = createMock();
      const response = await mock.handle(
        {
          method: 'GET',
          origin: 'http://api.test',
          target: PATH,
          headers: ['x-mock-session', name],
          header: (header) => (header === 'x-mock-session' ? name : null),
        },
        async () => undefined,
      );
      expect([response.status, mock.sessions]).toEqual([400, []]);
      expect(() => mock.session(name)).toThrow(RangeError);
    },
  );
});

describe('the same calls produce the same bytes', () => {
  const play = async (seed: number) => {
    const mock = createMock({ scenario: 'source', clock: '2026-03-26T12:00:00Z', seed });
    const texts = [];
    for (let index = 0; index < 20; index++)
      texts.push(await (await create(mock, undefined, { ...fields, org_id: `o${index}`, code: `C-${index}` })).text());
    return texts;
  };
  it('for the same seed and clock', async () => expect(await play(5)).toEqual(await play(5)));
  it('but other ids for another seed', async () => expect(await play(5)).not.toEqual(await play(6)));
});

describe('snapshots', () => {
  it('restore the records, the clock, the ids and the policy of a session exactly', async () => {
    const mock = createMock({ scenario: 'source', clock: '+2h' });
    await create(mock);
    mock.clock.set('2026-05-01T00:00:00Z');
    const snapshot = JSON.parse(JSON.stringify(mock.snapshot()));
    const next = { ...fields, org_id: 'org_2', code: 'NEXT' };
    const first = await (await create(mock, undefined, next)).text();
    mock.onActiveConflict = 'replace';
    mock.reset();
    mock.restore(snapshot);
    expect(mock.snapshot()).toEqual(snapshot);
    expect(await (await create(mock, undefined, next)).text()).toBe(first);
  });

  it('keep the order of records that were created in the same second', async () => {
    const mock = createMock({ scenario: 'empty', clock: '2026-01-01T00:00:00Z' });
    for (const code of ['C', 'A', 'B']) await create(mock, undefined, { ...fields, org_id: code, code });
    const other = createMock({ scenario: mock.snapshot() });
    expect(codes(other)).toEqual(['C', 'A', 'B']);
  });
});

it('reset restores the scenario, or the new scenario if one was set', async () => {
  const mock = createMock({ scenario: 'source', clock: '2026-03-26T12:00:00Z' });
  await create(mock);
  mock.clock.advance('1h');
  mock.reset();
  expect([mock.records.size, mock.clock.setting]).toEqual([47, '2026-03-26T12:00:00.000Z']);
  mock.scenario = 'empty';
  expect([mock.records.size, mock.session('new').records.size]).toEqual([47, 0]);
  mock.reset();
  expect(mock.records.size).toBe(0);
});

it('under the policy replace, a second create for a pair deactivates the first record', async () => {
  const mock = createMock({ scenario: 'empty', onActiveConflict: 'replace', clock: '2026-01-01T00:00:00Z' });
  await create(mock);
  expect((await create(mock, undefined, { ...fields, code: 'SECOND' })).status).toBe(201);
  expect(mock.records.page(0, 9).map(({ status }) => status)).toEqual(['inactive', 'active']);
  expect(mock.records.activeOf('usr_1', 'org_1')?.code).toBe('SECOND');
  expect((await create(mock, undefined, { ...fields, code: 'SECOND' })).status).toBe(409);
});

it('invalid options are rejected when a mock is made', () => {
  expect(() => createMock({ clock: 'noon' })).toThrow(RangeError);
  expect(() => createMock({ scenario: { records: [{} as never] } })).toThrow('records.0: id is required');
});
