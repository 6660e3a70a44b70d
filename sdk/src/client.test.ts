import { inspect } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { json } from '../test/listen.ts';
import { caught, closeConnection, record, serving, theRecord } from '../test/serving.ts';
import { createReferralCodes } from './client.ts';
import { examples } from './generated/examples.ts';
import { operations } from './generated/operations.ts';
import { responseOf } from './response.ts';
import { responseSchemas } from './schemas.ts';

const { id, mentor_id, org_id, code } = record;

describe('a call', () => {
  it.each([
    ['listRecords', [{ page: 2, limit: 5 }], '?page=2&limit=5'],
    ['createCode', [examples.createCode.request], ''],
    ['getActiveCode', [{ mentor_id, org_id }], '?mentor_id=usr_4491&org_id=org_002'],
    ['findByCode', [{ code }], '?code=JAN-VERV-8F3A'],
    ['getRecord', [id], ''],
    ['deactivateCode', [id, { deactivated_at: '2026-03-26T12:00:00Z' }], ''],
    ['deleteRecord', [id], ''],
  ] as const)('of %s sends the documented request and answers the documented body', async (name, args, query) => {
    const { codes, received } = await serving((_, response) =>
      json(response, operations[name].success.status, examples[name].response),
    );
    const answer = await (codes[name] as (...args: unknown[]) => Promise<unknown>)(...args);
    expect(answer).toEqual(examples[name].response);
    const { method, path } = operations[name];
    expect(received).toMatchObject([{ method, url: `${path.replace('{id}', id)}${query}` }]);
    const request = 'request' in examples[name] ? examples[name].request : undefined;
    expect(received[0]?.body ? JSON.parse(received[0].body) : undefined).toEqual(request);
    expect(received[0]?.headers['content-type']).toBe(request && 'application/json');
  });

  it('of deactivateCode needs no body, because its only field can have only one value', async () => {
    const { codes, received } = await serving(theRecord);
    await codes.deactivateCode(id);
    expect(received[0]?.body).toBe('{"status":"inactive"}');
  });

  it('sends the headers of the client and of the call, and the call wins', async () => {
    const { url, received } = await serving(theRecord);
    const codes = createReferralCodes({ baseUrl: url, headers: { 'x-app': 'shop', 'x-trace': 'client' } });
    await codes.getRecord(id, { headers: { 'X-Trace': 'call' } });
    expect(received[0]?.headers).toMatchObject({ 'x-app': 'shop', 'x-trace': 'call' });
  });

  it('uses the global fetch of the moment of the call', async () => {
    const codes = createReferralCodes({ baseUrl: 'http://127.0.0.1:9' });
    const { fetch } = globalThis;
    onTestFinished(() => {
      globalThis.fetch = fetch;
    });
    globalThis.fetch = async () => Response.json(record);
    expect(await codes.getRecord(id)).toEqual(record);
  });

  it('makes its response available through responseOf', async () => {
    const { codes } = await serving((_, response) => json(response, 200, record, { etag: '"7"' }));
    expect(responseOf(await codes.getRecord(id))?.headers.get('etag')).toBe('"7"');
    expect(responseOf({})).toBeUndefined();
  });

  it('uses the fetch in its options', async () => {
    const codes = createReferralCodes({ baseUrl: 'http://127.0.0.1:9' });
    expect(await codes.getRecord(id, { fetch: async () => Response.json(record) })).toEqual(record);
  });

  it('believes the body, not the Content-Length', async () => {
    const fetch = async () => Response.json(record, { headers: { 'content-length': '0' } });
    expect(await createReferralCodes({ baseUrl: 'http://127.0.0.1:9', fetch }).getRecord(id)).toEqual(record);
  });
});

