import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hashOf, RowIndex } from './row-index.ts';

const all = (index: RowIndex, hash: number): number[] => {
  const found: number[] = [];
  index.find(hash, (row) => void found.push(row));
  return found.sort((a, b) => a - b);
};

// Few hashes that differ in their first bits and in their last, so that they collide and stand in each other's way.
const hash = fc.constantFrom(0, 1, -1, 62, 63, 64, 0x3fffffff, 0x7fffffff, -0x80000000, -2);
const step = fc.record({ kind: fc.constantFrom('add', 'add', 'delete'), hash, row: fc.nat({ max: 40 }) });

it('finds all rows of a hash and no others, whatever was added and deleted', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 400, size: 'max' }), (steps) => {
      const index = new RowIndex();
      const held = new Map<number, Set<number>>();
      for (const { kind, hash, row } of steps) {
        const rows = held.get(hash) ?? new Set();
        held.set(hash, rows);
        if (kind === 'delete') index.delete(hash, row);
        else if (!rows.has(row)) index.add(hash, row);
        if (kind === 'delete') rows.delete(row);
        else rows.add(row);
        for (const [hash, rows] of held) expect(all(index, hash)).toEqual([...rows].sort((a, b) => a - b));
      }
    }),
    { numRuns: 100 },
  );
});

it('finds every row while segments double and split, and none once they are deleted', () => {
  const index = new RowIndex();
  const count = 250_000;
  for (let row = 0; row < count; row++) index.add(hashOf(`text ${row}`), row);
  const found = (row: number) => index.find(hashOf(`text ${row}`), (one) => one === row || undefined);
  for (let row = 0; row < count; row++) if (!found(row)) throw new Error(`row ${row} is lost`);
  for (let row = 0; row < count; row += 2) index.delete(hashOf(`text ${row}`), row);
  for (let row = 0; row < count; row++) if (found(row) !== (row % 2 === 1 || undefined)) throw new Error(`row ${row}`);
});

it('asks of hardly a row more than the one meant: hashes of like texts are unlike', () => {
  const index = new RowIndex();
  const count = 100_000;
  for (let row = 0; row < count; row++) index.add(hashOf(`usr_${row}`), row);
  let asked = 0;
  for (let row = 0; row < count; row++) {
    index.find(hashOf(`usr_${row}`), (one) => {
      asked++;
      return one === row || undefined;
    });
  }
  expect(asked).toBeLessThan(count * 1.001);
});

it('needs no more memory for rows that come and go', () => {
  const index = new RowIndex();
  const before = process.memoryUsage().arrayBuffers;
  for (let row = 0; row < 300_000; row++) {
    index.add(hashOf(`text ${row}`), row);
    index.delete(hashOf(`text ${row - 10}`), row - 10);
  }
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 20);
});
