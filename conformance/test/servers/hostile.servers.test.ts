import { expect, it } from 'vitest';
import { fresh, raw } from './client.ts';
import { onEveryServer } from './each.ts';

const JSON_TYPE = { 'content-type': 'application/json' };
const HOSTILE = [
  '\0',
  '\uD800',
  'a\0b',
  "'; DROP TABLE records; --",
  '%',
  '../..',
  '__proto__',
  '{"$gt":""}',
  '\u202E',
  '<script>',
  'é',
  ' ',
];
const PATHS = [
  '/%E0%A4%A',
  '/%',
  '/%00',
  '/a%2Fb',
  '/..%2f..%2fetc%2fpasswd',
  '/%2e%2e/%2e%2e',
  `/${'a'.repeat(10_000)}`,
  `/lookup?code=${'A'.repeat(10_000)}`,
  '/lookup?code=%E0%A4%A',
  '/lookup?code=%00',
  '/lookup?code=A&code=B',
  '/lookup?code[$ne]=A',
  '/active?mentor_id=a&mentor_id=b&org_id=c',
  '/active?mentor_id=%00&org_id=%',
  '?page=1&page=2&limit=1&limit=x',
  '?page=0',
  '?limit=0',
  '?page=-1&limit=-1',
  '?page=1.5',
  '?page=1e309&limit=9007199254740993',
  '?page=9007199254740991&limit=100',
  '?page=9223372036854775807',
  '?page[$gt]=1&limit[]=2',
  '?__proto__=1&constructor=2',
  '/9223372036854775808',
  '/00000001',
  '//',
  '/active/x',
];
const BODIES = ['', '{', '[]', 'null', '7', '"text"', 'true', '[{"status":"inactive"}]', '{"a":1}{', "{'a':1}", '{}'];

