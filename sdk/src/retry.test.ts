import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  caught,
  closeConnection,
  newCode,
  record,
  refused,
  respondInOrder,
  serving,
  status,
  theRecord,
} from '../test/serving.ts';
import type { AttemptEvent } from './options.ts';
import { retryAfter } from './retry.ts';

const { id, mentor_id, org_id, code } = record;

describe('a call is tried again', () => {
  it.each([408, 429, 502, 503, 504])('after a %i', async (code) => {
    const { codes, received } = await serving(respondInOrder(status(code), theRecord));
    expect(await codes.getRecord(id)).toEqual(record);
    expect(received).toHaveLength(2);
  });

  it('after a connection that was closed, also in the middle of the body', async () => {
    const half: Parameters<typeof serving>[0] = ({ socket }, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).write('{"id":"rc_');
      response.once('drain', () => socket.destroy());
      setImmediate(() => socket.destroy());
    };
    const { codes, received } = await serving(respondInOrder(closeConnection, half, theRecord));
    expect(await codes.getRecord(id)).toEqual(record);
    expect(received).toHaveLength(3);
  });

  it('after an attempt that took too long', async () => {
    const { codes, received } = await serving(
      respondInOrder(() => {}, theRecord),
      { attemptTimeout: 200 },
    );
    expect(await codes.getRecord(id)).toEqual(record);
    expect(received).toHaveLength(2);
  });

  it.each([
    ['a deactivation', (codes: Codes) => codes.deactivateCode(id), 'PUT'],
    ['a deletion', (codes: Codes) => codes.deleteRecord(id), 'DELETE'],
    ['a list', (codes: Codes) => codes.listRecords(), 'GET'],
    ['a lookup', (codes: Codes) => codes.findByCode({ code }), 'GET'],
    ['an active code', (codes: Codes) => codes.getActiveCode({ mentor_id, org_id }), 'GET'],
  ])('when it is %s, with the same request', async (_name, call, method) => {
    const page = { data: [], pagination: { page: 1, limit: 20, total: 0 } };
    const { codes, received } = await serving(
      respondInOrder(closeConnection, (_, response) => void response.end(JSON.stringify(page))),
    );
    await call(codes);
    expect(received).toHaveLength(2);
    const [first, second] = received.map(({ socket: _, ...request }) => request);
    expect(second).toEqual(first);
    expect(first?.method).toBe(method);
  });

  it('at most as often as retries allows, and ends in the error of the last attempt', async () => {
    const { codes, received } = await serving(status(503));
    expect(await caught(codes.getRecord(id))).toMatchObject({ kind: 'unexpected-status', status: 503 });
    expect(received).toHaveLength(3);
    expect(await caught(codes.getRecord(id, { retries: 0 }))).toMatchObject({ status: 503 });
    expect(received).toHaveLength(4);
  });
});

describe('a call is not tried again', () => {
  it.each([400, 401, 403, 404, 409, 413, 415, 422, 500, 501])('after a %i', async (code) => {
    const { codes, received } = await serving(status(code));
    expect(await caught(codes.deleteRecord(id))).toMatchObject({ status: code });
    expect(received).toHaveLength(1);
  });

  it('when the server asks for a longer wait than maxRetryDelay or timeout allow', async () => {
    const { codes, received } = await serving(status(503, { 'retry-after': '3600' }));
    const error = await caught(codes.getRecord(id));
    expect(error).toMatchObject({ status: 503 });
    expect(error.response?.headers.get('retry-after')).toBe('3600');
    await caught(codes.getRecord(id, { timeout: Number.POSITIVE_INFINITY }));
    await caught(codes.getRecord(id, { maxRetryDelay: 10_000_000 }));
    expect(received).toHaveLength(3);
  });
});

