import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { titlesIn } from './testing/titles.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

it('every line of the threat model names a test that exists', () => {
  const lines = readFileSync(join(root, 'SECURITY.md'), 'utf8').split('\n');
  const rows = lines.filter((line) => line.startsWith('|') && !/^\| (what is defended|---)/.test(line));
  expect(rows.length).toBeGreaterThan(70);
  expect(rows.flatMap(flawIn)).toEqual([]);
});

it.each([
  ['| A line. | `scripts/security.test.ts` | every line of the threat model names a test that exists |', []],
  [
    '| A line. | `scripts/security.test.ts` | no such test |',
    ['scripts/security.test.ts has no test of this title: no such test'],
  ],
  ['| A line. | `no/such.test.ts` | a title |', ['no/such.test.ts does not exist']],
  ['| A line. |', ['is not what is defended, a test file and a title: | A line. |']],
])('the check of a line knows a good one from a bad one: %s', (row, flaws) => {
  expect(flawIn(row)).toEqual(flaws);
});

/** What is wrong with a row of a table. */
function flawIn(row: string): string[] {
  const [, file, title] = row.match(/^\| [^|]+ \| `([^`|]+)` \| ([^|]+) \|$/) ?? [];
  if (file === undefined || title === undefined) return [`is not what is defended, a test file and a title: ${row}`];
  if (!existsSync(join(root, file))) return [`${file} does not exist`];
  return titlesIn(join(root, file)).includes(title) ? [] : [`${file} has no test of this title: ${title}`];
}
