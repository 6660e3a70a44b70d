import { examples, validators } from '@referral-codes/sdk/contract';
import { expect, it } from 'vitest';
import { SeededIds } from './ids.ts';

it.each([0, 1, 42, -7, 0xffffffff])('the ids of seed %d begin with the documented one and never repeat', (seed) => {
  const source = new SeededIds({ seed, drawn: 0 });
  const ids = Array.from({ length: 100_000 }, () => source.next());
  expect(ids[0]).toBe(examples.createCode.response.id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids.slice(0, 1000)) {
    expect(id).toMatch(/^rc_[0-9a-f]{8}$/);
    expect(validators.RecordId(id)).toBe(true);
  }
});

const draw = (source: SeededIds) => Array.from({ length: 5 }, () => source.next());

it('the same seed gives the same ids and another seed others', () => {
  const begin = (seed: number) => draw(new SeededIds({ seed, drawn: 1 }));
  expect(begin(7)).toEqual(begin(7));
  expect(begin(7)).not.toEqual(begin(8));
});

it('ids go on from a state as they would have gone on', () => {
  const source = new SeededIds({ seed: 3, drawn: 0 });
  draw(source);
  expect(draw(new SeededIds(source.state))).toEqual(draw(source));
});
