import { examples, type OperationId, operations } from '@referral-codes/sdk/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Prism, startPrism } from './testing/prism.ts';

let prism: Prism;
beforeAll(async () => {
  prism = await startPrism({ mock: true });
});
afterAll(() => prism[Symbol.asyncDispose]());

it.each(Object.keys(operations) as OperationId[])(
  'Prism loads the contract and responds to %s with its documented example',
  async (id) => {
    const { method, path, query } = operations[id];
    const { request, response } = { request: undefined, ...examples[id] };
    const known: Record<string, unknown> = { page: 1, limit: 20, ...examples.getRecord.response };
    const search = new URLSearchParams(Object.keys(query).map((name) => [name, String(known[name])]));
    const received = await fetch(`${prism.url}${path.replace('{id}', examples.getRecord.response.id)}?${search}`, {
      method,
      ...(request && { body: JSON.stringify(request), headers: { 'content-type': 'application/json' } }),
    });
    expect(received.status).toBe(operations[id].success.status);
    expect(await received.json()).toEqual(response);
  },
);
