import { getEventListeners } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { createReferralCodes } from '../src/client.ts';
import type { ClientOptions } from '../src/options.ts';
import { at } from './at.ts';
import { rawServer, wire } from './raw-server.ts';
import { caught, record } from './serving.ts';

const { id } = record;
const body = JSON.stringify(record);
const length = { 'content-length': String(body.length) };
const type = { 'content-type': 'application/json' };

const ask = (baseUrl: string, options: ClientOptions = {}) =>
  createReferralCodes({ baseUrl, retries: 0, retryDelay: 1, ...options }).getRecord(id);

describe('a response that is cut', () => {
  const chunked = `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;

  it.each([
    ['with its length told', wire('200 OK', { ...type, ...length }, body)],
    ['in chunks', wire('200 OK', { ...type, 'transfer-encoding': 'chunked' }, chunked)],
  ])('%s, at each of its bytes, by a reset or by an end, is never a success', async (_name, whole) => {
    let end = 0;
    const url = await rawServer((socket) => {
      socket.write(whole.slice(0, Math.floor(end / 2)), () => (end % 2 ? socket.resetAndDestroy() : socket.end()));
    });
    for (end = 0; end < whole.length * 2; end++)
      expect(await caught(ask(url)), `cut at ${end / 2}`).toMatchObject({ kind: 'network', cause: expect.any(Error) });
    expect(await ask(url)).toEqual(record);
  });

  it('without a length, at each byte of its body, is a malformed body', async () => {
    const head = wire('200 OK', { ...type, connection: 'close' });
    let end = 0;
    const url = await rawServer((socket) => void socket.end(head + body.slice(0, end)));
    for (; end < body.length; end++) expect(await caught(ask(url))).toMatchObject({ kind: 'malformed-body' });
    expect(await ask(url)).toEqual(record);
  });
});

describe('a response that contradicts its headers', () => {
  it.each([
    ['no HTTP', 'SSH-2.0-OpenSSH_9.6\r\n\r\n', 'network'],
    ['two lengths', wire('200 OK', { ...length, 'Content-Length': '1' }, body), 'network'],
    ['a 200 that is empty', wire('200 OK', { ...type, 'content-length': '0' }), 'malformed-body'],
    ['a 204 in place of a body', wire('204 No Content', {}), 'malformed-body'],
    [
      'a page of HTML',
      wire('200 OK', { 'content-type': 'text/html', 'content-length': '9' }, '<h1>Hi</>'),
      'malformed-body',
    ],
    [
      'HTML for an error',
      wire('502 Bad', { 'content-type': 'text/html', 'content-length': '4' }, '<h1>'),
      'unexpected-status',
    ],
    ['an error without a body', wire('500 Error', { 'content-length': '0' }), 'unexpected-status'],
    ['a body that is no UTF-8', wire('200 OK', { ...type, 'content-length': '2' }, '\u00ff{'), 'malformed-body'],
    ['a body that is not compressed', wire('200 OK', { ...length, 'content-encoding': 'gzip' }, body), 'network'],
    ['a redirect to nowhere', wire('302 Found', { 'content-length': '0' }), 'unexpected-status'],
    ['a redirect to itself', wire('302 Found', { location: '/', 'content-length': '0' }), 'unexpected-status'],
    ['a 304', wire('304 Not Modified', {}), 'unexpected-status'],
  ])('with %s is an error of the right kind', async (_name, answer, kind) => {
    const url = await rawServer((socket) => void socket.write(answer, 'latin1'));
    expect(await caught(ask(url))).toMatchObject({ name: 'ReferralCodesError', kind, operation: 'getRecord' });
  });

  it('only in its type is read by its body', async () => {
    const url = await rawServer(
      (socket) => void socket.write(wire('200 OK', { 'content-type': 'text/plain', ...length }, body)),
    );
    expect(await ask(url)).toEqual(record);
  });

  it('with an unrequested 1xx or 3xx status is not a success', async () => {
    const url = await rawServer(
      (socket) => void socket.write(wire('103 Early Hints', { link: '</a>' }) + wire('200 OK', length, body)),
    );
    expect(await ask(url)).toEqual(record);
  });
});

describe('a response with a value of the wrong type', () => {
  const deep = '['.repeat(20_000) + ']'.repeat(20_000);
  const answering = async (...answers: [number, string][]) => {
    let next = 0;
    const baseUrl = await rawServer((socket) => {
      const [status, text] = at(answers, Math.min(next++, answers.length - 1));
      socket.end(wire(`${status} x`, {}, text));
    });
    return createReferralCodes({ baseUrl, retries: 0 });
  };

  it.each(['{"toString":1}', deep, 'null', '7'])('as detail of a problem is that problem', async (detail) => {
    const text = `{"type":"urn:problem:referral-codes:record-not-found","detail":${detail}}`;
    const error = await caught((await answering([404, text])).getRecord(id));
    expect(error).toMatchObject({ kind: 'problem', slug: 'record-not-found' });
    expect(error.message).toMatch(/^getRecord: 404 record-not-found: "\{/);
  });

  it('that is very long is quoted in part', async () => {
    const long = 'x'.repeat(100_000);
    const problem = { type: 'urn:problem:referral-codes:record-not-found', detail: long };
    const codes = await answering([404, JSON.stringify(problem)], [500, long], [200, long]);
    const errors = [1, 2, 3].map(() => caught(codes.getRecord(id)));
    for (const error of await Promise.all(errors)) expect(error.message.length).toBeLessThan(400);
    expect((await Promise.all(errors)).find(({ kind }) => kind === 'problem')?.problem).toEqual(problem);
  });

  it.each(['{"toString":1}', deep])('as id of the record with the code ends as outcome-unknown', async (wrong) => {
    const codes = await answering([500, ''], [200, `{"id":${wrong},"status":${wrong},"created_at":${wrong}}`]);
    const error = await caught(codes.createCode({ mentor_id: 'usr_1', org_id: 'org_1', code: 'A' }));
    expect(error).toMatchObject({ kind: 'outcome-unknown', operation: 'createCode' });
    expect(error.message).toMatch(/the code belongs to the record object/);
  });

  it.each([
    ['null in place of a record', '[null]', '{"limit":1,"total":9}'],
    ['a list in place of a record', '[[]]', '{"limit":1,"total":9}'],
    ['a total that is an object', '[]', '{"limit":1,"total":{"toString":1}}'],
    ['a total that is no whole number', '[]', '{"limit":1,"total":1e999}'],
    ['a limit that is an object', '[]', '{"limit":{"toString":1},"total":9}'],
    ['a limit that is no whole number', '[]', '{"limit":0.5,"total":9}'],
    ['no limit', '[]', '{"total":9}'],
  ])('as a page has %s is a malformed body, also during iteration', async (_name, data, pagination) => {
    const codes = await answering([200, `{"data":${data},"pagination":${pagination}}`]);
    expect(await caught(codes.listRecords())).toMatchObject({ kind: 'malformed-body', status: 200 });
    const read = async () => {
      for await (const _ of codes.listRecords()) expect.fail('there is no record');
    };
    expect(await caught(read())).toMatchObject({ kind: 'malformed-body', status: 200 });
  });
});

describe('a response that does not end', () => {
  it.each([
    ['as each byte takes its time', ' '],
    ['as it is huge', ' '.repeat(100_000)],
  ])('%s, is a timeout, and its connection is closed', async (_name, piece) => {
    let closed = () => {};
    const isClosed = new Promise<void>((resolve) => {
      closed = resolve;
    });
    const url = await rawServer((socket) => {
      socket.write(wire('200 OK', type));
      const drip = setInterval(() => socket.write(piece), 5);
      socket.once('close', () => {
        clearInterval(drip);
        closed();
      });
    });
    expect(await caught(ask(url, { attemptTimeout: 200 }))).toMatchObject({ kind: 'timeout' });
    await isClosed;
  });
});

describe('a requested wait', () => {
  const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
  // Asked when the answer is written: a slow machine must not use up the wait before the test begins.
  const soon = () => new Date(Date.now() + 300_000);
  const parts = (date: Date) => date.toUTCString().split(' ') as [string, string, string, string, string];

  it.each([
    ['seconds', () => '300'],
    ['the date of today', () => soon().toUTCString()],
    [
      'the date of RFC 850',
      () => {
        const [, date, month, year, time] = parts(soon());
        return `${days[soon().getUTCDay()]}, ${date}-${month}-${year.slice(2)} ${time} GMT`;
      },
    ],
    [
      'the date of asctime',
      () => {
        const [day, date, month, year, time] = parts(soon());
        return `${day.slice(0, 3)} ${month} ${date.replace(/^0/, ' ')} ${time} ${year}`;
      },
    ],
  ])('as %s is respected, and ended by an abort', async (_name, asked) => {
    const controller = new AbortController();
    const waits: (number | undefined)[] = [];
    const answer = () => wire('503 Busy', { 'retry-after': asked(), 'content-length': '0' });
    const url = await rawServer((socket) => void socket.write(answer()));
    const onAttempt = ({ retryIn }: { retryIn?: number | undefined }) => {
      waits.push(retryIn);
      setImmediate(() => controller.abort());
    };
    const options = { baseUrl: url, timeout: 600_000, maxRetryDelay: 600_000, onAttempt };
    expect(await caught(createReferralCodes(options).getRecord(id, { signal: controller.signal }))).toMatchObject({
      kind: 'aborted',
    });
    expect(waits).toHaveLength(1);
    // A date has whole seconds, and some of the time until then has passed.
    expect(waits[0]).toBeGreaterThan(240_000);
    expect(waits[0]).toBeLessThanOrEqual(300_000);
  });

  it.each(['', 'soon', '-5', '1.5', '99999999999999999999', 'Wed, 99 Foo 2026 00:00:00 GMT'])(
    'as %j, which is none or too long, does not hang the call',
    async (value) => {
      const answer = wire('503 Busy', { 'retry-after': value, 'content-length': '0' });
      const url = await rawServer((socket) => void socket.write(answer));
      expect(await caught(ask(url, { retries: 1 }))).toMatchObject({ kind: 'unexpected-status', status: 503 });
    },
  );
});

describe('nothing is left behind', () => {
  const answers = (...all: (Response | Error)[]) => {
    return async () => {
      const next = all.length > 1 ? all.shift() : all[0];
      if (next instanceof Error) throw next;
      return at([next], 0);
    };
  };

  // With no network beneath, which has timers of its own.
  it.each([
    ['a success', answers(new Response(body))],
    ['a refusal', answers(new Response(null, { status: 404 }))],
    ['a retry', answers(new Response(null, { status: 503 }), new Error('cut'), new Response(body))],
    ['a failure', answers(new Error('cut'))],
    ['a timeout', () => new Promise<Response>(() => {})],
  ])('by %s: no timer, no listener', async (_name, fetch) => {
    const set = vi.spyOn(globalThis, 'setTimeout');
    const cleared = vi.spyOn(globalThis, 'clearTimeout');
    const { signal } = new AbortController();
    const options = { baseUrl: 'http://server.test', fetch, attemptTimeout: 50, retryDelay: 1 };
    await createReferralCodes(options).safe.getRecord(id, { signal });
    // The platform's own connections, left by other tests, have timers too: those hold nothing up.
    const begun = set.mock.results.map(({ value }) => value as NodeJS.Timeout).filter((timer) => timer.hasRef());
    const ended = new Set(cleared.mock.calls.map(([timer]) => timer));
    vi.restoreAllMocks();
    expect(begun.length).toBeGreaterThan(0);
    for (const timer of begun) expect(ended.has(timer)).toBe(true);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });
});
