import { expect, it } from 'vitest';
import { newCode, newRecord, record, respondInOrder, serving, status } from './serving.ts';

it('after a 408 the client looks up the code, because the record may be stored', async () => {
  const { codes, received } = await serving(respondInOrder(status(408), newRecord));
  expect(await codes.createCode(newCode)).toMatchObject({ id: record.id });
  expect(received.map(({ method }) => method)).toEqual(['POST', 'GET']);
});
