import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { titlesIn } from '../testing/titles.ts';
import { groups } from './groups.ts';
import { type Mutation, mutatedText } from './mutation.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const all = Object.values(groups).flat();

describe('every mutation', () => {
  it('is there', () => {
    expect(all.length).toBeGreaterThan(200);
  });

  it('fits the code: its original text occurs exactly once in its file', () => {
    const unfit = all.flatMap((mutation) => {
      try {
        mutatedText(readFileSync(join(root, mutation.file), 'utf8'), mutation);
        return [];
      } catch (error) {
        return (error as Error).message;
      }
    });
    expect(unfit).toEqual([]);
  });

  it('names test files that exist, and a pattern that matches a title in them', () => {
    expect(all.flatMap((mutation) => missingTests(mutation))).toEqual([]);
  });

  it('describes what its guard protects in a unique sentence', () => {
    expect(all.filter(({ guard }) => !/^[A-Z`].+\.$/.test(guard))).toEqual([]);
    const names = all.map(({ file, guard }) => `${file}: ${guard}`);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });
});

describe('the check', () => {
  const mutation: Mutation = { file: 'a.ts', guard: 'G.', original: 'a $& b', mutated: '$&', tests: [] };

  it('refuses a text that occurs twice or not at all, or does not change', () => {
    expect(() => mutatedText('a $& b a $& b', mutation)).toThrow('a.ts holds this text 2 times, not once: a $& b');
    expect(() => mutatedText('', mutation)).toThrow('0 times');
    expect(() => mutatedText('a $& b', { ...mutation, mutated: 'a $& b' })).toThrow('are the same');
    expect(mutatedText('1 a $& b 2', mutation)).toBe('1 $& 2');
  });

  it('notices a test file that is missing and a pattern that matches nothing', () => {
    expect(missingTests({ ...mutation, tests: ['no/such.test.ts'] })).toEqual(['no/such.test.ts does not exist']);
    const tests = ['scripts/mutate/data.test.ts'];
    expect(missingTests({ ...mutation, tests, name: 'the check notices .* pattern' })).toEqual([]);
    expect(missingTests({ ...mutation, tests, name: `no ${'such'} title` })).toHaveLength(1);
  });
});

/** The titles in each test file that was looked at: many mutations name the same few files. */
const titles = new Map<string, string[]>();

function titlesOf(file: string): string[] {
  const known = titles.get(file) ?? titlesIn(join(root, file));
  titles.set(file, known);
  return known;
}

function missingTests({ tests, name }: Mutation): string[] {
  const missing = tests.filter((file) => !existsSync(join(root, file))).map((file) => `${file} does not exist`);
  if (missing.length > 0 || name === undefined) return missing;
  const matches = tests.some((file) => titlesOf(file).some((title) => new RegExp(name).test(title)));
  return matches ? [] : [`no title in ${tests.join(', ')} matches ${name}`];
}
