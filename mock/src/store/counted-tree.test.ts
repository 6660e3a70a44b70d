import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CountedTree } from './counted-tree.ts';

const number = fc.integer({ min: 0, max: 400 });
const step = fc.oneof(
  { weight: 3, arbitrary: number.map((value) => ['insert', value] as const) },
  { weight: 2, arbitrary: number.map((value) => ['delete', value] as const) },
);

it('holds what a sorted array would hold, whatever is inserted and deleted, and cuts out any slice of it', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 1500, size: 'max' }), number, number, (steps, offset, limit) => {
      const tree = new CountedTree<number>((a, b) => a - b);
      const held = new Set<number>();
      for (const [what, value] of steps) {
        if (what === 'delete') tree.delete(value);
        else if (!held.has(value)) tree.insert(value);
        if (what === 'delete') held.delete(value);
        else held.add(value);
      }
      const sorted = [...held].sort((a, b) => a - b);
      expect(tree.size).toBe(sorted.length);
      expect(tree.slice(offset, limit)).toEqual(sorted.slice(offset, offset + limit));
      expect(tree.slice(0, 1000)).toEqual(sorted);
    }),
    { numRuns: 60 },
  );
});

it('survives being emptied from either end and filled again', () => {
  const tree = new CountedTree<number>((a, b) => a - b);
  const numbers = Array.from({ length: 20_000 }, (_, index) => index);
  for (const order of [numbers, numbers.toReversed()]) {
    for (const value of order) tree.insert(value);
    expect(tree.slice(19_990, 100)).toEqual(numbers.slice(19_990));
    for (const value of order) tree.delete(value);
    expect([tree.size, tree.slice(0, 10)]).toEqual([0, []]);
  }
});
