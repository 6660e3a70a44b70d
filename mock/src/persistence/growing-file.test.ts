import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { GrowingFile } from './growing-file.ts';

let folder: string;
let path: string;
let file: GrowingFile;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mock-growing-'));
  path = join(folder, 'state.json');
  file = new GrowingFile(path);
  await file.rewrite(() => 'first\n');
});
afterEach(async () => {
  await file.close();
  rmSync(folder, { recursive: true });
});

const contents = () => readFileSync(path, 'utf8');

it('what is appended while the file is being rewritten is in the old one at once, and in the new one', async () => {
  const rewritten = file.rewrite(() => 'second\n');
  file.append('meanwhile\n');
  expect(contents()).toBe('first\nmeanwhile\n');
  await rewritten;
  expect(contents()).toBe('second\nmeanwhile\n');
  file.append('later\n');
  expect(contents()).toBe('second\nmeanwhile\nlater\n');
});

it('a file that another program has changed is reported once, and not appended to until it is rewritten', async () => {
  appendFileSync(path, 'theirs\n');
  expect(() => file.append('one\n')).toThrow('another program has changed it');
  expect(file.isBehind).toBe(true);
  file.append('two\n');
  expect(contents()).toBe('first\ntheirs\n');
  await file.rewrite(() => 'all\n');
  expect(file.isBehind).toBe(false);
  file.append('three\n');
  expect(contents()).toBe('all\nthree\n');
});

it('a file that has grown by more than a megabyte and its own size is long, until it is rewritten', async () => {
  file.append('x'.repeat(1_000_000));
  expect(file.isLong).toBe(false);
  file.append('x'.repeat(100));
  expect(file.isLong).toBe(true);
  const rewritten = file.rewrite(() => 'short\n');
  expect(file.isLong).toBe(false);
  await rewritten;
  expect(file.isLong).toBe(false);
});
