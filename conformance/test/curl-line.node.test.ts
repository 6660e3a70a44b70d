import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { curl } from '../src/message/exchange.ts';

const run = promisify(execFile);

it('a shell reads the same words from a curl command, whatever quotes and commands a body or a URL contains', async () => {
  const body = `it's "quoted" $(echo run) \`echo run\` $HOME \\ ; echo run`;
  const url = "http://a.test/?code='$(echo run)'";
  const line = curl({ method: 'POST', url, headers: { 'x-name': "it's $HOME" }, body, sentAt: 0, durationMs: 0 });
  const { stdout } = await run('sh', ['-c', `curl() { printf '%s\\n' "$@"; }; ${line}`]);
  expect(stdout.split('\n')).toEqual(['-i', '-X', 'POST', url, '-H', "x-name: it's $HOME", '--data-binary', body, '']);
});