it.each(['fetch', 'retries', 'timeout', 'attemptTimeout', 'retryDelay', 'maxRetryDelay', 'headers'])(
  "an undefined %s in a call's options leaves the client's",
  async (name) => {
    const sent: unknown[] = [];
    const fetch = async (_url: string, { headers }: RequestInit) => {
      sent.push(headers);
      await new Promise((resolve) => setTimeout(resolve, 5));
      return new Response('', { status: 503, headers: { 'retry-after': '0' } });
    };
    const options = { fetch, retries: 1, timeout: 500, attemptTimeout: 400, retryDelay: 1, maxRetryDelay: 2 };
    const codes = createReferralCodes({ baseUrl: 'http://127.0.0.1:9', headers: { 'x-app': 'shop' }, ...options });
    const error = await caught(codes.getRecord(id, { [name]: undefined }));
    expect(error).toMatchObject({ kind: 'unexpected-status', status: 503 });
    expect(sent).toEqual(Array(2).fill(expect.objectContaining({ 'x-app': 'shop' })));
  },
);

describe('a problem', () => {
  const problem = {
    type: 'urn:problem:referral-codes:active-code-exists',
    title: 'Active code exists',
    status: 409,
    detail: 'The pair has one.',
    record_id: id,
  };

  it('is thrown as an Error with status, problem and response', async () => {
    const { codes } = await serving((_, response) => json(response, 409, problem, { 'x-request-id': '7' }));
    const error = await caught(codes.createCode({ mentor_id, org_id, code }));
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({
      name: 'ReferralCodesError',
      kind: 'problem',
      slug: 'active-code-exists',
      operation: 'createCode',
      status: 409,
      problem,
      message: expect.stringMatching(
        /^createCode: 409 active-code-exists: The pair has one\. \(POST http.*, attempt 1\)$/,
      ),
    });
    expect(error.response?.headers.get('x-request-id')).toBe('7');
  });

  it('that the contract does not list for the operation is an unexpected status', async () => {
    const { codes } = await serving((_, response) => json(response, 409, problem));
    expect(await caught(codes.getRecord(id))).toMatchObject({ kind: 'unexpected-status', status: 409 });
  });

  it.each([
    ['an empty 500', 500, ''],
    ['an HTML 502', 502, '<html>Bad gateway</html>'],
    ['a 403 that is null', 403, 'null'],
  ])('that is %s is an unexpected status with its text', async (_name, status, body) => {
    const { codes } = await serving((_, response) => void response.writeHead(status).end(body));
    const error = await caught(codes.getRecord(id));
    expect(error).toMatchObject({ kind: 'unexpected-status', status });
    expect(error.message).toContain(JSON.stringify(body));
  });
});

describe('safe', () => {
  it('resolves to the value of a success, which leads to its response', async () => {
    const { codes } = await serving((_, response) => json(response, 200, record, { etag: '"7"' }));
    const result = await codes.safe.getRecord(id);
    expect(result).toEqual({ ok: true, value: record });
    expect(result.ok && responseOf(result.value)?.headers.get('etag')).toBe('"7"');
  });

  it('resolves to the error of a failure, also of a bad argument, and does not throw', async () => {
    const { codes } = await serving((_, response) => void response.writeHead(500).end());
    expect(await codes.safe.getRecord(id)).toMatchObject({ ok: false, error: { kind: 'unexpected-status' } });
    expect(await codes.safe.getRecord('..')).toMatchObject({ ok: false, error: { kind: 'invalid-argument' } });
  });
});

it('safe throws an error that is not one of this package, because its type does not include it', async () => {
  const { codes } = await serving(theRecord);
  const schema = {
    '~standard': {
      version: 1 as const,
      vendor: 'referral-codes' as const,
      validate: () => {
        throw new SyntaxError('a broken schema');
      },
    },
  };
  const { url } = await serving(theRecord);
  const checked = createReferralCodes({ baseUrl: url, schemas: responseSchemas({ getRecord: schema }) });
  await expect(checked.safe.getRecord(id)).rejects.toThrow(SyntaxError);
  expect(await codes.safe.getRecord(id)).toMatchObject({ ok: true });
});

