import { bodyLimit, operations } from '@referral-codes/sdk/contract';
import { expect, it } from 'vitest';
import { createMock } from '../src/mock.ts';

const create = (body: BodyInit): Request => {
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body, duplex: 'half' };
  return new Request(`http://api.test${operations.createCode.path}`, init as RequestInit);
};

it('the stream of a body that is too long is canceled', async () => {
  let stopped = false;
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(new Uint8Array(bodyLimit)),
    cancel: () => {
      stopped = true;
    },
  });
  expect((await createMock().fetch(create(body))).status).toBe(413);
  expect(stopped).toBe(true);
});

it('a body of JSON with a byte that is not UTF-8 is refused as not JSON in UTF-8', async () => {
  const text = JSON.stringify({ mentor_id: 'usr_1', org_id: 'org_1', code: 'NEW-CODE' });
  const bytes = new TextEncoder().encode(text).map((byte) => (byte === 'N'.charCodeAt(0) ? 0xff : byte));
  const response = await createMock().fetch(create(bytes));
  expect(response.status).toBe(400);
  expect((await response.json()).detail).toContain('not JSON in UTF-8');
});
