import { examples, type ReferralCodeRecord } from '@referral-codes/sdk/contract';
import { describe, expect, it } from 'vitest';
import { fromJson, toJson } from '../message/json.ts';
import { isProblem, type ProblemDetails } from '../message/problem.ts';
import type { StoredRecord } from '../store/store.ts';
import {
  createCode,
  deactivateCode,
  deleteRecord,
  findByCode,
  getActiveCode,
  getRecord,
  type Success,
} from './rules.ts';

const documented: ReferralCodeRecord = examples.getRecord.response;
const inactive: ReferralCodeRecord = examples.deactivateCode.response;
const [documentedJson, inactiveJson] = [toJson(documented), toJson(inactive)];
const fields = examples.createCode.request;
const noon = Date.parse('2026-03-26T12:00:00.700Z');
const nobody = { withCode: undefined, active: undefined };
const id = () => 'rc_00000001';

/** An outcome with its JSON read, which must say of every record that is written what the record is. */
function plain(outcome: Success<unknown> | ProblemDetails) {
  if (isProblem(outcome)) return outcome;
  const change = Object.entries(outcome.change ?? {}).map(([what, one]) => [what, read(one)]);
  return { value: fromJson(outcome.json), ...(outcome.change && { change: Object.fromEntries(change) }) };
}

function read(written: StoredRecord | string) {
  if (typeof written === 'string') return written;
  expect(fromJson(written.json)).toEqual(written.record);
  return written.record;
}

describe('create', () => {
  it('create-answers-the-record: the fields as sent, active, stamped with whole seconds', () => {
    const record = { ...fields, id: id(), status: 'active', created_at: '2026-03-26T12:00:00Z', deactivated_at: null };
    expect(plain(createCode(nobody, fields, id, noon))).toEqual({ value: record, change: { add: record } });
  });

  it('code-is-unique: a code of any record is taken, and this is said before the pair is looked at', () => {
    for (const withCode of [documentedJson, inactiveJson])
      expect(createCode({ withCode, active: documentedJson }, fields, id, noon)).toMatchObject({
        problem: 'code-taken',
        rule: 'code-conflict-is-409',
        record_id: documented.id,
      });
  });

  it('one-active-per-pair: a pair with an active record gets no second one', () => {
    expect(createCode({ ...nobody, active: documentedJson }, { ...fields, code: 'NEW' }, id, noon)).toMatchObject({
      problem: 'active-code-exists',
      rule: 'active-conflict-is-409',
      record_id: documented.id,
    });
  });

  it('under the policy replace, the old code makes way for the new one in the same change', () => {
    const outcome = createCode({ ...nobody, active: documentedJson }, { ...fields, code: 'NEW' }, id, noon, 'replace');
    expect(plain(outcome)).toMatchObject({
      value: { code: 'NEW', status: 'active' },
      change: {
        replace: { ...documented, status: 'inactive', deactivated_at: '2026-03-26T12:00:00Z' },
        add: { code: 'NEW' },
      },
    });
  });

  it('draws no id for a code it refuses', () => {
    const never = () => {
      throw new Error('an id was drawn');
    };
    createCode({ ...nobody, withCode: documentedJson }, fields, never, noon);
    createCode({ ...nobody, active: documentedJson }, fields, never, noon);
  });
});

describe('deactivate', () => {
  const at = (deactivated_at?: string) =>
    plain(
      deactivateCode(
        documentedJson,
        documented.id,
        { status: 'inactive', ...(deactivated_at && { deactivated_at }) },
        noon,
      ),
    );

  it.each([
    ['2026-03-26T12:00:00Z', '2026-03-26T12:00:00Z'],
    ['2026-03-26T14:00:00.25+02:00', '2026-03-26T12:00:00.25Z'],
    [documented.created_at, documented.created_at],
    ['2016-12-31T23:59:60Z', undefined],
  ])('deactivate-keeps-the-given-time: %s is kept as %s', (sent, kept) => {
    if (kept) expect(at(sent)).toMatchObject({ value: { ...documented, status: 'inactive', deactivated_at: kept } });
    else expect(at(sent)).toMatchObject({ problem: 'deactivated-before-created' });
  });

  it('deactivate-fills-in-the-time: now, whole seconds', () => {
    expect(at()).toMatchObject({ value: { status: 'inactive', deactivated_at: '2026-03-26T12:00:00Z' } });
  });

  it('where the clock was moved back since, the time filled in is created_at', () => {
    const early = Date.parse(documented.created_at) - 1000;
    expect(plain(deactivateCode(documentedJson, documented.id, { status: 'inactive' }, early))).toMatchObject({
      value: { deactivated_at: documented.created_at },
    });
  });

  it('deactivate-again-moves-nothing and deactivate-again-is-200, whatever time is sent', () => {
    for (const deactivated_at of ['2027-01-01T00:00:00Z', '1999-01-01T00:00:00Z'])
      expect(plain(deactivateCode(inactiveJson, inactive.id, { status: 'inactive', deactivated_at }, noon))).toEqual({
        value: inactive,
      });
  });

  it('deactivate-before-created-is-refused, by the smallest fraction', () => {
    expect(at('2026-01-10T08:59:59.9999999999Z')).toMatchObject({
      problem: 'deactivated-before-created',
      rule: 'deactivate-before-created-is-refused',
    });
  });

  it('deactivate-unknown-is-404', () => {
    expect(deactivateCode(undefined, 'rc_x', { status: 'inactive' }, noon)).toMatchObject({
      problem: 'record-not-found',
    });
  });
});

it('delete-answers-a-receipt and removes the record', () => {
  expect(plain(deleteRecord(documentedJson, documented.id, noon))).toEqual({
    value: { id: documented.id, deleted: true, deleted_at: '2026-03-26T12:00:00Z' },
    change: { remove: documented.id },
  });
  expect(deleteRecord(undefined, 'rc_x', noon)).toMatchObject({
    problem: 'record-not-found',
    rule: 'delete-unknown-is-404',
  });
});

it('the reads answer the record there is and say what there is not', () => {
  expect(getRecord(documentedJson, documented.id)).toEqual({ json: documentedJson });
  expect(getActiveCode(documentedJson, documented)).toEqual({ json: documentedJson });
  expect(findByCode(inactiveJson, inactive.code)).toEqual({ json: inactiveJson });
  expect(getRecord(undefined, 'rc_x')).toMatchObject({ problem: 'record-not-found', rule: 'get-unknown-is-404' });
  expect(getActiveCode(undefined, fields)).toMatchObject({ problem: 'no-active-code', rule: 'active-none-is-404' });
  expect(findByCode(undefined, 'X')).toMatchObject({ problem: 'code-not-found', rule: 'lookup-unknown-is-404' });
});
