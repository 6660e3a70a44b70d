import { operations } from '@referral-codes/sdk/contract';
import { beforeEach, describe, expect, it } from 'vitest';
import { createMock, type Mock } from '../mock.ts';
import type { ExpectedRequest, VerifyOptions } from './expectation.ts';
import { VerificationError } from './failure.ts';

const PATH = operations.listRecords.path;

let mock: Mock;
beforeEach(() => {
  mock = createMock({ scenario: 'empty' });
});

const send = (method: string, path = '', body?: object, headers: Record<string, string> = {}) =>
  mock.fetch(
    new Request(`http://api.test${PATH}${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      body: body ? JSON.stringify(body) : null,
    }),
  );

const create = (code: string, headers = {}) => send('POST', '', { mentor_id: code, org_id: 'org_1', code }, headers);

const failure = (expected: ExpectedRequest | ExpectedRequest[], options?: VerifyOptions): Promise<string> =>
  mock.verify(expected, options).then(
    () => 'no failure',
    (error) => {
      expect(error).toBeInstanceOf(VerificationError);
      return error.message;
    },
  );

describe('what is expected', () => {
  it.each<[ExpectedRequest, number[]]>([
    [{ operation: 'createCode' }, [1, 2]],
    [{ method: 'GET' }, [3]],
    [{ path: `${PATH}/rc_1` }, [3]],
    [{ path: `${PATH}/rc_1?a=b` }, [3]],
    [{ headers: { 'X-Caller': 'me' } }, [2]],
    [{ body: { code: 'B', org_id: 'org_1' } }, [2]],
    [{ status: 404 }, [3]],
    [{ rule: 'get-unknown-is-404' }, [3]],
    [{ since: 2 }, [3]],
    [{ operation: 'createCode', exactly: 2 }, [1, 2]],
    [{ operation: 'createCode', atLeast: 1, atMost: 2 }, [1, 2]],
    [{ operation: 'deleteRecord', exactly: 0 }, []],
    [{ operation: 'deleteRecord', atMost: 1 }, []],
  ])('%j is found in the entries %j', async (expected, numbers) => {
    await create('A');
    await create('B', { 'x-caller': 'me' });
    await send('GET', '/rc_1?a=b');
    expect((await mock.verify(expected)).map(({ seq }) => seq)).toEqual(numbers);
  });

  it('can be found by a fault, although there was no response', async () => {
    mock.faults.arm({ kind: 'stored-not-answered' });
    await create('A').catch(() => {});
    expect(await mock.verify({ fault: 'stored-not-answered', exactly: 1 })).toMatchObject([{ status: null }]);
  });

  it.each([
    [{ operaton: 'createCode' }, 'operaton is not allowed; allowed is operation, '],
    [{ operation: 'creatCode' }, '(did you mean createCode?)'],
    [{ path: 'x' }, 'path must begin with /'],
    [{ exactly: 1, atLeast: 1 }, 'exactly excludes atLeast and atMost'],
    [{ atLeast: 2, atMost: 1 }, 'atLeast must not be above atMost; 2 is above 1'],
    [{ exactly: -1 }, 'exactly must be a whole number from 0, not -1'],
    [{ body: JSON.parse(`${'['.repeat(5000)}${']'.repeat(5000)}`) }, 'body must not be nested more than 100'],
  ])('%.60j is refused', async (expected, message) => {
    await expect(mock.verify(expected as ExpectedRequest)).rejects.toThrow(RangeError);
    await expect(mock.verify(expected as ExpectedRequest)).rejects.toThrow(message);
  });
});

describe('a failure', () => {
  it('says what came instead, the nearest first', async () => {
    await create('A');
    await create('B');
    await send('GET');
    expect(await failure({ operation: 'createCode', body: { code: 'C' }, status: 201, exactly: 1 })).toBe(
      [
        'expected exactly 1 request like {"operation":"createCode","body":{"code":"C"},"status":201}; there were 0.',
        'What came instead, the nearest first:',
        `  default 2: createCode, POST http://api.test${PATH} → 201: body.code is "B", not "C"`,
        `  default 1: createCode, POST http://api.test${PATH} → 201: body.code is "A", not "C"`,
        `  default 3: listRecords, GET http://api.test${PATH} → 200: operation is "listRecords", not "createCode"; status is 200, not 201; body is missing, not {"code":"C"}`,
      ].join('\n'),
    );
  });

  it('lists the requests if there were too many', async () => {
    await create('A');
    await create('B');
    expect(await failure({ operation: 'createCode', atMost: 1 })).toMatch(
      /^expected at most 1 request like .*; there were 2\.\n {2}default 1: .*\n {2}default 2: /,
    );
  });

  it('says if there were none at all, and escapes what could change a terminal', async () => {
    expect(await failure({ operation: 'createCode' })).toContain('There were no other requests.');
    await send('GET', '', undefined, { 'x-a': '\u009b2J' });
    expect(await failure({ headers: { 'x-a': 'b' } })).toContain('header x-a is "\\u009b2J", not "b"');
  });
});

