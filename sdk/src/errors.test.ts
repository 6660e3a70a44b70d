import { fileURLToPath } from 'node:url';
import { runInNewContext } from 'node:vm';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { caught, closeConnection, record, refused, serving, status, theRecord } from '../test/serving.ts';
import { isProblem, isReferralCodesError, orNull, ReferralCodesError } from './errors.ts';
import { type OperationId, operations, problems } from './generated/operations.ts';
import { responseOf } from './response.ts';

const { id, mentor_id, org_id, code } = record;

it.each(
  Object.entries(operations).flatMap(([operation, row]) => row.problems.map((slug) => [operation, slug] as const)),
)('%s refused as %s is that problem, with its body', async (operation, slug) => {
  const { codes } = await serving(refused(problems[slug].status, slug, { record_id: id }));
  const args = { getRecord: [id], deactivateCode: [id], deleteRecord: [id] }[operation as string] ?? [
    { mentor_id, org_id, code },
  ];
  const method = codes[operation as OperationId] as (...args: unknown[]) => Promise<unknown>;
  const error = await caught(method(...args));
  expect(isProblem(error, slug) && error.problem).toMatchObject({ detail: slug, record_id: id });
  expect(Object.keys(problems).filter((other) => isProblem(error, other as typeof slug))).toEqual([slug]);
});

it('an error of this copy of the package is an instance of ReferralCodesError', async () => {
  const { codes } = await serving(status(500));
  const error = await caught(codes.getRecord(id));
  expect(error).toBeInstanceOf(ReferralCodesError);
  expect(error).toBeInstanceOf(Error);
  expect(new Error('x')).not.toBeInstanceOf(ReferralCodesError);
});

it('an error of another copy of the package, in another realm, is recognised', async () => {
  const entry = fileURLToPath(new URL('index.ts', import.meta.url));
  const copy = await build({ entryPoints: [entry], bundle: true, minify: true, globalName: 'copy', write: false });
  const { url } = await serving(refused(409, 'active-code-exists', { record_id: id }));
  const realm = { AbortController, Headers, TextDecoder, URL, clearTimeout, fetch, performance, setTimeout, url };
  const error: unknown = await runInNewContext(
    `${copy.outputFiles[0]?.text}
    copy.createReferralCodes({ baseUrl: url }).createCode({ code: 'A' }).catch((error) => error)`,
    realm,
  );
  expect(error instanceof Error).toBe(false);
  expect(isReferralCodesError(error)).toBe(true);
  expect(isProblem(error, 'active-code-exists') && error.problem.record_id).toBe(id);
  expect(isProblem(error, 'code-taken')).toBe(false);
});

it.each([undefined, null, 'ReferralCodesError', 7, new Error('x'), {}])(
  '%s is not an error of this package',
  (value) => {
    expect(isReferralCodesError(value)).toBe(false);
    expect(isProblem(value, 'code-taken')).toBe(false);
  },
);

describe('the body of an error', () => {
  const answering = (status: number, body: string) =>
    serving((_, response) => void response.writeHead(status).end(body));

  it.each([
    ['parsed JSON', 401, '{"message":"token expired"}', { message: 'token expired' }],
    ['a text', 403, '<h1>Forbidden</h1>', '<h1>Forbidden</h1>'],
    ['an empty text', 500, '', ''],
    ['the body of a success that is not what the contract promises', 200, '[1]', [1]],
    ['a body that is half', 200, '{"id":', '{"id":'],
  ])('is %s', async (_name, status, text, body) => {
    const { codes } = await answering(status, text);
    expect(await caught(codes.getRecord('rc_1'))).toMatchObject({ status, body });
  });

  it('is the problem itself', async () => {
    const { codes } = await serving(refused(404, 'record-not-found'));
    const error = await caught(codes.getRecord('rc_1'));
    expect(error.body).toEqual(error.problem);
    expect(error.body).toMatchObject({ detail: 'record-not-found' });
  });

  it('is that of the last response if the outcome is unknown', async () => {
    const { codes } = await answering(503, '{"retry":"later"}');
    const body = { mentor_id: 'm', org_id: 'o', code: 'A' };
    expect(await caught(codes.createCode(body, { retries: 0 }))).toMatchObject({
      kind: 'outcome-unknown',
      body: { retry: 'later' },
    });
  });

  it('is undefined without a response, and for more than 8 MiB', async () => {
    const { codes } = await answering(500, 'x'.repeat(2 ** 23 + 1));
    expect((await caught(codes.getRecord('rc_1'))).body).toBeUndefined();
    expect((await caught(codes.getRecord(''))).body).toBeUndefined();
  });
});

