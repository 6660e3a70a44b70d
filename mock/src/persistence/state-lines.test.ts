import { expect, it } from 'vitest';
import { readSaved } from './state-lines.ts';

const first = '{"default":{"records":[]},"sessions":{}}\n';

it('a line that is not JSON is rejected by its number; only an unfinished last line is ignored', () => {
  const read = (rest: string) => readSaved(Buffer.from(first + rest));
  expect(() => read('{"session":"a",\n{"session":"b"}\n')).toThrow('line 2 is not JSON');
  expect(read('{"session":"a",')).toMatchObject({ default: { records: [] } });
});
