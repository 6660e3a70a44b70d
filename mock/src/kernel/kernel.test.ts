import {
  bodyLimit,
  examples,
  mounts,
  type Operation,
  operations,
  problems,
  validators,
} from '@referral-codes/sdk/contract';
import { describe, expect, it } from 'vitest';
import { required } from '../../../scripts/required.ts';
import { createMock, type Mock } from '../mock.ts';
import { readState } from '../state/state.ts';

const PATH = operations.listRecords.path;
const record = examples.getRecord.response;
const fields = examples.createCode.request;
const another = { mentor_id: 'usr_1', org_id: 'org_1', code: 'NEW-CODE' };

const ask = (mock: Mock, method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
  mock.fetch(
    new Request(`http://api.test${path}`, {
      method,
      ...(body !== undefined && {
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' || body instanceof Uint8Array ? (body as BodyInit) : JSON.stringify(body),
      }),
    }),
  );

const send = async (...request: Parameters<typeof ask>) => {
  const response = await ask(...request);
  return { status: response.status, headers: response.headers, body: await response.json() };
};

const source = () => createMock({ scenario: 'source', clock: '2026-03-26T12:00:00Z', checkResponses: true });

describe('each problem that the contract lists occurs, matches its schema, and changes nothing', () => {
  const rows: [Operation, string, string, unknown?, Record<string, string>?][] = [
    [operations.listRecords, 'invalid-request', `${PATH}?page=0`],
    [operations.getRecord, 'record-not-found', `${PATH}/rc_00000000`],
    [operations.createCode, 'invalid-request', PATH, { ...another, code: 'lower' }],
    [operations.createCode, 'code-taken', PATH, fields],
    [operations.createCode, 'active-code-exists', PATH, { ...fields, code: 'OTHER' }],
    [operations.createCode, 'body-too-large', PATH, ' '.repeat(bodyLimit + 1)],
    [operations.createCode, 'unsupported-media-type', PATH, another, { 'content-type': 'text/plain' }],
    [operations.deactivateCode, 'invalid-request', `${PATH}/${record.id}`, { status: 'active' }],
    [operations.deactivateCode, 'record-not-found', `${PATH}/rc_00000000`, { status: 'inactive' }],
    [operations.deactivateCode, 'body-too-large', `${PATH}/${record.id}`, ' '.repeat(bodyLimit + 1)],
    [operations.deactivateCode, 'unsupported-media-type', `${PATH}/${record.id}`, '', { 'content-type': 'text/html' }],
    [
      operations.deactivateCode,
      'deactivated-before-created',
      `${PATH}/${record.id}`,
      { status: 'inactive', deactivated_at: '2025-12-31T00:00:00Z' },
    ],
    [operations.deleteRecord, 'record-not-found', `${PATH}/rc_00000000`],
    [operations.getActiveCode, 'invalid-request', `${PATH}/active?mentor_id=usr_4491`],
    [operations.getActiveCode, 'no-active-code', `${PATH}/active?mentor_id=usr_4491&org_id=org_999`],
    [operations.findByCode, 'invalid-request', `${PATH}/lookup`],
    [operations.findByCode, 'code-not-found', `${PATH}/lookup?code=NOBODY`],
  ];

  it.each(rows)('$method $path: %s', async ({ method }, slug, path, body, headers) => {
    const mock = source();
    const answer = await send(mock, method, path, body, headers);
    const { status, title, schema } = problems[slug as keyof typeof problems];
    expect(answer.body).toMatchObject({ type: `urn:problem:referral-codes:${slug}`, status, title });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(validators[schema](answer.body)).toBe(true);
    expect(mock.records.page(0, 100)).toEqual(source().records.page(0, 100));
  });

  it('and no row is missing', () => {
    const listed = Object.values<Operation>(operations).flatMap((one) => one.problems.map((slug) => [one, slug]));
    expect(listed.filter(([one, slug]) => !rows.some((row) => row[0] === one && row[1] === slug))).toEqual([]);
  });
});

describe('the order of checks is path, method, content type, size, JSON, schema, rules', () => {
  const long = 'x'.repeat(bodyLimit + 1);
  it.each([
    ['path', 'PATCH', '/nowhere', long, 'text/plain', 404],
    ['method', 'PATCH', PATH, long, 'text/plain', 405],
    ['content type', 'POST', PATH, long, 'text/plain', 415],
    ['size', 'POST', PATH, long, 'application/json', 413],
    ['JSON', 'POST', PATH, '{', 'application/json', 400],
    ['schema', 'POST', PATH, { ...fields, extra: 1 }, 'application/json', 400],
    ['rules', 'POST', PATH, fields, 'application/json', 409],
    ['schema before an unknown id', 'PUT', `${PATH}/rc_0`, {}, 'application/json', 400],
  ])('%s', async (_, method, path, body, type, status) => {
    expect((await ask(source(), method, path, body, { 'content-type': type })).status).toBe(status);
  });
});

describe('paths', () => {
  it.each(mounts)('the API answers under the mount "%s"', async (mount) => {
    const { body } = await send(source(), 'GET', `${mount}${PATH}/${record.id}`);
    expect(body).toEqual(record);
  });

  it.each([`${PATH}/`, `${PATH}/${record.id}/`, `${PATH}/a/b`, '/', '/api', `${PATH}x`, `/x${PATH}`])(
    '%s is another path: 404 path-not-found',
    async (path) => {
      expect((await send(source(), 'GET', path)).body).toMatchObject({
        type: expect.stringContaining('path-not-found'),
      });
    },
  );

  it.each(['%', '%ZZ', '%E0%A4%A', '%61ctive', 'a%2Fb', '%00', '__proto__', 'x'.repeat(65), '%F0%9F%92%A9'])(
    'the id %s names no record: 404 for GET, PUT and DELETE',
    async (id) => {
      for (const [method, body] of [['GET'], ['PUT', { status: 'inactive' }], ['DELETE']] as const)
        expect((await send(source(), method, `${PATH}/${id}`, body)).body).toMatchObject({
          type: expect.stringContaining('record-not-found'),
        });
    },
  );

  it('active-and-lookup-are-not-ids: PUT and DELETE there are methods they do not have', async () => {
    for (const path of [`${PATH}/active`, `${PATH}/lookup`]) {
      const answer = await send(source(), 'DELETE', path);
      expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
    }
  });

  it('an id that is percent-encoded without need is the same id', async () => {
    expect((await send(source(), 'GET', `${PATH}/${record.id.replace('rc', '%72%63')}`)).body).toEqual(record);
  });
});

describe('methods', () => {
  it('HEAD answers as GET without the body', async () => {
    for (const path of [PATH, `${PATH}/${record.id}`, `${PATH}/rc_0`, `${PATH}?page=0`]) {
      const [head, get] = [await ask(source(), 'HEAD', path), await ask(source(), 'GET', path)];
      expect(head.status).toBe(get.status);
      expect(Object.fromEntries(head.headers)).toEqual(Object.fromEntries(get.headers));
      expect(await head.text()).toBe('');
    }
  });

  it('OPTIONS answers 204 with Allow, and a preflight from any origin', async () => {
    const response = await source().fetch(
      new Request(`http://api.test${PATH}`, {
        method: 'OPTIONS',
        headers: { origin: 'https://page.test', 'access-control-request-headers': 'content-type, x-mock-session' },
      }),
    );
    expect(response.status).toBe(204);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      allow: 'GET, POST, HEAD, OPTIONS',
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'GET, POST, HEAD, OPTIONS',
      'access-control-allow-headers': 'content-type, x-mock-session',
    });
  });

  it('other-methods-are-405 with Allow, and change nothing', async () => {
    const mock = source();
    for (const method of ['PATCH', 'PUT', 'DELETE', 'PROPFIND']) {
      const answer = await send(mock, method, PATH);
      expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, POST, HEAD, OPTIONS']);
    }
    expect(mock.records.page(0, 100)).toEqual(source().records.page(0, 100));
  });

  it('every response may be read by a page of any origin', async () => {
    for (const path of [PATH, `${PATH}/rc_0`, '/nowhere'])
      expect((await ask(source(), 'GET', path)).headers.get('access-control-allow-origin')).toBe('*');
  });

  it('and so may the headers Retry-After, Location and Allow', async () => {
    const mock = source();
    mock.faults.arm({ kind: 'rate-limit', retryAfter: 7, times: 1 });
    const answers = [
      [await ask(mock, 'GET', PATH), 'Retry-After'],
      [await ask(mock, 'POST', PATH, another), 'Location'],
      [await ask(mock, 'PATCH', PATH), 'Allow'],
      [await ask(mock, 'OPTIONS', PATH), 'Allow'],
    ] as const;
    for (const [{ headers }, name] of answers) {
      expect(headers.has(name)).toBe(true);
      expect(headers.get('access-control-expose-headers')?.split(', ')).toContain(name);
    }
  });
});

