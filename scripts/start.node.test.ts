import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

it('npm start serves the mock, and SIGTERM to npm stops it', async () => {
  const npm = spawn('npm', ['start', '--', '--port', '0'], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  let printed = '';
  for await (const chunk of npm.stdout) {
    printed += chunk;
    if (printed.includes('curl')) break;
  }
  npm.stdout.resume();
  const url = printed.match(/http:\/\/\S+/)?.[0];
  const list = () => fetch(`${url}/api/v1/referral-code-records`);
  expect((await list()).status).toBe(200);
  npm.kill('SIGTERM');
  expect(await once(npm, 'exit')).toEqual([0, null]);
  await expect(list()).rejects.toThrow();
});