describe('an argument that cannot be sent', () => {
  const circular: Record<string, unknown> = {};
  circular.self = circular;
  it.each([
    ['a query that is no object', 'findByCode', ['JAN'], /query must be an object, not "JAN"/],
    ['a query value that is an object', 'findByCode', [{ code: {} }], /code must be/],
    ['half a character', 'findByCode', [{ code: '\ud800' }], /code must be/],
    ['a body that is no object', 'createCode', ['JAN'], /body must be an object, not "JAN"/],
    ['a body that is no tree', 'createCode', [circular], /body: .*circular/],
    ['a bad header', 'getRecord', [id, { headers: { 'a b': 'c' } }], /headers: /],
    ['options that are no object', 'getRecord', [id, 7], /options must be an object, not 7/],
  ] as const)('%s is refused, by name, before anything is sent', async (_name, name, args, message) => {
    const { codes, received } = await serving(theRecord);
    const error = await caught((codes[name] as (...args: unknown[]) => Promise<unknown>)(...args));
    expect(error).toMatchObject({ kind: 'invalid-argument', operation: name, message: expect.stringMatching(message) });
    expect(received).toEqual([]);
  });
});

describe('a success with an unusable body', () => {
  it.each([
    ['an empty 200', 200, ''],
    ['a 204', 204, ''],
    ['half a body', 200, '{"id":"rc_8f'],
    ['HTML', 200, '<html>Welcome</html>'],
    ['a bare string', 200, '"rc_8f3a21bc"'],
  ])('%s is a malformed body', async (_name, status, body) => {
    const { codes } = await serving((_, response) => void response.writeHead(status).end(body));
    expect(await caught(codes.getRecord(id))).toMatchObject({ kind: 'malformed-body', status });
  });

  it('a closed connection is a network error with its cause', async () => {
    const { codes } = await serving(closeConnection);
    const error = await caught(codes.getRecord(id));
    expect(error).toMatchObject({ kind: 'network', operation: 'getRecord', cause: expect.any(Error) });
  });

  it('an aborted call is aborted, with the reason as its cause', async () => {
    const controller = new AbortController();
    const { codes } = await serving(() => controller.abort(new Error('left the page')));
    const error = await caught(codes.getRecord(id, { signal: controller.signal }));
    expect(error).toMatchObject({ kind: 'aborted', cause: controller.signal.reason });
  });
});

describe('a header that cannot be sent', () => {
  const SECRET = 's3cr3t\nvalue';
  it.each([
    ['in a record', { 'X-Key': SECRET }, /headers: X-Key cannot be sent/],
    [
      'in pairs',
      [
        ['x-a', '1'],
        ['X-Key', SECRET],
      ],
      /headers: X-Key cannot be sent/,
    ],
    ['in a list of a record', { 'x-a': ['1', SECRET] }, /headers: x-a cannot be sent/],
    ['by its name', { [`x: ${SECRET}`]: '1' }, /headers: one of them cannot be sent/],
    ['as a line in place of a pair', [[`x: ${SECRET}`]], /headers: /],
    ['as a text', SECRET, /headers: /],
    ['as text that only looks like bytes', { 'x-a': 's3cr3t value’' }, /headers: x-a cannot be sent/],
  ] as const)(
    '%s is named, and never quoted: not in the message, not in its cause',
    async (_name, headers, message) => {
      const { codes, url, received } = await serving(theRecord);
      const given = headers as unknown as Record<string, string>;
      const shown = (error: unknown) => inspect(error, { depth: 9 }) + JSON.stringify(error);
      const error = await caught(codes.getRecord(id, { headers: given }));
      expect(error).toMatchObject({ kind: 'invalid-argument', message: expect.stringMatching(message) });
      expect(shown(error)).not.toMatch(/s3cr3t|value’/);
      expect(received).toEqual([]);
      try {
        createReferralCodes({ baseUrl: url, headers: given });
        expect.fail('it was taken');
      } catch (error) {
        expect(error).toMatchObject({ kind: 'invalid-argument', message: expect.stringMatching(message) });
        expect(shown(error)).not.toMatch(/s3cr3t|value’/);
      }
    },
  );
});