describe('queries', () => {
  const pagination = async (query: string) => (await send(source(), 'GET', `${PATH}${query}`)).body.pagination;

  it('list-defaults, list-echoes-its-page, list-past-the-end-is-empty', async () => {
    expect(await pagination('')).toEqual({ page: 1, limit: 20, total: 47 });
    expect(await pagination('?page=3&limit=7&unknown=x')).toEqual({ page: 3, limit: 7, total: 47 });
    const { body } = await send(source(), 'GET', `${PATH}?page=${Number.MAX_SAFE_INTEGER}&limit=100`);
    expect(body).toEqual({ data: [], pagination: { page: Number.MAX_SAFE_INTEGER, limit: 100, total: 47 } });
  });

  it.each([
    'page=0',
    'page=-1',
    'page=1.5',
    'page=',
    'page=%201',
    'page=1e2',
    'page=0x1',
    'limit=101',
    'limit=0',
    'limit=٣',
    'page=9007199254740993',
    'page=1&page=1',
    'page=NaN',
  ])('list-refuses-bad-paging: %s', async (query) => {
    const { status, body } = await send(source(), 'GET', `${PATH}?${query}`);
    expect(status).toBe(400);
    expect(body.errors[0].pointer).toBe(`#/${query.split('=')[0]}`);
  });

  it('lookup-is-exact: nothing but the whole code, verbatim', async () => {
    for (const code of [
      'JAN',
      'jan-verv-8f3a',
      'JAN-VERV-8F3A%20',
      'JAN-VERV-8F3',
      'JAN-VERV-8F3AA',
      'JAN-VERV-8F3A%00',
    ])
      expect((await send(source(), 'GET', `${PATH}/lookup?code=${code}`)).status).not.toBe(200);
    expect((await send(source(), 'GET', `${PATH}/lookup?code=${record.code}&code=${record.code}`)).status).toBe(400);
  });
});

