import { operations } from '@referral-codes/sdk/contract';
import { expect, it, vi } from 'vitest';
import { serveForEachTest } from './served-mock.ts';

const current = serveForEachTest({ scenario: 'source', clock: '2026-03-26T12:00:00Z' });

const JSON_TYPE = { 'content-type': 'application/json' };

const send = async (method: string, path: string, body?: string, headers: Record<string, string> = JSON_TYPE) => {
  const response = await fetch(`${current.served.origin}/__mock${path}`, {
    method,
    headers,
    ...(body !== undefined && { body }),
  });
  const text = await response.text();
  return { status: response.status, detail: text && JSON.parse(text).detail };
};

const record =
  '{"id":"a","mentor_id":"m","org_id":"o","code":"C","status":"active","created_at":"2026-01-01T00:00:00Z"';

it.each<[string, string, string | undefined, string]>([
  ['PUT', '/clock', '{"setting":{"toString":1}}', 'setting must be string (real, an RFC 3339 time, or an offset'],
  ['PUT', '/clock', '{"setting":"noon"}', 'setting: noon is not an RFC 3339 time with a zone'],
  ['PUT', '/clock', '{"setting":"real","x":1}', 'x is not allowed; allowed is setting'],
  ['PUT', '/clock', '{}', 'setting is required'],
  ['PUT', '/clock', '[]', 'The body must be object'],
  ['PUT', '/clock', 'null', 'The body must be object'],
  ['PUT', '/clock', '', 'The body is empty; send a JSON object'],
  ['PUT', '/clock', '{', 'The body is not JSON in UTF-8'],
  [
    'POST',
    '/clock/advance',
    '{"by":{"toString":1}}',
    'by must be string,number (A number of milliseconds, or a text such as 2h',
  ],
  ['POST', '/clock/advance', '{"by":"soon"}', 'by must match pattern'],
  ['POST', '/clock/advance', '{"by":1e300}', 'by: the clock must stay within the years 0 to 9999'],
  ['PUT', '/ids', undefined, 'The body is empty'],
  ['PUT', '/ids', '{"seed":{"toString":1},"drawn":0}', 'seed must be integer'],
  ['PUT', '/ids', '{"seed":1e300,"drawn":0}', 'seed must be <= 9007199254740991'],
  ['PUT', '/policy', '{"onActiveConflict":{"toString":1}}', 'onActiveConflict must be string'],
  ['PUT', '/policy', '{"onActiveConflict":"merge"}', 'onActiveConflict must be one of refuse, replace'],
  ['PUT', '/scenario', '{"name":{"toString":1}}', 'name must be string'],
  ['PUT', '/scenario', '{"name":"nope"}', 'name must be one of empty, source, demo, many, edge'],
  ['POST', '/faults', '{"kind":{"toString":1}}', 'kind must be string'],
  ['POST', '/faults', '{"kind":["reset"]}', 'kind must be string'],
  ['POST', '/faults', '{"kind":"nope"}', 'kind must be one of latency, status'],
  ['POST', '/faults', '{"kind":"status","status":{"toString":1}}', 'status must be integer'],
  ['POST', '/faults', '{"kind":"status","problem":["code-taken"]}', 'problem must be string'],
  ['POST', '/faults', '{"kind":"reset","operation":["createCode"]}', 'operation must be string'],
  ['POST', '/faults', '{"kind":"reset","operation":"createCodes"}', 'operation must be one of listRecords, '],
  ['POST', '/faults', '{"kind":"reset","when":1}', 'when is not allowed; allowed is kind, delay'],
  ['POST', '/faults', '{"kind":"latency","min":1}', 'must have property max when property min is present'],
  ['POST', '/faults', '{"kind":"latency"}', 'latency takes delay, or min and max, or median and p99'],
  ['POST', '/faults', '{"kind":"latency","delay":"30d"}', 'latency takes delay'],
  ['PUT', '/state', '{"records":[{"toString":1}]}', 'records/0/id is required'],
  ['PUT', '/state', `{"records":[${record},"deactivated_at":{}}]}`, 'records/0/deactivated_at must be string,null'],
  [
    'PUT',
    '/state',
    `{"records":[${record},"deactivated_at":null,"x":1}]}`,
    'records/0/x is not allowed; allowed is id, ',
  ],
  ['PUT', '/state', `{"records":[${record},"deactivated_at":null},{}]}`, 'records/1/id is required'],
  ['PUT', '/state', '{"records":[],"clock":{"toString":1}}', 'clock must be string'],
  ['PUT', '/state', '{"records":[],"ids":{"seed":1}}', 'ids/drawn is required'],
  ['DELETE', '/faults?seed=x', undefined, 'The query parameter seed must be integer'],
  ['DELETE', '/faults?seed=1&seed=2', undefined, 'The query parameter seed must be given once'],
  ['DELETE', '/faults?sed=1', undefined, 'The query parameter sed is not allowed; allowed is seed'],
  ['GET', '/clock?x=1', undefined, 'The query parameter x is not allowed; none is'],
  ['GET', '/journal?toString=1', undefined, 'The query parameter toString is not allowed; allowed is operation, '],
  ['GET', '/journal?operaton=getRecord', undefined, '(did you mean operation?)'],
  ['GET', '/journal?operation=creatCode', undefined, '(did you mean createCode?)'],
  ['GET', '/journal?method=post', undefined, 'The query parameter method must match pattern'],
  ['GET', '/journal?limit=-3', undefined, 'The query parameter limit must be >= 1'],
  ['GET', '/journal?format=har', undefined, 'The query parameter format is not allowed; allowed is operation, '],
  [
    'DELETE',
    '/journal?operation=createCode',
    undefined,
    'The query parameter operation is not allowed; allowed is sessions',
  ],
  ['GET', '/journal?operation=nope', undefined, 'The query parameter operation must be one of listRecords, '],
  ['GET', '/journal?rule=nope', undefined, 'The query parameter rule must be one of '],
  ['GET', '/journal?fault=nope', undefined, 'The query parameter fault must be one of '],
  ['GET', '/journal?method=get', undefined, 'The query parameter method must match pattern'],
  ['GET', '/journal?limit=0', undefined, 'The query parameter limit must be >= 1'],
  ['GET', '/journal?limit=1e2', undefined, 'The query parameter limit must be integer'],
  ['GET', '/journal?status=99', undefined, 'The query parameter status must be >= 100'],
  ['GET', '/journal/wait?within=30d', undefined, 'within must be from 0 to 1h, not 30d'],
  ['GET', '/journal/wait?within=-1s', undefined, 'within must be from 0 to 1h, not -1s'],
  ['GET', '/journal/wait?within=soon', undefined, 'The query parameter within must match pattern'],
  ['GET', '/journal/wait?count=2000', undefined, 'The query parameter count must be <= 1024'],
  ['PUT', `/snapshots/${'x'.repeat(101)}`, undefined, 'The path parameter name must NOT have more than 100 characters'],
  ['PUT', '/sessions/a%20b', undefined, 'The path parameter name must match pattern'],
  ['PUT', '/sessions/%ZZ', undefined, 'The path parameter name must match pattern'],
  ['POST', '/reset', '{}', 'This operation takes no body'],
  ['PUT', '/snapshots/a', 'x', 'This operation takes no body'],
])('%s %s %s is refused: %s', async (method, path, body, detail) => {
  const before = current.mock.snapshot();
  const answer = await send(method, path, body);
  expect(answer).toMatchObject({ status: 400, detail: expect.stringContaining(detail) });
  expect(current.mock.snapshot()).toEqual(before);
  expect(current.mock.faults.list).toEqual([]);
  expect((await fetch(`${current.served.origin}${operations.listRecords.path}`)).status).toBe(200);
});