onEveryServer((client, url) => {
  const bodyOf = (changes: object = {}) => ({ mentor_id: fresh('m'), org_id: 'o', code: fresh('C'), ...changes });
  const create = (changes: object) => client.call('POST', '', { body: bodyOf(changes) });
  const total = async (): Promise<number> => (await client.list()).body.pagination.total;
  const isRefusal = (status: number) => status >= 400 && status < 500;

  it('refuses a create whose body is no object, or no JSON, and stores nothing', async () => {
    const before = await total();
    for (const body of BODIES)
      expect(isRefusal((await client.call('POST', '', { body, headers: JSON_TYPE })).status)).toBe(true);
    expect(await total()).toBe(before);
  });

  it('refuses a create with a field missing or of another type, and stores nothing', async () => {
    const before = await total();
    for (const field of ['mentor_id', 'org_id', 'code'])
      for (const value of [undefined, null, 42, true, ['a'], { a: 1 }, ''])
        expect(isRefusal((await create({ [field]: value })).status)).toBe(true);
    expect(await total()).toBe(before);
  });

  it('refuses a deactivation with another status or no time, and changes nothing', async () => {
    const { id } = (await create({})).body;
    const times = ['', 'soon', 12, null, {}, '2026-02-31T00:00:00Z', '2026-13-01T00:00:00Z', '2099-01-01T00:00:00'];
    const zones = [
      '2099-01-01T24:00:00Z',
      '2099-01-01T00:00:61Z',
      '2099-01-01T00:00:00+24:00',
      '2099-01-01',
      '+275760-09-13T00:00:00Z',
    ];
    for (const deactivated_at of [...times, ...zones])
      expect([
        deactivated_at,
        isRefusal((await client.deactivate(id, { status: 'inactive', deactivated_at })).status),
      ]).toEqual([deactivated_at, true]);
    for (const status of ['active', 'INACTIVE', '', null, 0, true, ['inactive'], undefined])
      expect(isRefusal((await client.deactivate(id, { status })).status)).toBe(true);
    for (const body of BODIES)
      expect(
        isRefusal((await client.call('PUT', `/${encodeURIComponent(id)}`, { body, headers: JSON_TYPE })).status),
      ).toBe(true);
    expect((await client.get(id)).body).toMatchObject({ status: 'active', deactivated_at: null });
  });

  it('refuses hostile text or keeps it as it is, and never responds with 5xx', async () => {
    for (const text of HOSTILE)
      for (const field of ['mentor_id', 'org_id', 'code']) {
        const { status, body } = await create({ [field]: text });
        expect(status).toBeLessThan(500);
        if (status < 300) expect(body[field]).toBe(text);
      }
    for (const text of HOSTILE) {
      expect((await client.lookup(text)).status).toBeLessThan(500);
      expect((await client.active(text, text)).status).toBeLessThan(500);
      expect((await client.call('GET', `/${encodeURIComponent(text.replace('\uD800', ''))}`)).status).toBeLessThan(500);
    }
  });

  it.each(PATHS.map((path) => [path.slice(0, 60), path]))('never responds with 5xx to %s', async (_, path) => {
    for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
      const body = ['POST', 'PUT', 'PATCH'].includes(method) ? { body: { status: 'inactive' } } : {};
      const response = await client.call(method, path, body);
      expect(response.status).toBeLessThan(500);
      if (response.status >= 400 && response.text) expect(response.type).toMatch(/^application\/(.+\+)?json\b/);
    }
  });

  it('never responds with 5xx to odd bodies and content types', async () => {
    const text = () => JSON.stringify(bodyOf());
    const types = [
      'application/xml',
      '///',
      'application/json; charset=klingon',
      'text/plain',
      'multipart/form-data',
      '',
    ];
    for (const type of types)
      expect((await client.call('POST', '', { body: text(), headers: { 'content-type': type } })).status).toBeLessThan(
        500,
      );
    const odd = [
      `${'['.repeat(5000)}${']'.repeat(5000)}`,
      text().replace('{', '{"__proto__":{"status":"inactive"},"constructor":{"prototype":{"status":"inactive"}},'),
      text().replace('{', '{"code":"TWICE",'),
      text().replace('{', '{"n":1e400,'),
      `\uFEFF${text()}`,
      text().replace('}', `,"pad":"${'x'.repeat(300_000)}"}`),
    ];
    for (const body of odd)
      for (const method of ['POST', 'PUT'] as const) {
        const path = method === 'POST' ? '' : '/unknown';
        // A server may close the connection if a body is too large.
        const response = await client.call(method, path, { body, headers: JSON_TYPE }).catch(() => ({ status: 0 }));
        expect(response.status).toBeLessThan(500);
      }
    expect(Object.hasOwn(Object.prototype, 'status')).toBe(false);
    expect((await create({})).body.status).toBe('active');
  });

  it('never responds with 5xx to requests that no client library would send', async () => {
    const path = `${new URL(url()).pathname.replace(/\/$/, '')}/api/v1/referral-code-records`;
    const requests = [
      `GET ${path}/% HTTP/1.1\r\nHost: x\r\n\r\n`,
      `GET ${path}?a=%ff%zz HTTP/1.1\r\nHost: x\r\n\r\n`,
      `GET ${path} HTTP/1.1\r\nHost: a b<>\r\n\r\n`,
      `GET ${path} HTTP/1.1\r\nHost: [\r\n\r\n`,
      `GET ${path} HTTP/1.1\r\nHost:\r\n\r\n`,
      `GET ${path} HTTP/1.1\r\n\r\n`,
      `GET ${path} HTTP/1.0\r\n\r\n`,
      `GET http://elsewhere${path} HTTP/1.1\r\nHost: x\r\n\r\n`,
      `GET http://[${path} HTTP/1.1\r\nHost: x\r\n\r\n`,
      `GET //${path} HTTP/1.1\r\nHost: x\r\n\r\n`,
      `GET ${path}/\xff\xfe HTTP/1.1\r\nHost: x\r\n\r\n`,
      `OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n`,
      `PROPFIND ${path} HTTP/1.1\r\nHost: x\r\n\r\n`,
      `TRACE ${path} HTTP/1.1\r\nHost: x\r\n\r\n`,
      `NONSENSE ${path} HTTP/1.1\r\nHost: x\r\n\r\n`,
      `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 0\r\n\r\n`,
      `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 3\r\n\r\n{\xff}`,
      `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: nine\r\n\r\n`,
      `DELETE ${path}/unknown HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 0\r\n\r\n`,
    ];
    for (const request of requests)
      expect([request, await raw(url(), request)]).toEqual([request, expect.toSatisfy((s: number) => s < 500)]);
    expect((await create({})).status).toBeLessThan(300);
  });

  it('changes nothing on undocumented methods', async () => {
    const { body: record } = await create({});
    const item = `/${encodeURIComponent(record.id)}`;
    const before = await total();
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'])
      for (const path of ['', item, `/active?mentor_id=${record.mentor_id}&org_id=o`, `/lookup?code=${record.code}`]) {
        if ((method === 'POST' && path === '') || (['PUT', 'DELETE'].includes(method) && path === item)) continue;
        const headers = { ...JSON_TYPE, 'x-http-method-override': 'DELETE' };
        const response = await client.call(method, path, { body: bodyOf({ status: 'inactive' }), headers });
        expect(isRefusal(response.status)).toBe(true);
      }
    expect((await client.get(record.id)).body).toEqual(record);
    expect(await total()).toBe(before);
  });
});