describe('bodies', () => {
  it.each([
    ['nothing', '', '#'],
    ['half a JSON', '{"mentor_id":', '#'],
    ['no object', '[]', '#'],
    ['null', 'null', '#'],
    ['bytes that are not UTF-8', new Uint8Array([0x22, 0xff, 0x22]), '#'],
    ['deep nesting', `${'['.repeat(30_000)}${']'.repeat(30_000)}`, '#'],
    ['a prototype key', `{"__proto__":{},"mentor_id":"a","org_id":"b","code":"C"}`, '#/__proto__'],
    ['a lone surrogate as a key', `{"\\ud800":1,"mentor_id":"a","org_id":"b","code":"C"}`, '#/%EF%BF%BD'],
    ['a key that needs escaping', `{"a/b~c%":1,"mentor_id":"a","org_id":"b","code":"C"}`, '#/a~1b~0c%25'],
    ['a wrong type', { ...another, org_id: 3 }, '#/org_id'],
    ['an empty value', { ...another, org_id: '' }, '#/org_id'],
    ['an overlong value', { ...another, mentor_id: 'x'.repeat(65) }, '#/mentor_id'],
    ['a lone surrogate as a value', `{"mentor_id":"\\ud800","org_id":"b","code":"C"}`, '#/mentor_id'],
    ['a missing field', { mentor_id: 'a', code: 'C' }, '#/org_id'],
  ])('%s is refused with 400 and a pointer to it', async (_, body, pointer) => {
    const mock = source();
    const answer = await send(mock, 'POST', PATH, body);
    expect([answer.status, answer.body.errors[0].pointer]).toEqual([400, pointer]);
    expect(mock.records.size).toBe(47);
  });

  it('a problem lists only the first twenty errors of a body', async () => {
    const body = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`k${index}`, 1]));
    expect((await send(source(), 'POST', PATH, body)).body.errors).toHaveLength(20);
  });

  it('a body of exactly the limit is read, one byte more is not, whatever Content-Length says', async () => {
    const padded = (length: number) => JSON.stringify(another).padEnd(length);
    expect((await ask(source(), 'POST', PATH, padded(bodyLimit))).status).toBe(201);
    expect((await ask(source(), 'POST', PATH, padded(bodyLimit + 1))).status).toBe(413);
    expect((await ask(source(), 'POST', PATH, padded(bodyLimit + 1), { 'content-length': '5' })).status).toBe(413);
  });

  it('a body that never ends is cut at the limit', async () => {
    let pulled = 0;
    const endless = new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(1024).fill(++pulled % 32)),
    });
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: endless, duplex: 'half' };
    expect((await source().fetch(new Request(`http://api.test${PATH}`, init as RequestInit))).status).toBe(413);
    expect(pulled).toBeLessThan(2 * (bodyLimit / 1024));
  });

  it.each(['application/json', 'Application/JSON; charset=utf-8', 'application/json ;x=y'])(
    '%s is JSON',
    async (type) => {
      expect((await ask(source(), 'POST', PATH, another, { 'content-type': type })).status).toBe(201);
    },
  );

  it.each(['application/jsonp', 'application/json-patch+json', 'text/json', ''])('%s is not', async (type) => {
    expect((await ask(source(), 'POST', PATH, another, { 'content-type': type })).status).toBe(415);
  });
});

