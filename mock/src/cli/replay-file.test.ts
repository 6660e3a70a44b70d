import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { operations } from '@referral-codes/sdk/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createMock } from '../mock.ts';
import { run } from './cli.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'replay-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Runs the command with a file of this content. */
async function replayed(text: string) {
  const path = join(folder, 'bug.json');
  await writeFile(path, text);
  const result = { stdout: '', stderr: '', code: undefined as number | undefined };
  await run({
    argv: ['node', 'referral-codes-mock', '--replay', path],
    stdout: { write: (part) => (result.stdout += part) },
    stderr: { write: (part) => (result.stderr += part) },
    on: () => {},
    exit: (code) => {
      result.code = code;
    },
  });
  return result;
}

async function bundle() {
  const mock = createMock({ scenario: 'empty' });
  await mock.fetch(new Request(`http://api.test${operations.listRecords.path}`));
  return JSON.parse(JSON.stringify(mock.bundle()));
}

it('exit code 0 if all responses are the same', async () => {
  expect(await replayed(JSON.stringify(await bundle()))).toEqual({
    stdout: '1 exchange: all responses are the same\n',
    stderr: '',
    code: 0,
  });
});

it('exit code 1 if a response differs, and the place where it does', async () => {
  const changed = await bundle();
  changed.exchanges[0].response.body = changed.exchanges[0].response.body.replace('"total":0', '"total":1');
  const { stdout, code } = await replayed(JSON.stringify(changed));
  expect(code).toBe(1);
  expect(stdout.split('\n')).toEqual([
    `1. GET http://api.test${operations.listRecords.path}: another body`,
    expect.stringMatching(/^ {4}recorded: .*total.*:1\}\}"$/),
    expect.stringMatching(/^ {4}replayed: .*total.*:0\}\}"$/),
    '1 exchange: 1 differ',
    '',
  ]);
});

it.each<[string, (good: Awaited<ReturnType<typeof bundle>>) => unknown, string]>([
  ['no JSON', () => undefined, 'does not contain a bug bundle: '],
  ['another document', () => ({ log: {} }), 'does not contain a bug bundle: format is required.'],
  ['another version', (good) => ({ ...good, version: 2 }), 'version '],
  [
    'an invalid record',
    (good) => ({ ...good, start: { ...good.start, records: [{}] } }),
    'start/records/0/id is required',
  ],
  [
    'an invalid fault',
    (good) => ({ ...good, exchanges: [{ ...good.exchanges[0], fault: { kind: 'latency', min: 1 } }] }),
    'does not contain',
  ],
])('exit code 2 and one line for %s', async (_, change, message) => {
  const { stderr, stdout, code } = await replayed(JSON.stringify(change(await bundle())) ?? '{');
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain(message);
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
});
