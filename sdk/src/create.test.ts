import { describe, expect, it } from 'vitest';
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

const notFound = refused(404, 'code-not-found');
const created: typeof theRecord = (_, response) => void response.writeHead(201).end(JSON.stringify(record));
const found =
  (changes: Partial<Record<keyof typeof record, unknown>>): typeof theRecord =>
  (_, response) =>
    void response.end(JSON.stringify({ ...record, ...changes }));

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
  ] as const)('because it is %s is looked for, and is the record that was found', async (_name, lost) => {
    const { codes, received } = await serving(respondInOrder(lost as typeof closeConnection, theRecord));
    expect(await codes.createCode(newCode)).toEqual(record);
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
        respondInOrder(closeConnection, notFound, refused(409, slug), theRecord),
      );
      expect(await codes.createCode(newCode)).toEqual(record);
      expect(methods(received)).toBe('POST GET POST GET');
    }
  });

  it.each([
    ['another mentor’s', { mentor_id: 'usr_1' }],
    ['another organisation’s', { org_id: 'org_1' }],
    ['inactive', { status: 'inactive', deactivated_at: '2026-03-26T12:00:00Z' }],
  ])('and the record that is found is %s is of unknown outcome, and not sent again', async (_name, changes) => {
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

  it.each([
    ['no answer', closeConnection],
    ['a 500', status(500)],
    ['a refusal of another kind', refused(400, 'invalid-request')],
    ['a 404 that is not the contract’s', status(404)],
  ])('and whose lookup gets %s is of unknown outcome, and says what to do', async (_name, lookup) => {
    const { codes, received } = await serving(respondInOrder(closeConnection, lookup));
    const error = await caught(codes.createCode(newCode));
    expect(error).toMatchObject({ kind: 'outcome-unknown', gone: false, cause: expect.any(Error) });
    expect(error.message).toMatch(/look up the code before creating it again/);
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

it.each([400, 401, 409, 413, 415, 429])('a create with status %i is refused and not sent again', async (code) => {
  const { codes, received } = await serving(status(code));
  expect(await caught(codes.createCode(newCode))).toMatchObject({ kind: 'unexpected-status', status: code });
  expect(methods(received)).toBe('POST');
});

it('a create whose first attempt conflicts ends in that conflict, without a look-up', async () => {
  const { codes, received } = await serving(refused(409, 'code-taken'));
  expect(await caught(codes.createCode(newCode))).toMatchObject({ slug: 'code-taken' });
  expect(methods(received)).toBe('POST');
});
