import { operations } from '@referral-codes/sdk/contract';
import { beforeEach, describe, expect, it } from 'vitest';
import { required } from '../../../scripts/required.ts';
import { createMock, type Mock } from '../mock.ts';
import { toCurl } from './curl.ts';
import type { JournalFilter } from './filter.ts';
import { toHar } from './har.ts';
import { WaitTimeoutError } from './wait.ts';

const PATH = operations.listRecords.path;
const record = operations.getRecord.path.replace('{id}', 'rc_8f3a21bc');

let mock: Mock;
beforeEach(() => {
  mock = createMock({ scenario: 'source' });
});

const ask = (method: string, path: string, body?: string, headers: Record<string, string> = {}) =>
  mock.fetch(
    new Request(`http://api.test${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      body: body ?? null,
    }),
  );

describe('the journal', () => {
  it('has the request, the operation, the response and the rule that refused it in every entry', async () => {
    const body = '{"mentor_id":"usr_4491","org_id":"org_002","code":"JAN-VERV-8F3A"}';
    await ask('POST', PATH, body);
    const [entry] = mock.journal.find();
    expect(entry).toMatchObject({
      seq: 1,
      session: 'default',
      operation: 'createCode',
      method: 'POST',
      url: `http://api.test${PATH}`,
      status: 409,
      problem: 'code-taken',
      rule: 'code-conflict-is-409',
      fault: null,
      request: { headers: [['content-type', 'application/json']], body },
      response: { body: expect.stringContaining('code-taken') },
    });
    expect(entry?.duration).toBeGreaterThan(0);
    expect(Date.parse(required(entry).at)).toBeGreaterThan(Date.now() - 60_000);
  });

  it('finds and counts entries by operation, method, status, rule and number, and clears them', async () => {
    await ask('GET', PATH);
    await ask('GET', record);
    await ask('GET', `${PATH}/rc_0`);
    const { journal } = mock;
    expect(journal.find({ operation: 'getRecord' }).map(({ seq }) => seq)).toEqual([2, 3]);
    expect([journal.count({ status: 404 }), journal.count({ rule: 'get-unknown-is-404' })]).toEqual([1, 1]);
    expect(journal.find({ method: 'GET', since: 1 }, 1).map(({ seq }) => seq)).toEqual([3]);
    journal.clear();
    await ask('GET', PATH);
    expect(journal.find().map(({ seq }) => seq)).toEqual([4]);
  });

  it('is separate for each session', async () => {
    await ask('GET', PATH, undefined, { 'x-mock-session': 'a' });
    expect([mock.journal.count(), mock.session('a').journal.find()[0]?.session]).toEqual([0, 'a']);
  });

  it('of the default session has the requests whose session name is invalid', async () => {
    await ask('GET', PATH, undefined, { 'x-mock-session': 'no name' });
    expect(mock.journal.find()).toMatchObject([{ session: 'default', status: 400, problem: 'invalid-request' }]);
  });

  it('keeps the newest 1,024 entries, and fewer bodies if they are large', async () => {
    for (let index = 0; index < 1500; index++) await ask('GET', record);
    expect([mock.journal.find().length, mock.journal.find()[0]?.seq]).toEqual([1024, 477]);
    for (let index = 0; index < 300; index++) await ask('POST', PATH, ' '.repeat(60_000));
    const kept = mock.journal.find();
    expect(kept.at(-1)?.seq).toBe(1800);
    expect(kept.reduce((sum, { request }) => sum + (request.body?.length ?? 0), 0)).toBeLessThan(3 * 2 ** 20);
  });

  it('has an entry for a request that broke off', async () => {
    const broken = new ReadableStream({ start: (controller) => controller.error(new Error('gone')) });
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: broken, duplex: 'half' };
    await expect(mock.fetch(new Request(`http://api.test${PATH}`, init as RequestInit))).rejects.toThrow('gone');
    expect(mock.journal.find()[0]).toMatchObject({ operation: 'createCode', status: null, response: null });
  });
});

it.each([
  [{ operation: 'creatCode' }, 'operation must be one of listRecords, '],
  [{ operation: 'creatCode' }, '(did you mean createCode?); it is "creatCode"'],
  [{ operaton: 'createCode' }, 'operaton is not allowed in a filter; allowed is operation, '],
  [{ method: 'post' }, 'method must be a method in capital letters'],
  [{ status: '201' }, 'status must be from 100 to 599'],
  [{ rule: 'nope' }, 'rule must be one of '],
  [{ fault: 'rest' }, '(did you mean reset?)'],
  [{ since: -3 }, 'since must be a whole number from 0'],
])('the filter %j is refused: it would match nothing, as if nothing had been requested', (filter, message) => {
  for (const read of ['find', 'count'] as const)
    expect(() => mock.journal[read](filter as JournalFilter)).toThrow(message);
});