describe('results and errors as data', () => {
  const newCode = { mentor_id, org_id, code };
  const json = (value: unknown) => JSON.parse(JSON.stringify(value));

  it('a success is cloned and written as JSON without its response, which stays available', async () => {
    const { codes } = await serving(theRecord);
    const result = await codes.safe.getRecord(id);
    expect(structuredClone(result)).toEqual({ ok: true, value: record });
    expect(json(result)).toEqual({ ok: true, value: record });
    // React warns of every property that is not enumerable.
    expect(Object.getOwnPropertyNames(result)).toEqual(['ok', 'value']);
    expect(result.ok && responseOf(result.value)?.status).toBe(200);
  });

  it('a failure is written as JSON with its error', async () => {
    const { codes } = await serving(refused(404, 'record-not-found'));
    const result = json(await codes.safe.getRecord(id));
    expect(result).toMatchObject({ ok: false, error: { kind: 'problem', slug: 'record-not-found', status: 404 } });
    expect(result.error.message).toMatch(/^getRecord: 404 record-not-found: record-not-found \(GET /);
    expect(isProblem(result.error, 'record-not-found') && result.error.problem.detail).toBe('record-not-found');
  });

  it.each([structuredClone, json])('toJSON() is a plain form of every error that survives %o', async (copy) => {
    const { codes } = await serving(closeConnection, { retries: 0 });
    const reason = Object.assign(new Error('left'), { callback: () => {} });
    const aborted = await caught(codes.getRecord(id, { signal: AbortSignal.abort(reason) }));
    expect(copy(aborted.toJSON())).toMatchObject({
      name: 'ReferralCodesError',
      message: expect.stringMatching(/^getRecord: aborted \(GET /),
      kind: 'aborted',
      operation: 'getRecord',
      cause: { name: 'Error', message: 'left' },
    });
    const unknown = await caught(codes.createCode(newCode));
    expect(copy(unknown.toJSON())).toMatchObject({
      kind: 'outcome-unknown',
      gone: false,
      cause: { kind: 'network', operation: 'createCode', cause: { name: 'TypeError' } },
      lookup: { kind: 'network', operation: 'findByCode' },
    });
    expect(isReferralCodesError(copy(unknown.toJSON()))).toBe(true);
  });
});

it('orNull resolves to the value, to null for a 404 problem, and throws every other error', async () => {
  const answering = async (answer: Parameters<typeof serving>[0]) => (await serving(answer, { retries: 0 })).codes;
  expect(await orNull((await answering((_, response) => void response.end('{"id":"rc_1"}'))).getRecord(id))).toEqual({
    id: 'rc_1',
  });
  expect(await orNull((await answering(refused(404, 'record-not-found'))).getRecord(id))).toBeNull();
  expect(
    await orNull((await answering(refused(404, 'no-active-code'))).getActiveCode({ mentor_id, org_id })),
  ).toBeNull();
  expect(await orNull((await answering(refused(404, 'code-not-found'))).findByCode({ code }))).toBeNull();
  expect(await caught(orNull((await answering(status(503))).getRecord(id)))).toMatchObject({ status: 503 });
});
