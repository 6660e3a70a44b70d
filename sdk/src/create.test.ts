import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import {
  caught,
  closeConnection,
  newCode,
  newRecord,
  record,
  refused,
  respondInOrder,
  serving,
  status,
  type theRecord,
} from '../test/serving.ts';
import { createReferralCodes } from './client.ts';
import type { OutcomeUnknownError } from './errors.ts';

const notFound = refused(404, 'code-not-found');
const page: typeof theRecord = (_, response) => void response.writeHead(404).end('<html>Not found</html>');
const created: typeof theRecord = (_, response) => void response.writeHead(201).end(JSON.stringify(record));
const found =
  (changes: Partial<Record<keyof typeof record, unknown>>): typeof theRecord =>
  (_, response) =>
    void response.end(JSON.stringify({ ...record, created_at: new Date().toISOString(), ...changes }));

/** What was asked, in order. */
const methods = (received: readonly { method: string }[]) => received.map(({ method }) => method).join(' ');

describe('a create whose response is lost', () => {
  it.each([
    ['cut off', closeConnection],
    ['a 500', status(500)],
    ['a 503', status(503)],
    ['a 408', status(408)],
    ['half a body', (_: unknown, response: { end(text: string): unknown }) => void response.end('{"id":')],
    ['a redirect', status(302, { location: '/' })],
  ] as const)('because it is %s is looked up, and resolves to the record that was found', async (_name, lost) => {
    const { codes, received } = await serving(respondInOrder(lost as typeof closeConnection, newRecord));
    expect(await codes.createCode(newCode)).toMatchObject({ id: record.id });
    expect(methods(received)).toBe('POST GET');
    expect(received[1]?.url).toMatch(/\/lookup\?code=JAN-VERV-8F3A$/);
  });

  it('is sent again only after the server has said that nothing was stored', async () => {
    const { codes, received } = await serving(
      respondInOrder(closeConnection, notFound, closeConnection, notFound, created),
    );
    expect(await codes.createCode(newCode)).toEqual(record);
    expect(methods(received)).toBe('POST GET POST GET POST');
  });

  it('and whose repetition conflicts with its own record resolves to that record', async () => {
    for (const slug of ['code-taken', 'active-code-exists']) {
      const { codes, received } = await serving(
        respondInOrder(closeConnection, notFound, refused(409, slug), newRecord),
      );
      expect(await codes.createCode(newCode)).toMatchObject({ id: record.id });
      expect(methods(received)).toBe('POST GET POST GET');
    }
  });

  it.each([
    ['another mentor’s', { mentor_id: 'usr_1' }],
    ['another organisation’s', { org_id: 'org_1' }],
    ['older than the call', { created_at: '2020-01-10T09:00:00Z' }],
    ['without a time', { created_at: null }],
    ['inactive', { status: 'inactive', deactivated_at: '2026-03-26T12:00:00Z' }],
  ])('and the record that is found is %s ends as outcome-unknown, and is not sent again', async (_name, changes) => {
    const { codes, received } = await serving(respondInOrder(closeConnection, found(changes)));
    const error = await caught(codes.createCode(newCode));
    expect(error).toMatchObject({ kind: 'outcome-unknown', operation: 'createCode' });
    expect(error.message).toMatch(/may have been created: the code belongs to the record "rc_8f3a21bc"/);
    expect(methods(received)).toBe('POST GET');
  });

  it('and that conflicts with a record of somebody else ends in that conflict', async () => {
    const { codes } = await serving(
      respondInOrder(closeConnection, notFound, refused(409, 'code-taken'), found({ org_id: 'org_1' })),
    );
    expect(await caught(codes.createCode(newCode))).toMatchObject({ kind: 'problem', slug: 'code-taken' });
  });

  it('and that conflicts with an older record of the same pair ends in that conflict', async () => {
    const { codes } = await serving(
      respondInOrder(closeConnection, notFound, refused(409, 'code-taken'), found({ created_at: record.created_at })),
    );
    expect(await caught(codes.createCode(newCode))).toMatchObject({ kind: 'problem', slug: 'code-taken' });
  });

  it('is judged by the clock of the server, which may differ from that of the client', async () => {
    const year = 365 * 86_400_000;
    const at =
      (time: number): typeof theRecord =>
      (_, response) => {
        const date = new Date(time).toUTCString();
        response.writeHead(200, { date }).end(JSON.stringify({ ...record, created_at: new Date(time).toISOString() }));
      };
    for (const time of [Date.now() - year, Date.now() + year]) {
      const { codes } = await serving(respondInOrder(closeConnection, at(time)));
      expect(await codes.createCode(newCode)).toMatchObject({ id: record.id });
    }
  });

  it('says that it was recovered', async () => {
    const { codes } = await serving(respondInOrder(closeConnection, newRecord, created));
    expect(await codes.safe.createCode(newCode)).toMatchObject({ ok: true, recovered: true });
    expect(await codes.safe.createCode(newCode)).not.toHaveProperty('recovered');
  });

  it.each([
    ['no answer', closeConnection],
    ['a 500', status(500)],
    ['a refusal of another kind', refused(400, 'invalid-request')],
    ['the page of another server', page],
  ])('and whose look-up gets %s ends as outcome-unknown, with both failures', async (_name, lookup) => {
    const { codes, received } = await serving(respondInOrder(closeConnection, lookup));
    const error = await caught(codes.createCode(newCode));
    expect(error).toMatchObject({ kind: 'outcome-unknown', gone: false });
    expect((error as OutcomeUnknownError).cause).toMatchObject({ kind: 'network' });
    expect((error as OutcomeUnknownError).lookup).toMatchObject({ operation: 'findByCode' });
    expect(error.message).toMatch(/look up the code first/);
    expect(received.filter(({ method }) => method === 'POST')).toHaveLength(1);
  });

  it('at every attempt ends as outcome-unknown', async () => {
    const { codes, received } = await serving(respondInOrder(closeConnection, notFound, closeConnection, notFound), {
      retries: 1,
    });
    expect(await caught(codes.createCode(newCode))).toMatchObject({ kind: 'outcome-unknown' });
    expect(methods(received)).toBe('POST GET POST GET');
  });

  it('and runs out of time ends as outcome-unknown', async () => {
    const { codes } = await serving(() => {}, { timeout: 100 });
    expect(await caught(codes.createCode(newCode))).toMatchObject({ kind: 'outcome-unknown' });
  });

  it('because it was aborted ends as aborted, also during the look-up', async () => {
    const controller = new AbortController();
    const aborts = () => controller.abort();
    const { codes } = await serving(respondInOrder(closeConnection, aborts));
    expect(await caught(codes.createCode(newCode, { signal: controller.signal }))).toMatchObject({ kind: 'aborted' });
  });
});

