import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { curl, curlLines } from '../src/message/curl.ts';

const run = promisify(execFile);

/** The arguments that bash passes to curl, and the files among them with their content. */
async function wordsOf(command: string): Promise<string[]> {
  const words = `curl() { for word; do case $word in @/*) cat "\${word#@}";; *) printf %s "$word";; esac; printf '\\0'; done; }`;
  const { stdout } = await run('bash', ['-c', `${words}; ${command}`]);
  return stdout.split('\0').slice(0, -1);
}

it('bash reads the same words from a curl command, whatever quotes and commands a body or a URL contains', async () => {
  const body = `it's "quoted" $(echo run) \`echo run\` $HOME \\ ; echo run`;
  const url = "http://a.test/?code='$(echo run)'";
  const exchange = { method: 'POST', url, headers: { 'x-name': "it's $HOME" }, body, sentAt: 0, durationMs: 0 };
  expect(await wordsOf(curl(exchange))).toEqual([
    '-i',
    '-X',
    'POST',
    url,
    '-H',
    "x-name: it's $HOME",
    '--data-binary',
    body,
  ]);
});

it.each([
  ['a long word', `{"text":"${Array.from({ length: 90 }, (_, index) => `it's\\ ${index}é`).join()}"}`],
  ['an emoji at each place where a line may end', '👩‍👩‍👧‍👦'.repeat(40)],
  ['deep nesting', `${'['.repeat(5000)}${']'.repeat(5000)}`],
  ['a body that is too long for an argument', `{"pad":"${'x'.repeat(131_072)}","percent":"${'%d\\'.repeat(200)}"}`],
  ['control characters', '\x1b[2J\u202e\r\n'.repeat(60)],
  ['commands for a build server', '::error::no\n ::add-mask::a\n##[error]no ##vso[task.setvariable]'],
])('bash reads the same words from the lines of a command with %s, and 80 columns are enough', async (_, body) => {
  const url = `http://a.test/api/v1/referral-code-records/${'A'.repeat(4000)}?mentor_id=cf-a-m&org_id=cf-a-o`;
  const headers = { 'content-type': 'application/json', 'x-key': '$HOME' };
  const exchange = { method: 'POST', url, headers, body, sentAt: 0, durationMs: 0 };
  const lines = curlLines(exchange, '    ', 80);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  expect(lines.join('\n')).not.toMatch(/^\s*::|##\w*\[/m);
  const words = ['-i', '-X', 'POST', url, '-H', 'content-type: application/json', '-H', `x-key: ${process.env.HOME}`];
  expect(await wordsOf(lines.join('\n'))).toEqual([...words, '--data-binary', body]);
});
