import { describe, expect, expectTypeOf, it } from 'vitest';
import { json } from '../test/listen.ts';
import { caught, newCode, record, serving } from '../test/serving.ts';
import { createReferralCodes } from './client.ts';
import type { NewCode } from './generated/client.ts';
import { examples } from './generated/examples.ts';
import type { InvalidEvent } from './options.ts';
import * as schemas from './schemas.ts';

const check = (schema: schemas.StandardSchema<unknown>, value: unknown) => schema['~standard'].validate(value);

describe('a schema', () => {
  it('is a Standard Schema, typed by the contract', () => {
    expect(schemas.NewCode['~standard']).toMatchObject({ version: 1, vendor: 'referral-codes' });
    const result = schemas.NewCode['~standard'].validate(newCode);
    if ('value' in result) expectTypeOf(result.value).toEqualTypeOf<NewCode>();
    expect(result).toEqual({ value: newCode });
  });

  it.each(Object.entries(examples))('holds what the source document sends to and gets from %s', (id, example) => {
    const key = id as keyof typeof examples;
    expect(check(schemas.responses[key], example.response)).toEqual({ value: example.response });
    if ('request' in example)
      expect(check(schemas.requests[key as keyof typeof schemas.requests], example.request)).toEqual({
        value: example.request,
      });
  });

  it('says what is wrong, and by which keys to find it', () => {
    expect(check(schemas.NewCode, { mentor_id: '', org_id: 'org_1', colour: 'red' })).toEqual({
      issues: expect.arrayContaining([
        { message: expect.stringContaining("'code'"), path: ['code'] },
        { message: expect.any(String), path: ['colour'] },
        { message: expect.any(String), path: ['mentor_id'] },
      ]),
    });
    const page = { data: [record, { ...record, created_at: 'today' }], pagination: { page: 1, limit: 20, total: 2 } };
    expect(check(schemas.RecordPage, page)).toMatchObject({ issues: [{ path: ['data', '1', 'created_at'] }] });
    expect(check(schemas.NewCode, null)).toMatchObject({ issues: [{ path: [] }] });
  });

  it('fills defaults into a copy', () => {
    const query = { limit: 5 };
    expect(check(schemas.requests.listRecords, query)).toEqual({ value: { page: 1, limit: 5 } });
    expect(query).toEqual({ limit: 5 });
  });
});

describe('a client that validates', () => {
  const broken = { ...record, status: 'retired' };
  const answering = (options: object) => serving((_, response) => json(response, 200, broken), options);

  it('does not unless it is told to', async () => {
    for (const options of [{}, { validate: 'off', schemas }]) {
      expect(await (await answering(options)).codes.getRecord(record.id)).toEqual(broken);
    }
  });

  it('reports a body that breaks the contract, and answers it', async () => {
    const heard: InvalidEvent[] = [];
    const { codes } = await answering({
      validate: 'report',
      schemas,
      onInvalid: (event: InvalidEvent) => heard.push(event),
    });
    expect(await codes.getRecord(record.id)).toEqual(broken);
    expect(heard).toMatchObject([{ operation: 'getRecord', value: broken, issues: [{ path: ['status'] }] }]);
  });

  it('throws a body that breaks the contract', async () => {
    const { codes } = await answering({ validate: 'throw', schemas });
    const error = await caught(codes.getRecord(record.id));
    expect(error).toMatchObject({ kind: 'malformed-body', status: 200, cause: [{ path: ['status'] }] });
    expect(error.message).toMatch(/breaks the contract: status must be/);
  });

  it('lets pass what keeps the contract, and fields it does not know', async () => {
    const { codes } = await serving((_, response) => json(response, 200, { ...record, colour: 'red' }), {
      validate: 'throw',
      schemas,
    });
    expect(await codes.getRecord(record.id)).toEqual({ ...record, colour: 'red' });
  });

  it('must be given the schemas, and the error says so', () => {
    expect(() => createReferralCodes({ baseUrl: 'http://127.0.0.1:9', validate: 'throw' })).toThrow(/sdk\/schemas/);
  });
});