it.each([400, 401, 403, 409, 413, 415, 307, 308, 501])(
  'a create with status %i is refused and not sent again',
  async (code) => {
    const { codes, received } = await serving(status(code));
    expect(await caught(codes.createCode(newCode))).toMatchObject({ status: code, mayHaveHappened: false });
    expect(methods(received)).toBe('POST');
  },
);

it('a create whose first attempt conflicts ends in that conflict, without a look-up', async () => {
  const { codes, received } = await serving(refused(409, 'code-taken'));
  expect(await caught(codes.createCode(newCode))).toMatchObject({ slug: 'code-taken' });
  expect(methods(received)).toBe('POST');
});

describe('a create that cannot have been sent', () => {
  /** A server URL at which nothing listens. */
  async function refusingUrl(): Promise<string> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    await new Promise((resolve) => server.close(resolve));
    return `http://127.0.0.1:${port}`;
  }

  it('because the connection was refused ends in that error, without a look-up', async () => {
    const urls: string[] = [];
    const fetch = (url: string, init: RequestInit) => {
      urls.push(`${init.method} ${url}`);
      return globalThis.fetch(url, init);
    };
    const codes = createReferralCodes({ baseUrl: await refusingUrl(), retries: 1, retryDelay: 1, fetch });
    const error = await caught(codes.createCode(newCode));
    expect(error).toMatchObject({
      kind: 'network',
      operation: 'createCode',
      cause: { cause: { code: 'ECONNREFUSED' } },
    });
    expect(urls).toEqual(Array(2).fill(expect.stringMatching(/^POST /)));
  });

  it.each(['ENOTFOUND', 'EAI_AGAIN'])('because of the DNS error %s is sent again', async (code) => {
    const { url, received } = await serving(created);
    let calls = 0;
    const fetch = (target: string, init: RequestInit) => {
      if (++calls === 1) throw Object.assign(new TypeError('fetch failed'), { cause: { code } });
      return globalThis.fetch(target, init);
    };
    const codes = createReferralCodes({ baseUrl: url, retryDelay: 1, fetch });
    expect(await codes.createCode(newCode)).toEqual(record);
    expect(methods(received)).toBe('POST');
  });

  it('after one that may have been stored ends as outcome-unknown', async () => {
    const { url } = await serving(respondInOrder(closeConnection, notFound));
    let calls = 0;
    const fetch = (target: string, init: RequestInit) => {
      if (++calls > 2) throw Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNREFUSED' } });
      return globalThis.fetch(target, init);
    };
    const codes = createReferralCodes({ baseUrl: url, retryDelay: 1, fetch });
    expect(await caught(codes.createCode(newCode))).toMatchObject({ kind: 'outcome-unknown' });
  });
});
