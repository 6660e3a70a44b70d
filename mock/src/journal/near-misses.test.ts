import { operations } from '@referral-codes/sdk/contract';
import { expect, it } from 'vitest';
import { nearMisses } from './near-misses.ts';

const PATH = operations.listRecords.path;

it('a long path has no near misses, while a shorter one has', () => {
  expect(nearMisses('PATCH', `${PATH}/${'x'.repeat(100)}`)).not.toEqual([]);
  expect(nearMisses('PATCH', `${PATH}/${'x'.repeat(200)}`)).toEqual([]);
});

it('a path that is much longer than that of an operation is not near it, even if it begins with it', () => {
  expect(nearMisses('GET', `${PATH}s`)).not.toEqual([]);
  expect(nearMisses('GET', `${PATH}${'s'.repeat(9)}`)).toEqual([]);
});