describe('the wait', () => {
  it('is as long as Retry-After asks for', async () => {
    const waits: (number | undefined)[] = [];
    const { codes } = await serving(respondInOrder(status(503, { 'retry-after': '1' }), theRecord), {
      onAttempt: ({ retryIn }) => waits.push(retryIn),
    });
    await codes.getRecord(id);
    expect(waits).toEqual([1000, undefined]);
  });

  it('is otherwise a random part of a limit that doubles up to maxRetryDelay', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    const waits: (number | undefined)[] = [];
    const { codes } = await serving(status(503), {
      retries: 4,
      retryDelay: 4,
      maxRetryDelay: 20,
      onAttempt: ({ retryIn }) => waits.push(retryIn),
    });
    await caught(codes.getRecord(id));
    expect(waits).toEqual([2, 4, 8, 10, undefined]);
  });

  it('ends at once when the call is aborted', async () => {
    const controller = new AbortController();
    const { codes, received } = await serving(status(503, { 'retry-after': '19' }), {
      onAttempt: () => setImmediate(() => controller.abort(new Error('left the page'))),
    });
    const error = await caught(codes.getRecord(id, { signal: controller.signal }));
    expect(error).toMatchObject({ kind: 'aborted', cause: controller.signal.reason });
    expect(received).toHaveLength(1);
  });

  it('begins after the connection of an unread body has been released', async () => {
    let closed = false;
    const endless: Parameters<typeof serving>[0] = (_, response) => {
      response.writeHead(503).write('x');
      response.once('close', () => {
        closed = true;
      });
    };
    const { codes } = await serving(respondInOrder(endless, theRecord), { retryDelay: 100 });
    await codes.getRecord(id);
    expect(closed).toBe(true);
  });

  afterEach(() => vi.restoreAllMocks());

  it.each([
    ['0', 0],
    ['120', 120_000],
    ['Sun, 06 Nov 1994 08:49:37 GMT', 0],
    ['Fri, 01 Jan 2027 00:01:00 GMT', 60_000],
    ['Friday, 01-Jan-27 00:01:00 GMT', 60_000],
    ['Fri Jan  1 00:01:00 2027', 60_000],
    ['', undefined],
    ['-5', undefined],
    ['1.5', undefined],
    ['5s', undefined],
    ['soon', undefined],
    ['2027', 2_027_000],
    ['Fri, 99 Jan 2027 00:01:00 GMT', undefined],
    [null, undefined],
  ])('reads Retry-After %j', (value, expected) => {
    vi.spyOn(Date, 'now').mockReturnValue(Date.parse('2027-01-01T00:00:00Z'));
    expect(retryAfter(value)).toBe(expected);
  });
});

describe('the time limit', () => {
  it('Infinity does not fire at once, as a timer of more than 2^31 - 1 ms would', async () => {
    const late: typeof theRecord = (...args) => void setTimeout(() => theRecord(...args), 100);
    const { codes, received } = await serving(late, { retries: 0, timeout: Number.POSITIVE_INFINITY });
    for (const attemptTimeout of [Number.POSITIVE_INFINITY, 2 ** 31, 2 ** 40])
      expect(await codes.getRecord(id, { attemptTimeout })).toEqual(record);
    expect(received).toHaveLength(3);
  });

  it('of an attempt ends the call as a timeout', async () => {
    const { codes } = await serving(() => {}, { attemptTimeout: 50, retries: 0 });
    expect(await caught(codes.getRecord(id))).toMatchObject({ kind: 'timeout', operation: 'getRecord' });
  });

  it('includes the time in which the body arrives', async () => {
    const { codes } = await serving(
      (_, response) => {
        const drip = setInterval(() => response.write(' '), 5);
        response.once('close', () => clearInterval(drip));
      },
      { attemptTimeout: 100, retries: 0 },
    );
    expect(await caught(codes.getRecord(id))).toMatchObject({ kind: 'timeout' });
  });

  it('of the call includes all attempts', async () => {
    const { codes } = await serving(() => {}, { timeout: 100, retries: 1000 });
    expect(await caught(codes.getRecord(id))).toMatchObject({ kind: 'timeout' });
  });

  it('and an abort end the call even if fetch ignores its signal', async () => {
    const { codes } = await serving(theRecord, { fetch: () => new Promise(() => {}) });
    expect(await caught(codes.getRecord(id, { attemptTimeout: 20, retries: 0 }))).toMatchObject({ kind: 'timeout' });
    const controller = new AbortController();
    const call = codes.getRecord(id, { signal: controller.signal });
    controller.abort();
    expect(await caught(call)).toMatchObject({ kind: 'aborted' });
  });
});

