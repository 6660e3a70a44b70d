import { operations } from '@referral-codes/sdk/contract';
import { expect, it } from 'vitest';
import { nearMisses } from './near-misses.ts';

const PATH = operations.listRecords.path;

it('a long path is near to no operation, where a shorter one is', () => {
  expect(nearMisses('PATCH', `${PATH}/${'x'.repeat(100)}`)).not.toEqual([]);
  expect(nearMisses('PATCH', `${PATH}/${'x'.repeat(200)}`)).toEqual([]);
});

it('a path that is much longer than an operation is not near to it, however alike they begin', () => {
  expect(nearMisses('GET', `${PATH}s`)).not.toEqual([]);
  expect(nearMisses('GET', `${PATH}${'s'.repeat(9)}`)).toEqual([]);
});
