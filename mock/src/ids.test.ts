import { examples, validators } from '@referral-codes/sdk/contract';
import { expect, it } from 'vitest';
import { seededIds } from './ids.ts';

it.each([0, 1, 42, -7, 0xffffffff])('the ids of seed %d begin with the documented one and never repeat', (seed) => {
  const next = seededIds(seed);
  const ids = Array.from({ length: 100_000 }, next);
  expect(ids[0]).toBe(examples.createCode.response.id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids.slice(0, 1000)) {
    expect(id).toMatch(/^rc_[0-9a-f]{8}$/);
    expect(validators.RecordId(id)).toBe(true);
  }
});

it('the same seed gives the same ids and another seed others', () => {
  const draw = (seed: number) => Array.from({ length: 5 }, seededIds(seed)).slice(1);
  expect(draw(7)).toEqual(draw(7));
  expect(draw(7)).not.toEqual(draw(8));
});