describe('waiting', () => {
  it('ends when enough entries match, including earlier ones', async () => {
    await ask('GET', record);
    const seen = mock.journal.waitFor({ operation: 'getRecord' }, { count: 2, within: '5s' });
    await ask('GET', PATH);
    await ask('GET', record);
    expect((await seen).map(({ seq }) => seq)).toEqual([1, 3]);
  });

  it('fails after the given time, and names the last requests', async () => {
    await ask('GET', PATH);
    const seen = mock.journal.waitFor({ operation: 'createCode' }, { within: 20 });
    await expect(seen).rejects.toThrow(WaitTimeoutError);
    await expect(seen).rejects.toThrow(
      `found 0 of 1 requests that match {"operation":"createCode"} within 20 ms; the last requests were GET http://api.test${PATH} 200`,
    );
  });

  it('a listener is called for every new entry until it is removed', async () => {
    const heard: number[] = [];
    const leave = mock.journal.subscribe(({ seq }) => heard.push(seq));
    await ask('GET', PATH);
    leave();
    await ask('GET', PATH);
    expect(heard).toEqual([1]);
  });
});

describe('near misses', () => {
  it.each([
    ['GET', `${PATH}/`, 'listRecords', 'remove the trailing slash'],
    ['GET', '/api/v1/referral-code-record', 'listRecords', 'use the path /api/v1/referral-code-records'],
    ['PATCH', `${PATH}/rc_1`, 'getRecord', 'use the method GET, not PATCH'],
    ['GET', '/v1/referral-code-records', 'listRecords', 'use the path /api/v1/referral-code-records'],
    ['GET', `/api/v1/referral-code-records${PATH}/actve/`, 'getRecord', 'remove the trailing slash'],
  ])('%s %s is similar to %s', async (method, path, operation, hint) => {
    await ask(method, path);
    const [entry] = mock.journal.find();
    expect(entry?.operation).toBeNull();
    expect(entry?.nearMisses).toContainEqual(
      expect.objectContaining({ operation, hint: expect.stringContaining(hint) }),
    );
  });

  it('a path that is similar to no operation has no near misses', async () => {
    await ask('GET', '/favicon.ico/that/nobody/asked/for');
    expect(mock.journal.find()[0]?.nearMisses).toEqual([]);
  });
});

describe('exports', () => {
  it('a curl command for HEAD does not wait for a body, and one with brackets does not expand them', async () => {
    await ask('HEAD', `${PATH}?a=[1-3]`);
    expect(toCurl(required(mock.journal.find()[0]))).toMatch(/^curl --head -g 'http:.*\[1-3\]'/);
  });

  it.each([
    ['stored-not-answered', 'reset', 'net::ERR_CONNECTION_RESET', 201],
    ['reset', 'reset', 'net::ERR_CONNECTION_RESET', undefined],
  ] as const)(
    'the entry of %s says what the client got, and apart what the mock had made',
    async (kind, ...expected) => {
      const [connectionFault, _failureText, status] = expected;
      mock.faults.arm({ kind });
      await ask('POST', PATH, '{"mentor_id":"usr_1","org_id":"org_1","code":"NEW"}').catch(() => {});
      const [entry] = mock.journal.find();
      expect(entry).toMatchObject({ status: null, response: null, connectionFault });
      expect(entry?.intendedResponse?.status).toBe(status);
      expect(mock.journal.find({ status: 201 })).toEqual([]);
      expect(toHar(mock.journal.find()).log.entries[0]?.response).toMatchObject({ status: -1, _failureText });
    },
  );

  it('the entry of truncated-body has the part that the client got, and apart the whole body', async () => {
    mock.faults.arm({ kind: 'truncated-body' });
    const response = await ask('GET', record);
    const [entry] = mock.journal.find({ status: 200 });
    const whole = entry?.intendedResponse?.body ?? '';
    expect(JSON.parse(whole).id).toBe('rc_8f3a21bc');
    await expect(response.text()).rejects.toThrow('cut the body short');
    expect(entry?.response?.body).toBe(whole.slice(0, whole.length / 2));
    expect(toHar(mock.journal.find()).log.entries[0]?.response).toMatchObject({
      status: 200,
      content: { text: entry?.response?.body },
      _failureText: 'net::ERR_CONTENT_LENGTH_MISMATCH',
    });
  });

  it('a curl command sends the same request again, whatever quotes it contains', async () => {
    await ask('POST', `${PATH}?a=b`, `{"code":"it's"}`, { 'x-mock-session': 'w 1'.replace(' ', '') });
    expect(toCurl(required(mock.session('w1').journal.find()[0]))).toBe(
      `curl -i -X POST 'http://api.test${PATH}?a=b' -H 'content-type: application/json' -H 'x-mock-session: w1' --data-raw '{"code":"it'\\''s"}'`,
    );
  });

  it('a HAR contains method, url, query, bodies and times of every exchange', async () => {
    await ask('GET', `${PATH}?page=1&limit=2`);
    await ask('POST', PATH, '{}');
    const { log } = toHar(mock.journal.find());
    expect(log.version).toBe('1.2');
    expect(log.entries).toMatchObject([
      {
        request: {
          method: 'GET',
          queryString: [
            { name: 'page', value: '1' },
            { name: 'limit', value: '2' },
          ],
        },
        response: { status: 200 },
      },
      {
        request: { postData: { mimeType: 'application/json', text: '{}' } },
        response: { status: 400, content: { mimeType: 'application/problem+json' } },
      },
    ]);
    expect(log.entries[1]?.request.postData, 'HAR 1.2: either text or params').not.toHaveProperty('params');
  });
});
