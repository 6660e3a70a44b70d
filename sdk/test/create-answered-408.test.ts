import { expect, it } from 'vitest';
import { inTurn, newCode, record, serving, status, theRecord } from './serving.ts';

it('a create that is answered 408 may be stored all the same: it is looked for, and is the record that was found', async () => {
  const { codes, received } = await serving(inTurn(status(408), theRecord));
  expect(await codes.createCode(newCode)).toEqual(record);
  expect(received.map(({ method }) => method)).toEqual(['POST', 'GET']);
});
