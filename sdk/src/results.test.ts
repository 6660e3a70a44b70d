import { expect, it } from 'vitest';
import { json } from '../test/listen.ts';
import { record, respondInOrder, serving, status } from '../test/serving.ts';
import { resultsOf } from './results.ts';

it('a list can be iterated over as results, of which an error is the last', async () => {
  const page: Parameters<typeof serving>[0] = (_, response) =>
    json(response, 200, { data: [record], pagination: { page: 1, limit: 1, total: 2 } });
  const { codes } = await serving(respondInOrder(page, status(500)));
  const results: unknown[] = [];
  for await (const result of resultsOf(codes.listRecords({ limit: 1 }))) results.push(result);
  expect(results).toMatchObject([
    { ok: true, value: record },
    { ok: false, error: { kind: 'unexpected-status', status: 500 } },
  ]);
});

it('an error of the caller is thrown', async () => {
  const failing = (async function* () {
    yield 1;
    throw new SyntaxError('a defect');
  })();
  const results = resultsOf(failing);
  expect(await results.next()).toMatchObject({ value: { ok: true, value: 1 } });
  await expect(results.next()).rejects.toThrow(SyntaxError);
});
