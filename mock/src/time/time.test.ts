import { validators } from '@referral-codes/sdk/contract';
import { expect, it } from 'vitest';
import { compareTimes, instantOf, toUtc, writeTime } from './time.ts';

it.each([
  ['2026-03-26T12:00:00Z', '2026-03-26T12:00:00Z'],
  ['2026-03-26T14:00:00+02:00', '2026-03-26T12:00:00Z'],
  ['2026-03-26t12:00:00.123456789z', '2026-03-26T12:00:00.123456789Z'],
  ['2026-03-26 12:00:00.500Z', '2026-03-26T12:00:00.500Z'],
  ['2026-01-01T00:30:00+01:00', '2025-12-31T23:30:00Z'],
  ['2016-12-31T23:59:60Z', '2016-12-31T23:59:60Z'],
  ['2016-12-31T15:59:60.9-08:00', '2016-12-31T23:59:60.9Z'],
  ['2024-02-29T00:00:00-00:30', '2024-02-29T00:30:00Z'],
  ['2026-03-26T12:00:00+0230', '2026-03-26T09:30:00Z'],
  ['0000-01-01T00:00:00Z', '0000-01-01T00:00:00Z'],
  ['0050-01-01T00:00:00Z', '0050-01-01T00:00:00Z'],
])('%s is the instant %s', (sent, kept) => {
  expect(toUtc(sent)).toBe(kept);
  expect(compareTimes(sent, kept)).toBe(0);
});

it.each(['0000-01-01T00:00:00+01:00', '9999-12-31T23:59:59-01:00'])(
  '%s, whose UTC year has no four digits, stays as it is',
  (time) => expect(toUtc(time)).toBe(time),
);

it('every time the contract lets through can be read', () => {
  const odd = [
    '2016-12-31T23:59:60Z',
    '2026-03-26t12:00:00z',
    '2026-03-26 12:00:00Z',
    '2026-03-26T12:00:00+02',
    '2026-03-26T12:00:00.1234567890123456789Z',
    '0000-02-29T23:59:59-23:59',
  ];
  for (const deactivated_at of odd) {
    expect(validators.Deactivation({ status: 'inactive', deactivated_at }), deactivated_at).toBe(true);
    expect(instantOf(deactivated_at), deactivated_at).toBeTypeOf('number');
  }
});

it('times are ordered to their last digit, leap seconds included', () => {
  const inOrder = [
    '2016-12-31T23:59:59.999Z',
    '2016-12-31T23:59:60Z',
    '2017-01-01T01:00:00+01:00',
    '2017-01-01T00:00:00.0000000001Z',
    '2017-01-01T00:00:00.00000000011Z',
    '2017-01-01T00:00:00.1Z',
    '2016-12-31T16:00:00.11-08:00',
  ];
  for (const [index, time] of inOrder.entries())
    for (const [other, later] of inOrder.entries())
      expect(Math.sign(compareTimes(time, later)), `${time} ${later}`).toBe(Math.sign(index - other));
});

it('what is no time is refused by name', () => {
  for (const text of ['', 'yesterday', '2026-03-26', '2026-03-26T12:00:00', '2026-13-01T00:00:00Z'])
    expect(() => instantOf(text)).toThrow(`${text} is not an RFC 3339 time with a zone`);
});

it('the mock writes whole seconds in UTC', () => {
  expect(writeTime(Date.parse('2026-03-26T12:00:00.999Z'))).toBe('2026-03-26T12:00:00Z');
});