describe('an abort', () => {
  it('before the call sends nothing', async () => {
    const attempts: unknown[] = [];
    const outcomes: unknown[] = [];
    const { codes, received } = await serving(theRecord, {
      onAttempt: (event) => attempts.push(event),
      onOutcome: (event) => outcomes.push(event),
    });
    expect(await caught(codes.getRecord(id, { signal: AbortSignal.abort('closed') }))).toMatchObject({
      kind: 'aborted',
      cause: 'closed',
    });
    expect(received).toEqual([]);
    expect(attempts).toEqual([]);
    expect(outcomes).toMatchObject([{ attempts: 0, error: { kind: 'aborted' } }]);
  });

  it('in the middle of the body ends the call', async () => {
    const controller = new AbortController();
    const waits: (number | undefined)[] = [];
    const half: typeof theRecord = (_, response) => {
      response.writeHead(200).write('{');
      setImmediate(() => controller.abort());
    };
    const { codes } = await serving(half, { onAttempt: ({ retryIn }) => waits.push(retryIn) });
    expect(await caught(codes.getRecord(id, { signal: controller.signal }))).toMatchObject({ kind: 'aborted' });
    expect(waits).toEqual([undefined]);
  });
});

describe('a repeated deletion that finds nothing', () => {
  it.each([
    ['a cut', closeConnection],
    ['a 502', status(502)],
  ])('after %s says that the record is gone, and that who deleted it is not known', async (_name, first) => {
    const { codes } = await serving(respondInOrder(first, refused(404, 'record-not-found')));
    const error = await caught(codes.deleteRecord(id));
    expect(error).toMatchObject({
      kind: 'outcome-unknown',
      gone: true,
      status: 404,
      cause: { slug: 'record-not-found' },
    });
  });

  it('after a 429, which deleted nothing, ends in record-not-found', async () => {
    const { codes } = await serving(respondInOrder(status(429), refused(404, 'record-not-found')));
    expect(await caught(codes.deleteRecord(id))).toMatchObject({ kind: 'problem', slug: 'record-not-found' });
  });

  it('with a page of another server leaves gone false', async () => {
    const page: typeof theRecord = (_, response) => void response.writeHead(404).end('<html>Not found</html>');
    const { codes } = await serving(respondInOrder(closeConnection, page));
    expect(await caught(codes.deleteRecord(id))).toMatchObject({ kind: 'outcome-unknown', gone: false });
  });
});

it('a repeated deactivation that finds nothing ends in record-not-found', async () => {
  const { codes } = await serving(respondInOrder(closeConnection, refused(404, 'record-not-found')));
  expect(await caught(codes.deactivateCode(id))).toMatchObject({ kind: 'problem', slug: 'record-not-found' });
});

describe('a redirect', () => {
  it('of a write is not followed, because it may become a read', async () => {
    const { codes, received } = await serving(
      respondInOrder(status(302, { location: '/' }), refused(404, 'code-not-found')),
    );
    expect(await caught(codes.deactivateCode(id))).toMatchObject({ kind: 'unexpected-status', status: 302 });
    expect(received).toHaveLength(1);
  });

  it.each([301, 302, 303, 307, 308])('%i of a read is not followed, and the error says so', async (code) => {
    const { codes, received } = await serving(respondInOrder(status(code, { location: '/elsewhere' }), theRecord));
    const error = await caught(codes.getRecord(id));
    expect(error).toMatchObject({ kind: 'unexpected-status', status: code });
    expect(error.message).toMatch(/a redirect/);
    expect(error.response?.headers.get('location')).toBe('/elsewhere');
    expect(received).toHaveLength(1);
  });

  it('to another origin sends nothing there: no header, no query, no body', async () => {
    const other = await serving(theRecord);
    const { codes, received } = await serving(status(307, { location: `${other.url}/elsewhere` }), {
      headers: { 'x-api-key': 'secret', authorization: 'Bearer secret' },
    });
    const calls = [
      () => codes.getRecord(id),
      () => codes.findByCode({ code }),
      () => codes.deactivateCode(id),
      () => codes.deleteRecord(id),
    ];
    for (const call of calls) expect(await caught(call())).toMatchObject({ kind: 'unexpected-status', status: 307 });
    expect(received).toHaveLength(4);
    expect(other.received).toEqual([]);
  });

  it('without a status, as browsers show it, is named in the error', async () => {
    const fetch = async () => ({
      ok: false,
      type: 'opaqueredirect',
      status: 0,
      headers: new Headers(),
      text: async () => '',
    });
    const { codes } = await serving(theRecord, { fetch: fetch as unknown as typeof globalThis.fetch });
    expect((await caught(codes.getRecord(id))).message).toMatch(/a redirect/);
  });
});