it.each(['no name', 'x'.repeat(65), '__proto__,', ''])('the session %o is refused', async (session) => {
  expect(await send('GET', '/clock', undefined, { 'x-mock-session': session })).toMatchObject({
    status: 400,
    detail: expect.stringContaining('The header X-Mock-Session must match pattern'),
  });
});

it.each([
  '',
  'text/plain',
  'application/x-www-form-urlencoded',
  'application/jsonx',
  'multipart/form-data; boundary=x',
])('a body typed %o is refused, never ignored', async (type) => {
  const body = new TextEncoder().encode('{"onActiveConflict":"replace"}');
  const response = await fetch(`${current.served.origin}/__mock/policy`, {
    method: 'PUT',
    headers: type ? { 'content-type': type } : {},
    body,
  });
  expect([response.status, (await response.json()).detail]).toEqual([
    415,
    expect.stringContaining('send application/json'),
  ]);
  expect(current.mock.onActiveConflict).toBe('refuse');
});

it.each(['application/json', 'APPLICATION/JSON;charset=utf-8'])('a body typed %s is accepted', async (type) => {
  expect((await send('PUT', '/policy', '{"onActiveConflict":"replace"}', { 'content-type': type })).status).toBe(204);
});

it('a body over 64 KiB is refused unless it is a state', async () => {
  const body = `{"setting":"real"${' '.repeat(70_000)}}`;
  expect(await send('PUT', '/clock', body)).toMatchObject({ status: 413, detail: 'The body is over 65536 bytes.' });
  expect((await send('PUT', '/state', `{"records":[]${' '.repeat(70_000)}}`)).status).toBe(204);
});

it('HEAD and OPTIONS are answered 405 and do nothing', async () => {
  for (const { method, path } of [
    { method: 'HEAD', path: '/clock' },
    { method: 'OPTIONS', path: '/state' },
    { method: 'HEAD', path: '/journal/stream' },
  ]) {
    const response = await fetch(`${current.served.origin}/__mock${path}`, { method });
    expect([response.status, response.headers.get('allow')?.split(', ')[0]]).toEqual([405, 'GET']);
  }
});

it('a name in a path may have any characters, percent-encoded', async () => {
  for (const name of ['100%', '100%25', 'a/b', 'ü', ' ']) {
    const path = `/snapshots/${encodeURIComponent(name)}`;
    expect((await send('PUT', path)).status).toBe(204);
    expect((await send('GET', path)).status).toBe(200);
  }
  expect(current.mock.snapshots.names).toEqual(['100%', '100%25', 'a/b', 'ü', ' ']);
});

it('two of the longest latencies together still wait, and do not overflow the timer', async () => {
  for (const _ of [1, 2])
    expect((await send('POST', '/faults', '{"kind":"latency","delay":2147483647}')).status).toBe(201);
  const answered = fetch(`${current.served.origin}${operations.listRecords.path}`, {
    signal: AbortSignal.timeout(500),
  });
  await expect(answered).rejects.toThrow('timeout');
});

it('an error of the mock itself is logged, and the response does not show it', async () => {
  const logged = vi.spyOn(console, 'error').mockImplementation(() => {});
  current.mock.session('default').reset = () => {
    throw new RangeError('secret');
  };
  expect(await send('POST', '/reset')).toEqual({
    status: 500,
    detail: 'The mock failed because of an internal error; see its log.',
  });
  expect(String(logged.mock.calls[0]?.[0])).toContain('secret');
  logged.mockRestore();
});
