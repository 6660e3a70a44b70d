import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);

it('a browser that does not start ends the run at once, and its reason is shown once', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'referral-codes-browser-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const browser = join(folder, 'chrome');
  await writeFile(browser, '#!/bin/sh\necho "cannot open display" >&2\nexit 5\n', { mode: 0o755 });
  const env = { ...process.env, CHROME_PATH: browser };
  const vitest = run('node_modules/.bin/vitest', ['run', '--project=browser', '--project=msw'], { cwd: root, env });
  const { code, stdout, stderr } = await vitest.then(
    () => expect.fail('the run passed'),
    (ended) => ended,
  );
  expect(code).toBe(1);
  const output = stdout + stderr;
  expect(output).toContain(`${browser} did not start:`);
  expect(output.split('cannot open display')).toHaveLength(2);
  expect(output).not.toContain('✓');
});