describe('a path', () => {
  it.each(
    [
      ['', '.', '..', '%2e%2e', 'a/b', 'a\\b', 'a%2Fb', 'a\0b', 'a\nb', '\ud800', 'active', 'lookup'],
      [undefined, null, 7, {}, ['rc_1']],
    ].flat(),
  )('cannot be escaped by the id %j: it is refused, by name, before anything is sent', async (bad) => {
    const { codes, received } = await serving(theRecord);
    for (const call of [codes.getRecord, codes.deactivateCode, codes.deleteRecord]) {
      const error = await caught(call(bad as string));
      expect(error.kind).toBe('invalid-argument');
      expect(error.message).toMatch(/\bid\b/);
    }
    expect(received).toEqual([]);
  });
});

it('an argument that is very long is quoted in part', async () => {
  const { codes } = await serving(theRecord);
  expect((await caught(codes.getRecord('/'.repeat(100_000)))).message.length).toBeLessThan(400);
});

describe('the server URL', () => {
  function at(origin: string): void {
    Object.assign(globalThis, { location: { origin, href: `${origin}/page/` } });
    onTestFinished(() => void Reflect.deleteProperty(globalThis, 'location'));
  }

  it("is by default the documented mount path on the page's own origin", async () => {
    const { url, received } = await serving(theRecord);
    at(url);
    await createReferralCodes().getRecord(id);
    expect(received[0]?.url).toBe('/api/v1/referral-code-records/api/v1/referral-code-records/rc_8f3a21bc');
  });

  it('may be relative to the page', async () => {
    const { url, received } = await serving(theRecord);
    at(url);
    await createReferralCodes({ baseUrl: '/gateway' }).getRecord(id);
    expect(received[0]?.url).toBe('/gateway/api/v1/referral-code-records/rc_8f3a21bc');
  });

  it('is required outside a page, and the error names it', () => {
    expect(() => createReferralCodes()).toThrow(/baseUrl must be an http\(s\) URL/);
    at('null');
    expect(() => createReferralCodes()).toThrow(/baseUrl must be an http\(s\) URL/);
  });

  it.each([
    '',
    'example.org',
    'ftp://example.org',
    'http://u:s3cr3t@example.org',
    'http://s3cr3t@example.org',
    'http://:s3cr3t@example.org',
    'u:s3cr3t@example.org',
    'http://u:s3cr3t@[example',
    'http://example.org?key=s3cr3t',
    'http://a.b#s3cr3t',
    'http://a.b?',
  ])('cannot be %j: the error says why, and does not quote it', (baseUrl) => {
    let error: unknown;
    try {
      createReferralCodes({ baseUrl });
    } catch (thrown) {
      error = thrown;
    }
    const message = 'baseUrl must be an http(s) URL with a path';
    expect(error).toMatchObject({ kind: 'invalid-argument', message });
    expect(inspect(error, { depth: 9 }) + JSON.stringify(error)).not.toMatch(/s3cr3t/);
  });
});

it('a fetch that changes the headers it gets does not affect other calls', async () => {
  const seen: unknown[] = [];
  const fetch = async (_url: string, init: RequestInit) => {
    const headers = init.headers as Record<string, string>;
    seen.push(headers.authorization);
    headers.authorization = 'changed';
    return Response.json({ id: 'rc_1' });
  };
  const codes = createReferralCodes({ baseUrl: 'http://server.test', fetch, headers: { authorization: 'given' } });
  await codes.getRecord('rc_1');
  await codes.getRecord('rc_1');
  expect(seen).toEqual(['given', 'given']);
});
