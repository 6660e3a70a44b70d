import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { required } from '../../../scripts/required.ts';
import { lockStateFile } from './state-lock.ts';

let folder: string;
let path: string;
let own: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mock-lock-'));
  path = join(folder, 'state.json');
  const unlock = await lockStateFile(path);
  own = required(readdirSync(folder)[0]);
  await unlock();
});
afterEach(() => rmSync(folder, { recursive: true }));

const placeOf = (lock: string): string => required(lock.split('-').at(-1));

// Only Linux tells when a process started.
describe.skipIf(!existsSync('/proc/self/stat'))('the lock of the process that started this one', () => {
  /** Puts a lock of that process there, which is alive. */
  const plant = (place = placeOf(own)): string => {
    const stat = readFileSync(`/proc/${process.ppid}/stat`, 'utf8');
    const started = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    const lock = `${path}.lock-${process.ppid}-${started}-${place}`;
    writeFileSync(lock, '');
    return lock;
  };

  it('keeps others out, and stays', async () => {
    const lock = plant();
    await expect(lockStateFile(path)).rejects.toThrow(`in use by another mock, process ${process.ppid}`);
    expect(readdirSync(folder)).toEqual([lock.slice(folder.length + 1)]);
  });

  it('is of another process where it was written in another container, and goes when nobody touches it', async () => {
    plant('0123456789abcdef');
    const unlock = await lockStateFile(path);
    expect(readdirSync(folder)).toEqual([own]);
    await unlock();
  });

  it('keeps others out while it is touched in another container', async () => {
    const lock = plant('0123456789abcdef');
    const touching = setInterval(() => utimesSync(lock, new Date(), new Date()), 20);
    onTestFinished(() => clearInterval(touching));
    await expect(lockStateFile(path)).rejects.toThrow('in use by another mock');
  });
});

it('a lock is touched for as long as it is held, and gone after', async () => {
  const unlock = await lockStateFile(path);
  const touched = () => statSync(join(folder, own)).mtimeMs;
  const first = touched();
  for (let waited = 0; touched() === first && waited < 5_000; waited += 50) await sleep(50);
  expect(touched()).toBeGreaterThan(first);
  await unlock();
  expect(readdirSync(folder)).toEqual([]);
});
