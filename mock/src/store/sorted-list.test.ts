import fc from 'fast-check';
import { expect, it } from 'vitest';
import { SortedList } from './sorted-list.ts';

const number = fc.integer({ min: 0, max: 400 });
const step = fc.oneof(
  { weight: 3, arbitrary: number.map((value) => ['insert', value] as const) },
  { weight: 2, arbitrary: number.map((value) => ['delete', value] as const) },
);

it('holds what a sorted array would hold, whatever is inserted and deleted, and cuts out any slice of it', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 1500, size: 'max' }), number, number, (steps, offset, limit) => {
      const list = new SortedList<number>((a, b) => a - b);
      const held = new Set<number>();
      for (const [what, value] of steps) {
        if (what === 'delete') list.delete(value);
        else if (!held.has(value)) list.insert(value);
        if (what === 'delete') held.delete(value);
        else held.add(value);
      }
      const sorted = [...held].sort((a, b) => a - b);
      expect(list.size).toBe(sorted.length);
      expect(list.slice(offset, limit)).toEqual(sorted.slice(offset, offset + limit));
      expect(list.slice(0, 1000)).toEqual(sorted);
    }),
    { numRuns: 60 },
  );
});

it('survives being emptied from either end and filled again', () => {
  const list = new SortedList<number>((a, b) => a - b);
  const numbers = Array.from({ length: 20_000 }, (_, index) => index);
  for (const order of [numbers, numbers.toReversed()]) {
    for (const value of order) list.insert(value);
    expect(list.slice(19_990, 100)).toEqual(numbers.slice(19_990));
    for (const value of order) list.delete(value);
    expect([list.size, list.slice(0, 10)]).toEqual([0, []]);
  }
});