describe('writing', () => {
  it('create-answers-201 with a Location that leads to the record, under either mount', async () => {
    for (const mount of mounts) {
      const mock = source();
      const created = await send(mock, 'POST', mount + PATH, another);
      expect(created.status).toBe(201);
      const location = new URL(required(created.headers.get('location')), `http://api.test${mount}${PATH}`);
      expect((await send(mock, 'GET', location.pathname)).body).toEqual(created.body);
    }
  });

  it('a record that was created, deactivated and deleted is seen so by every read at once', async () => {
    const mock = createMock({ scenario: 'empty', clock: '2026-03-26T12:00:00Z' });
    const reads = async (id: string) =>
      Promise.all([
        send(mock, 'GET', `${PATH}/${id}`),
        send(mock, 'GET', `${PATH}/lookup?code=${another.code}`),
        send(mock, 'GET', `${PATH}/active?mentor_id=${another.mentor_id}&org_id=${another.org_id}`),
        send(mock, 'GET', PATH),
      ]).then(([get, lookup, active, list]) => [get.status, lookup.status, active.status, list.body.data.length]);
    const { body } = await send(mock, 'POST', PATH, another);
    expect(await reads(body.id)).toEqual([200, 200, 200, 1]);
    await send(mock, 'PUT', `${PATH}/${body.id}`, { status: 'inactive' });
    expect(await reads(body.id)).toEqual([200, 200, 404, 1]);
    await send(mock, 'DELETE', `${PATH}/${body.id}`);
    expect(await reads(body.id)).toEqual([404, 404, 404, 0]);
  });

  it('one-active-under-race: of fifty creates at once for a pair one is accepted', async () => {
    const mock = createMock({ scenario: 'empty' });
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) => ask(mock, 'POST', PATH, { ...another, code: `C-${index}` })),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, ...Array(49).fill(409)]);
    expect(mock.records.size).toBe(1);
  });

  it('an id that is taken is drawn again, and a source without free ids causes an error', async () => {
    const drawn = ['rc_a', 'rc_a', 'rc_b'];
    const mock = createMock({ scenario: 'empty', ids: () => drawn.shift() ?? 'rc_b' });
    expect((await send(mock, 'POST', PATH, another)).body.id).toBe('rc_a');
    expect((await send(mock, 'POST', PATH, { ...another, org_id: 'o2', code: 'C2' })).body.id).toBe('rc_b');
    await expect(ask(mock, 'POST', PATH, { ...another, org_id: 'o3', code: 'C3' })).rejects.toThrow('all taken');
  });

  it('list-oldest-first also where the clock was moved back', async () => {
    const mock = createMock({ scenario: 'empty' });
    for (const [index, day] of ['03', '01', '02', '01'].entries()) {
      mock.clock.set(`2026-01-${day}T00:00:00Z`);
      await ask(mock, 'POST', PATH, { ...another, org_id: `o${index}`, code: `C-${index}` });
    }
    const { body } = await send(mock, 'GET', PATH);
    expect(body.data.map(({ code }: { code: string }) => code)).toEqual(['C-1', 'C-3', 'C-2', 'C-0']);
  });
});

it.each(['empty', 'source', 'demo', 'many', 'edge'] as const)(
  'the scenario %s keeps the contract and its rules',
  async (scenario) => {
    const mock = createMock({ scenario });
    expect(readState(mock.snapshot())).toEqual(mock.snapshot());
    const { body } = await send(mock, 'GET', `${PATH}?limit=100`);
    expect(validators.RecordPage(body)).toBe(true);
  },
);
