import { expect, it } from 'vitest';
import { newCode, record, respondInOrder, serving, status, theRecord } from './serving.ts';

it('after a 408 the client looks up the code, because the record may be stored', async () => {
  const { codes, received } = await serving(respondInOrder(status(408), theRecord));
  expect(await codes.createCode(newCode)).toEqual(record);
  expect(received.map(({ method }) => method)).toEqual(['POST', 'GET']);
});