describe('the hooks', () => {
  it.each([
    'x-jwt',
    'dpop',
    'x-signature',
    'x-otp',
    'authorization',
    'cookie',
    'x-api-key',
    'x-anything',
    'accept-token',
    'x-accept',
    'forwarded',
  ])('show that the header %s exists, and not its value', async (name) => {
    const shown: string[] = [];
    const { codes, received } = await serving(theRecord, {
      headers: { [name]: 'of-the-client', 'x-request-id': '7' },
      onAttempt: (event) => shown.push(JSON.stringify(event)),
      debug: (line) => shown.push(line),
    });
    await codes.getRecord(id);
    await codes.getRecord(id, { headers: new Headers({ [name.toUpperCase()]: 'of-the-call' }) });
    expect(received.map(({ headers }) => headers[name])).toEqual(['of-the-client', 'of-the-call']);
    expect(String(shown)).not.toMatch(/of-the-/);
    for (const line of [shown[0], shown[1]])
      expect(JSON.parse(String(line)).headers).toEqual({
        accept: 'application/json, application/problem+json',
        [name]: '[hidden]',
        'x-request-id': '7',
      });
  });

  it('are called for each attempt and for the outcome, without secrets', async () => {
    const heard: unknown[] = [];
    const lines: string[] = [];
    const { codes, url } = await serving(respondInOrder(status(503), theRecord), {
      headers: { authorization: 'Bearer 1', 'x-api-key': '2', 'x-app': 'shop' },
      onAttempt: (event: AttemptEvent) => heard.push(event),
      onOutcome: (event) => heard.push(event),
      debug: (line) => lines.push(line),
    });
    await codes.getRecord(id, { headers: { cookie: 'a=3' } });
    const request = {
      operation: 'getRecord',
      method: 'GET',
      url: `${url}/api/v1/referral-code-records/${id}`,
      headers: { authorization: '[hidden]', 'x-api-key': '[hidden]', cookie: '[hidden]', 'x-app': '[hidden]' },
    };
    expect(heard).toMatchObject([
      { ...request, attempt: 1, status: 503, retryIn: expect.any(Number), duration: expect.any(Number) },
      { ...request, attempt: 2, status: 200 },
      { operation: 'getRecord', attempts: 2, error: undefined },
    ]);
    expect(heard[1]).not.toHaveProperty('retryIn');
    expect(new Set(heard.map((event) => (event as AttemptEvent).callId)).size).toBe(1);
    expect(lines).toHaveLength(3);
    expect(lines.map((line) => JSON.parse(line))).toMatchObject(JSON.parse(JSON.stringify(heard)));
    expect(JSON.stringify(heard) + lines).not.toMatch(/Bearer|"2"|a=3/);
  });

  it('log the message of an error, and only the status of the response', async () => {
    const lines: string[] = [];
    const { codes } = await serving(status(500, { 'set-cookie': 'a=3' }), { debug: (line) => lines.push(line) });
    await caught(codes.getRecord(id));
    expect(JSON.parse(String(lines[1]))).toMatchObject({
      attempts: 1,
      error: expect.stringMatching(/^getRecord: unexpected status 500/),
    });
    expect(String(lines)).not.toContain('a=3');
  });

  it('are called for a call that sent nothing', async () => {
    const heard: unknown[] = [];
    const { codes } = await serving(theRecord, { onOutcome: (event) => heard.push(event) });
    await caught(codes.getRecord('..'));
    expect(heard).toMatchObject([{ attempts: 0, error: { kind: 'invalid-argument' } }]);
  });

  it('nothing is logged by default', async () => {
    const spies = (['log', 'debug', 'info', 'warn', 'error'] as const).map((name) => vi.spyOn(console, name));
    const { codes } = await serving(status(503));
    await caught(codes.createCode(newCode));
    for (const spy of spies) expect(spy).not.toHaveBeenCalled();
    vi.restoreAllMocks();
  });

  it('that throw do not affect the call: the error is reported as an unhandled rejection', async () => {
    const unhandled = vi.fn();
    const others = process.listeners('unhandledRejection');
    process.removeAllListeners('unhandledRejection').on('unhandledRejection', unhandled);
    const { codes } = await serving(theRecord, {
      onAttempt: () => {
        throw new Error('broken hook');
      },
    });
    expect(await codes.getRecord(id)).toEqual(record);
    await new Promise(setImmediate);
    process.removeAllListeners('unhandledRejection');
    for (const other of others) process.on('unhandledRejection', other);
    expect(unhandled.mock.calls[0]?.[0]).toMatchObject({ message: 'broken hook' });
  });
});

type Codes = Awaited<ReturnType<typeof serving>>['codes'];
