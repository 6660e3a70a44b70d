import { examples, type ReferralCodeRecord } from '@referral-codes/sdk/contract';
import { describe, expect, it } from 'vitest';
import { createMock } from '../mock.ts';
import { readState, StateError } from './state.ts';

const record: ReferralCodeRecord = examples.getRecord.response;
const other = { ...record, id: 'rc_2', code: 'OTHER', org_id: 'org_3' };

function flawsOf(value: unknown) {
  try {
    readState(value);
  } catch (error) {
    if (error instanceof StateError) return error.flaws;
  }
  throw new Error('nothing was refused');
}

describe('a state that breaks the contract or the rules is rejected with place and reason', () => {
  it.each<[string, unknown, (string | number)[], string]>([
    ['no object', [], [], 'must be an object'],
    ['no records', {}, ['records'], 'must be a list of records'],
    ['an unknown part', { records: [], clocks: 1 }, ['clocks'], 'is not allowed; allowed is records, clock'],
    ['a bad clock', { records: [], clock: 'noon' }, ['clock'], 'must be real, a time or an offset'],
    ['bad ids', { records: [], ids: { seed: 'x', drawn: 0 } }, ['ids'], 'two whole numbers'],
    ['a bad policy', { records: [], onActiveConflict: 'merge' }, ['onActiveConflict'], 'must be refuse or replace'],
    ['a missing field', { records: [{ ...record, code: undefined }] }, ['records', 0], 'code is required'],
    ['a null record', { records: [null] }, ['records', 0], 'must be object'],
    ['a bad code', { records: [record, { ...other, code: 'lower' }] }, ['records', 1, 'code'], 'must match pattern'],
    ['a reserved id', { records: [{ ...record, id: 'active' }] }, ['records', 0, 'id'], 'must NOT be valid'],
    ['a bad time', { records: [{ ...record, created_at: '2026' }] }, ['records', 0, 'created_at'], 'RFC 3339'],
    [
      'a status that lies',
      { records: [{ ...record, status: 'inactive' }] },
      ['records', 0, 'status'],
      'inactive otherwise',
    ],
    [
      'an end before the beginning',
      { records: [{ ...record, status: 'inactive', deactivated_at: '2025-01-01T00:00:00Z' }] },
      ['records', 0, 'deactivated_at'],
      'must not be earlier',
    ],
    ['an id twice', { records: [record, { ...other, id: record.id }] }, ['records', 1, 'id'], 'like record 0'],
    ['a code twice', { records: [record, { ...other, code: record.code }] }, ['records', 1, 'code'], 'like record 0'],
    [
      'two active records for a pair',
      { records: [record, { ...other, org_id: record.org_id }] },
      ['records', 1, 'status'],
      'is active for usr_4491 and org_002, like record 0',
    ],
  ])('%s', (_, value, path, reason) => {
    const [flaw] = flawsOf(value);
    expect(flaw?.path.slice(0, path.length)).toEqual(path);
    expect(flaw?.reason).toContain(reason);
  });

  it('and every flaw is named, not only the first', () => {
    expect(flawsOf({ records: [{}, { ...record, status: 'new' }], clock: 1 }).length).toBeGreaterThan(7);
  });

  it('and the session stays as it was', () => {
    const mock = createMock({ scenario: 'source' });
    const before = mock.snapshot();
    expect(() => mock.restore({ records: [record, record] })).toThrow(StateError);
    expect(mock.snapshot()).toEqual(before);
  });
});

it('times in a state are kept in UTC', () => {
  const { records } = readState({ records: [{ ...record, created_at: '2026-01-10T10:00:00.5+01:00' }] });
  expect(records[0]?.created_at).toBe('2026-01-10T09:00:00.5Z');
});
