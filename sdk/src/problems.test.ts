import { describe, expect, it } from 'vitest';
import { caught, closeConnection, newCode, record, respondInOrder, serving, theRecord } from '../test/serving.ts';
import { isProblem, orNull } from './errors.ts';

const { id, mentor_id, org_id, code } = record;

/** Answers with a status and a text. */
const answer =
  (status: number, text = ''): typeof theRecord =>
  (_, response) =>
    void response.writeHead(status).end(text);

const other = { type: 'about:blank', title: 'Not Found', status: 404 };

describe('a server whose errors are not those of the contract', () => {
  it.each([
    ['an empty body', ''],
    ['a text', 'not found'],
    ['JSON', '{"message":"not found"}'],
    ['a problem of its own', JSON.stringify(other)],
  ])('is understood by its status: a 404 with %s', async (_name, text) => {
    const { codes } = await serving(answer(404, text));
    const error = await caught(codes.getRecord(id));
    expect(isProblem(error, 'record-not-found') && error.problem.type).toBe(
      'urn:problem:referral-codes:record-not-found',
    );
    expect(await orNull(codes.findByCode({ code }))).toBeNull();
    expect(await orNull(codes.getActiveCode({ mentor_id, org_id }))).toBeNull();
  });

  it('keeps what its body says', async () => {
    const { codes } = await serving(answer(404, JSON.stringify(other)));
    expect(await caught(codes.getRecord(id))).toMatchObject({ problem: { title: 'Not Found' }, body: other });
  });

  it.each([
    [400, 'invalid-request'],
    [413, 'body-too-large'],
    [415, 'unsupported-media-type'],
  ])('a %i of a create is %s', async (status, slug) => {
    const { codes } = await serving(answer(status));
    expect(await caught(codes.createCode(newCode))).toMatchObject({ kind: 'problem', slug, status });
  });

  it('a 409 of a create stays open, because two problems have this status', async () => {
    const { codes } = await serving(answer(409));
    expect(await caught(codes.createCode(newCode))).toMatchObject({ kind: 'unexpected-status', status: 409 });
  });

  it('lets a lost create be recovered', async () => {
    const { codes, received } = await serving(
      respondInOrder(closeConnection, answer(404), answer(201, JSON.stringify(record))),
    );
    expect(await codes.createCode(newCode)).toEqual(record);
    expect(received.map(({ method }) => method).join(' ')).toBe('POST GET POST');
  });
});

describe('a 404 is not understood by its status', () => {
  it.each([
    ['the page of another server', '<!doctype html><h1>404</h1>'],
    ['another problem of the contract', '{"type":"urn:problem:referral-codes:path-not-found"}'],
  ])('if it is %s', async (_name, text) => {
    const { codes } = await serving(answer(404, text));
    expect(await caught(orNull(codes.getRecord(id)))).toMatchObject({ kind: 'unexpected-status', status: 404 });
  });
});

describe('an error tells where it happened', () => {
  it('with method, URL and attempts, also in its message', async () => {
    const { codes, url } = await serving(answer(503), { retries: 1 });
    const error = await caught(codes.getRecord(id));
    const where = `${url}/api/v1/referral-code-records/${id}`;
    expect(error).toMatchObject({ method: 'GET', url: where, attempts: 2 });
    expect(error.message).toContain(`(GET ${where}, attempt 2)`);
  });

  it('with the code of a connection that was refused', async () => {
    const fetch = () =>
      Promise.reject(Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNREFUSED' } }));
    const { codes } = await serving(theRecord, { retries: 0, fetch });
    expect((await caught(codes.getRecord(id))).message).toMatch(/: fetch failed ECONNREFUSED \(GET/);
  });

  it('and that a page answered', async () => {
    const { codes } = await serving(answer(200, '<!doctype html><title>Shop</title>'));
    expect((await caught(codes.getRecord(id))).message).toMatch(
      /unexpected body with status 200 \(a web page: check baseUrl\)/,
    );
  });
});