describe('the order', () => {
  const order: ExpectedRequest[] = [
    { operation: 'createCode' },
    { operation: 'listRecords' },
    { operation: 'createCode' },
  ];

  it('may have other requests between', async () => {
    await send('GET', '/rc_1');
    await create('A');
    await send('GET');
    await create('B');
    expect((await mock.verify(order, { inOrder: true })).map(({ seq }) => seq)).toEqual([2, 3, 4]);
  });

  it('fails with the number that did not come', async () => {
    await create('A');
    await create('B');
    await send('GET');
    expect(await failure(order, { inOrder: true })).toContain('number 3 did not come after number 2.');
  });
});

describe('waiting', () => {
  it('lasts until there are enough requests', async () => {
    const verified = mock.verify({ operation: 'createCode', exactly: 2 }, { within: '5s' });
    await create('A');
    await create('B');
    expect(await verified).toHaveLength(2);
  });

  it('ends at once if there are too many, and otherwise when the time is over', async () => {
    expect(await failure({ operation: 'createCode' }, { within: 50 })).toContain('there were 0');
    await create('A');
    expect(await failure({ operation: 'createCode', exactly: 0 }, { within: '1h' })).toContain('there was 1');
  });

  it('continues through the quiet period, in which a request can be one too many', async () => {
    await create('A');
    const verified = failure({ operation: 'createCode', exactly: 1 }, { quietFor: 100 });
    await create('B');
    expect(await verified).toContain('there were 2');
    expect(await mock.verify({ operation: 'createCode', exactly: 2 }, { quietFor: 10 })).toHaveLength(2);
  });

  it('fails if it never gets quiet', async () => {
    const timer = setInterval(() => send('GET'), 2);
    expect(await failure({ operation: 'listRecords', atLeast: 0 }, { quietFor: 30 })).toContain('kept coming');
    clearInterval(timer);
  });

  it.each([{ within: '2h' }, { within: -1 }, { quietFor: '61m' }])('of %j is refused', async (options) => {
    await expect(mock.verify({ atLeast: 0 }, options)).rejects.toThrow('must be from 0 to 1h');
  });

  it('ends when its signal aborts', async () => {
    const verified = mock.verify({ operation: 'createCode' }, { within: '1h', signal: AbortSignal.timeout(10) });
    await expect(verified).rejects.toThrow('timeout');
  });
});

describe('when the journal has dropped exchanges', () => {
  it('they still count by operation, and everything else that they may decide fails', async () => {
    await create('A');
    for (let count = 0; count < 1030; count++) await send('GET', '/rc_1');
    expect(mock.journal.find({ operation: 'createCode' })).toEqual([]);
    expect([mock.journal.count({ operation: 'createCode' }), mock.journal.count()]).toEqual([1, 1031]);
    expect(mock.journal.totals).toMatchObject({ createCode: 1, getRecord: 1030 });
    expect(mock.journal.dropped).toEqual({ exchanges: 7, bodies: 0 });
    expect(() => mock.journal.count({ status: 201 })).toThrow('the journal has dropped 7 exchanges');
    expect(mock.journal.count({ status: 404, since: 7 })).toBe(1024);
    await mock.verify({ operation: 'createCode', exactly: 1 });
    await mock.verify({ status: 404, atLeast: 1000 });
    expect(await failure({ operation: 'createCode', exactly: 2 })).toContain('there was 1');
    expect(await failure({ operation: 'createCode', status: 409, exactly: 0 })).toContain(
      'this cannot be decided: there were from 0 to 1, because the journal has dropped',
    );
    expect(await failure([{ status: 201 }, { status: 404 }], { inOrder: true })).toContain('cannot be decided');
  });

  it('a body that was dropped decides nothing', async () => {
    const long = { mentor_id: 'x'.repeat(60_000), code: 'A' };
    for (let count = 0; count < 40; count++) await send('POST', '', long);
    expect(mock.journal.dropped.bodies).toBeGreaterThan(0);
    expect(await failure({ body: { code: 'B' }, exactly: 0 })).toContain('this cannot be decided');
  });
});

it('all sessions can be verified, cleared and ended together', async () => {
  await create('A', { 'x-mock-session': 'w1' });
  await create('B', { 'x-mock-session': 'w2' });
  await create('C', { 'x-mock-session': 'w1' });
  const entries = await mock.verifyAll([{ body: { code: 'A' } }, { body: { code: 'B' } }, { body: { code: 'C' } }], {
    inOrder: true,
  });
  expect(entries.map(({ session }) => session)).toEqual(['w1', 'w2', 'w1']);
  expect([mock.allJournals.count(), mock.allJournals.find({ status: 201 }, 1)[0]?.session]).toEqual([3, 'w1']);
  expect(await failure({ operation: 'createCode' })).toContain('there were 0');
  mock.allJournals.clear();
  expect(mock.allJournals.find()).toEqual([]);
  mock.endAll();
  expect(mock.sessions).toEqual([]);
});
