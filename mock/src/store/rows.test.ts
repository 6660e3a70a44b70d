import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Rows } from './rows.ts';

// Up to twice what a row holds, in bytes of which a character may take three.
const text = fc.oneof(
  fc.string({ minLength: 1, maxLength: 600, unit: 'grapheme-ascii' }),
  fc.string({ minLength: 1, maxLength: 200, unit: fc.constantFrom('\ufeff', 'é', '語', '😀', '"') }),
);
const step = fc.record({ kind: fc.constantFrom('add', 'add', 'write', 'delete'), of: fc.nat(), text });

it('gives every text back as it was put in, short or long, whatever came before in its row', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 800, size: 'max' }), (steps) => {
      const rows = new Rows();
      const held: { row: number; text: string }[] = [];
      for (const { kind, of, text } of steps) {
        const one = held[of % held.length];
        if (kind === 'add') held.push({ row: rows.add(text, of), text });
        else if (kind === 'delete' && one) rows.delete(held.splice(of % held.length, 1)[0]!.row);
        else if (one) {
          rows.write(one.row, text);
          one.text = text;
        }
      }
      expect(new Set(held.map(({ row }) => row)).size).toBe(held.length);
      for (const { row, text } of held) expect(rows.text(row)).toBe(text);
      expect(rows.joined(held.map(({ row }) => row))).toBe(held.map(({ text }) => text).join());
    }),
    { numRuns: 60 },
  );
});

it('orders rows by their instant and then by arrival, also in rows that were used before', () => {
  const rows = new Rows();
  const [late, early, twin] = [rows.add('late', 2), rows.add('early', 1), rows.add('twin', 2)];
  expect([twin, late, early].sort(rows.compare)).toEqual([early, late, twin]);
  rows.delete(late);
  const again = rows.add('again', 2);
  expect([again, twin].sort(rows.compare)).toEqual([twin, again]);
});

it('keeps all texts while it grows over several chunks', () => {
  const rows = new Rows();
  const count = 150_000;
  for (let number = 0; number < count; number++) expect(rows.add(`text ${number}`, number)).toBe(number);
  for (let number = 0; number < count; number += 97) expect(rows.text(number)).toBe(`text ${number}`);
});

it('puts texts into rows that were given back', () => {
  const rows = new Rows();
  for (let number = 0; number < 1000; number++) {
    expect(rows.add(`text ${number}`, number)).toBe(0);
    rows.delete(0);
  }
});
