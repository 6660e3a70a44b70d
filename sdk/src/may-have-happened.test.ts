import { describe, expect, it } from 'vitest';
import { caught, closeConnection, newCode, record, refused, respondInOrder, serving, status } from '../test/serving.ts';
import type { ReferralCodes } from './client.ts';
import type { ReferralCodesError } from './errors.ts';
import type { ClientOptions, Fetch } from './options.ts';

const writes = {
  createCode: (codes: ReferralCodes, signal?: AbortSignal) => codes.createCode(newCode, { signal }),
  deactivateCode: (codes: ReferralCodes, signal?: AbortSignal) => codes.deactivateCode(record.id, {}, { signal }),
  deleteRecord: (codes: ReferralCodes, signal?: AbortSignal) => codes.deleteRecord(record.id, { signal }),
};
const everyWrite = Object.entries(writes);

/** A fetch of the caller that logs in first, and cannot. */
const failingLogin: Fetch = async (url, init) => {
  await Promise.reject(new Error('login failed'));
  return fetch(url, init);
};

describe.each(everyWrite)('%s says that it may have happened', (_name, write) => {
  const answering = async (answer: Parameters<typeof serving>[0], options: ClientOptions = {}) =>
    (await serving(answer, { retries: 0, ...options })).codes;

  it('if no answer came', async () => {
    expect((await caught(write(await answering(closeConnection)))).mayHaveHappened).toBe(true);
  });

  it('if it took too long', async () => {
    const codes = await answering(() => {}, { attemptTimeout: 50 });
    expect((await caught(write(codes))).mayHaveHappened).toBe(true);
  });

  it.each([500, 502, 408, 303])('if a %i came', async (code) => {
    expect((await caught(write(await answering(status(code))))).mayHaveHappened).toBe(true);
  });

  it('if it was aborted after it had been sent', async () => {
    const controller = new AbortController();
    const codes = await answering(() => controller.abort());
    expect(await caught(write(codes, controller.signal))).toMatchObject({ kind: 'aborted', mayHaveHappened: true });
  });

  it('if an earlier attempt may have, whatever the last one got', async () => {
    const codes = await answering(respondInOrder(closeConnection, status(401)), { retries: 1 });
    expect((await caught(write(codes))).mayHaveHappened).toBe(true);
  });
});

describe.each(everyWrite)('%s says that it has not happened', (_name, write) => {
  const ended = async (answer: Parameters<typeof serving>[0], options: ClientOptions = {}) =>
    caught(write((await serving(answer, { retries: 0, ...options })).codes));

  it.each([401, 403, 404, 409, 429, 307, 501])('if a %i came', async (code) => {
    expect((await ended(status(code))).mayHaveHappened).toBe(false);
  });

  it('if it was aborted before it was sent', async () => {
    const { codes } = await serving(status(500));
    const error = await caught(write(codes, AbortSignal.abort()));
    expect(error).toMatchObject({ kind: 'aborted', attempts: 0, mayHaveHappened: false });
  });

  it('if a fetch of the caller failed before it read the request, which is the error and its reason', async () => {
    const error = await ended(status(500), { fetch: failingLogin });
    expect(error).toMatchObject({ kind: 'network', mayHaveHappened: false, cause: { message: 'login failed' } });
    expect(error.message).toMatch(/no complete response: login failed/);
  });
});

it('a fetch of the caller that ends after the attempt did sends nothing any more', async () => {
  const { url, received } = await serving(status(200));
  let late: Promise<unknown> | undefined;
  const fetch: Fetch = (_url, init) => {
    late = new Promise((resolve) => setTimeout(resolve, 60)).then(() =>
      globalThis.fetch(url, { ...init, signal: null }),
    );
    return late as Promise<Response>;
  };
  const { codes } = await serving(status(200), { fetch, attemptTimeout: 20, retries: 0 });
  expect(await caught(codes.deleteRecord(record.id))).toMatchObject({ kind: 'timeout', mayHaveHappened: false });
  await expect(late).rejects.toMatchObject({ kind: 'timeout' });
  expect(received).toEqual([]);
});

it('a read never says that it may have happened', async () => {
  const { codes } = await serving(closeConnection, { retries: 0 });
  expect((await caught(codes.getRecord(record.id))).mayHaveHappened).toBe(false);
});

describe('a create', () => {
  const notFound = refused(404, 'code-not-found');
  const sent = (received: readonly { method: string }[]) => received.map(({ method }) => method).join(' ');

  it('that was refused for a while, or never sent, is sent again without a look-up', async () => {
    let logins = 0;
    const login: Fetch = (url, init, context) => (++logins === 1 ? failingLogin(url, init, context) : fetch(url, init));
    const { codes, received } = await serving(
      respondInOrder(
        status(429, { 'retry-after': '0' }),
        (_, response) => void response.writeHead(201).end(JSON.stringify(record)),
      ),
      { fetch: login },
    );
    expect(await codes.createCode(newCode)).toEqual(record);
    expect(sent(received)).toBe('POST POST');
  });

  it.each([
    ['a 500', status(500)],
    ['a redirect that may follow a stored record', status(303)],
    ['a page', (_: unknown, response: { end(text: string): unknown }) => void response.end('<html>')],
  ] as const)('with %s whose record is not found is not sent again', async (_name, answer) => {
    const { codes, received } = await serving(respondInOrder(answer as typeof notFound, notFound));
    const error = await caught(codes.createCode(newCode));
    expect(error).toMatchObject({ kind: 'outcome-unknown', lookup: undefined, mayHaveHappened: true });
    expect(sent(received)).toBe('POST GET');
  });

  it('whose look-up got no answer is looked up again, and not sent again', async () => {
    const { codes, received } = await serving(
      respondInOrder(
        closeConnection,
        closeConnection,
        status(503),
        closeConnection,
        (_, response) => void response.end(JSON.stringify({ ...record, created_at: new Date().toISOString() })),
      ),
    );
    expect(await codes.safe.createCode(newCode)).toMatchObject({ ok: true, recovered: true });
    expect(sent(received)).toBe('POST GET GET GET GET');
  });

  it('that conflicts with another code of the pair after a lost attempt ends in that conflict', async () => {
    const conflict = refused(409, 'active-code-exists', { record_id: 'rc_1' });
    const { codes } = await serving(respondInOrder(closeConnection, notFound, conflict, notFound));
    const error: ReferralCodesError = await caught(codes.createCode(newCode));
    expect(error).toMatchObject({ kind: 'problem', slug: 'active-code-exists', mayHaveHappened: true });
  });
});
