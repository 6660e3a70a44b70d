import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { readHeaders } from './headers.ts';

function fileWith(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'conformance-headers-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'headers'), text);
  return join(folder, 'headers');
}

it('headers come from arguments, from the lines of a file, and from environment variables', () => {
  const file = fileWith('Authorization: Bearer hush: 4711\r\n\nX-Key:  private \n');
  const sources = { header: ['X-A: 1', `@${file}`], 'header-env': ['X-Token=TOKEN'] };
  expect(readHeaders(sources, { TOKEN: 'from the environment' })).toEqual({
    'X-A': '1',
    Authorization: 'Bearer hush: 4711',
    'X-Key': 'private',
    'X-Token': 'from the environment',
  });
});

it.each([
  ['an argument that is not a header', ['secret'], [], "write a header as -H 'Name: value', in quotes"],
  ['a line that is not a header', ['@FILE'], [], 'line 2 of '],
  ['a file that does not exist', ['@/nowhere/headers'], [], 'the file of headers /nowhere/headers cannot be read'],
  ['a value in place of a variable', [], ['X-Key: secret'], 'as in --header-env Authorization=API_TOKEN'],
  ['a variable that is not set', [], ['X-Key=MISSING'], 'the variable MISSING is not set'],
])('%s is refused without repeating it', (_, header, fromEnv, message) => {
  const file = fileWith('X-A: 1\nsecret');
  const given = header.map((text) => text.replace('FILE', file));
  const read = () => readHeaders({ header: given, 'header-env': fromEnv }, {});
  expect(read).toThrow(message);
  expect(read).not.toThrow('secret');
});
