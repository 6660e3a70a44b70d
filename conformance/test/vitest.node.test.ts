import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { required } from '../src/errors.ts';
import { describeConformance } from '../src/vitest.ts';
import { asFetch, PlainServer } from './servers/plain.ts';

describeConformance(asFetch(new PlainServer()));

it('a broken MUST fails its test with the proof, and a broken SHOULD skips it with a note', async () => {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const args = [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--config',
    'conformance/test/fixtures/vitest.config.ts',
    '--reporter=json',
  ];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] });
  let text = '';
  for await (const chunk of child.stdout) text += chunk;
  const { testResults } = JSON.parse(text) as {
    testResults: { assertionResults: { title: string; status: string; failureMessages: string[] }[] }[];
  };
  const tests = required(testResults[0]).assertionResults;
  expect(tests.map(({ title, status }) => [title.split(':')[0], status])).toEqual([
    ['list-defaults', 'passed'],
    ['code-is-unique', 'failed'],
    ['code-conflict-is-409', 'skipped'],
  ]);
  expect(required(tests[1]).failureMessages[0]).toMatch(/expected one record with the code[\s\S]*curl -i -X POST/);
});
