import type { StandardSchemaV1 } from '@standard-schema/spec';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { json } from '../test/listen.ts';
import { caught, newCode, record, serving, theRecord } from '../test/serving.ts';
import { createReferralCodes } from './client.ts';
import type { ReferralCodesError } from './errors.ts';
import type { NewCode as NewCodeType } from './generated/client.ts';
import { examples } from './generated/examples.ts';
import { type OperationId, operations } from './generated/operations.ts';
import { queryValidators, validators } from './generated/validators.ts';
import * as schemas from './schemas.ts';

const { NewCode, Deactivation, ListRecordsQuery, RecordPage, queries, requests, responses, withMessages } = schemas;

describe('every schema', () => {
  const { queries: _q, requests: _r, responses: _s, responseSchemas: _t, withMessages: _u, ...all } = schemas;

  it('and every query of the contract is exported', () => {
    const named = Object.keys(queryValidators).map((id) => `${id[0]?.toUpperCase()}${id.slice(1)}Query`);
    expect(Object.keys(all).sort()).toEqual([...Object.keys(validators), ...named].sort());
    expect(Object.keys(responses)).toEqual([...Object.keys(operations), '~check']);
    expect(Object.keys(requests)).toEqual(Object.entries(operations).flatMap(([id, { body }]) => (body ? [id] : [])));
    expect(Object.keys(queries)).toEqual(Object.keys(queryValidators));
  });

  it.each(Object.entries(all))('%s is a Standard Schema', (_name, schema: StandardSchemaV1) => {
    expect(schema['~standard']).toMatchObject({ version: 1, vendor: 'referral-codes' });
    const nothing = schema['~standard'].validate(Symbol('none of them')) as StandardSchemaV1.FailureResult;
    expect(nothing.issues[0]?.path).toEqual([]);
  });

  it.each(Object.keys(operations) as OperationId[])('of the response of %s accepts the documented one', (id) => {
    const value = examples[id].response;
    expect(responses[id]['~standard'].validate(value)).toEqual({ value });
  });
});

describe('a value', () => {
  const issuesOf = (schema: StandardSchemaV1, value: unknown) =>
    (schema['~standard'].validate(value) as StandardSchemaV1.FailureResult).issues;

  it.each([
    ['a field that is missing', NewCode, { ...newCode, code: undefined }, ['code']],
    ['a field that is not known', NewCode, { ...newCode, 'a/b': 1 }, ['a/b']],
    ['a field that is wrong', NewCode, { ...newCode, code: 'jan' }, ['code']],
    [
      'a field of an item',
      RecordPage,
      { ...examples.listRecords.response, data: [{ ...record, id: 7 }] },
      ['data', 0, 'id'],
    ],
    ['a parameter', ListRecordsQuery, { limit: 101 }, ['limit']],
    ['all of it', NewCode, null, []],
  ])('says of %s where it is', (_name, schema, value, path) => {
    expect(issuesOf(schema, value)).toMatchObject([{ path, message: expect.stringMatching(/^Must .*\.$/) }]);
  });

  it.each([
    ['', 'Must not be empty.'],
    [undefined, 'Must not be missing.'],
    ['jan verv', 'Must consist of groups of capital letters and digits, joined by hyphens.'],
    ['A'.repeat(65), 'Must have at most 64 characters.'],
    [7, 'Must be of type string.'],
  ])('says of the code %j one sentence', (code, message) => {
    expect(issuesOf(NewCode, { ...newCode, code })).toMatchObject([{ path: ['code'], message }]);
  });

  it.each([
    [Deactivation, { status: 'active' }, 'Must be inactive.'],
    [
      Deactivation,
      { status: 'inactive', deactivated_at: 'yesterday' },
      'Must be a date and time with a time zone, such as 2026-03-26T12:00:00Z.',
    ],
    [ListRecordsQuery, { limit: 101 }, 'Must be at most 100.'],
    [ListRecordsQuery, { page: 0 }, 'Must be at least 1.'],
    [NewCode, { ...newCode, id: 'rc_1' }, 'Must be left out: it is not known.'],
    [schemas.RecordId, 'active', 'Must not be a word that is reserved.'],
    [schemas.ReferralCodeRecord, { ...record, status: 'paused' }, 'Must be one of: active, inactive.'],
  ] as const)('gets a sentence for each keyword of the contract', (schema, value, message) => {
    expect(issuesOf(schema, value)).toMatchObject([{ message }]);
  });

  it('can get other messages, in another language for example', () => {
    const german = withMessages(NewCode, ({ keyword, params }) =>
      keyword === 'maxLength' ? `Höchstens ${params.limit} Zeichen.` : undefined,
    );
    const issues = issuesOf(german, { mentor_id: '', org_id: 'org_1', code: 'A'.repeat(65) });
    expect(issues.map(({ message }) => message)).toEqual(['Must not be empty.', 'Höchstens 64 Zeichen.']);
    expect(german['~standard'].validate(newCode)).toEqual({ value: newCode });
  });

  it('is not changed: defaults are filled into a copy', () => {
    const query = { limit: 5 };
    expect(ListRecordsQuery['~standard'].validate(query)).toEqual({ value: { page: 1, limit: 5 } });
    expect(query).toEqual({ limit: 5 });
  });

  it('has the type of the contract', () => {
    expectTypeOf<StandardSchemaV1.InferInput<typeof NewCode>>().toEqualTypeOf<NewCodeType>();
    expectTypeOf<StandardSchemaV1.InferOutput<typeof NewCode>>().toEqualTypeOf<NewCodeType>();
  });
});

describe('a client with schemas', () => {
  const wrong = (_: unknown, response: Parameters<typeof json>[0]) =>
    json(response, 200, { ...record, status: 'paused' });
  const rightAndWrong = { right: theRecord, wrong };

  it('throws if the body does not match its schema, and names the place', async () => {
    const { codes } = await serving(wrong, { schemas: responses, validate: 'throw' });
    const error = await caught(codes.getRecord(record.id));
    expect(error).toMatchObject({ kind: 'malformed-body', status: 200, cause: [{ path: ['status'] }] });
    expect(error.message).toMatch(/^getRecord: schema mismatch: status Must be one of: active, inactive. \(GET /);
  });

  it('reports a mismatch and resolves nevertheless', async () => {
    const heard: ReferralCodesError[] = [];
    const { codes } = await serving(wrong, {
      schemas: responses,
      validate: 'report',
      onInvalid: (error) => heard.push(error),
    });
    expect(await codes.getRecord(record.id)).toMatchObject({ status: 'paused' });
    expect(heard).toMatchObject([{ kind: 'malformed-body', operation: 'getRecord', cause: [{ path: ['status'] }] }]);
  });

  it.each([
    ['off', 'wrong'],
    [undefined, 'wrong'],
    ['throw', 'right'],
    ['report', 'right'],
  ] as const)('that is told to validate: %s is content with a body that is %s', async (validate, answer) => {
    const onInvalid = () => expect.fail('it was told of an invalid body');
    const options = validate === undefined ? {} : { validate, ...(validate === 'report' && { onInvalid }) };
    const { codes } = await serving(rightAndWrong[answer], { schemas: responses, ...options });
    expect(await codes.getRecord(record.id)).toMatchObject({ id: record.id });
  });

  it('cannot be set to validate without them', () => {
    expect(() => createReferralCodes({ baseUrl: 'http://127.0.0.1:9', validate: 'throw' })).toThrow(/schemas/);
  });
});
