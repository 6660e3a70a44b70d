import { getEventListeners } from 'node:events';
import { operations } from '@referral-codes/sdk/contract';
import { beforeEach, expect, it } from 'vitest';
import { createMock, type Mock } from '../mock.ts';
import { eventStream } from './event-stream.ts';

const PATH = operations.createCode.path;
const body = 'x'.repeat(60_000);

let mock: Mock;
let unsubscribed: number;
let client: AbortController;
let ended: number;
let stream: ReadableStream<Uint8Array>;
beforeEach(() => {
  mock = createMock({ scenario: 'empty' });
  unsubscribed = 0;
  ended = 0;
  const subscribe = mock.journal.subscribe.bind(mock.journal);
  mock.journal.subscribe = (listener) => {
    const unsubscribe = subscribe(listener);
    return () => {
      unsubscribed++;
      return unsubscribe();
    };
  };
  client = new AbortController();
  stream = eventStream(mock.journal, client.signal, () => {
    ended++;
  });
});

const headers = { 'content-type': 'application/json' };
const ask = () => mock.fetch(new Request(`http://api.test${PATH}`, { method: 'POST', headers, body }));

it('a client that does not read is disconnected once it is 1 MiB behind', async () => {
  for (let count = 0; count < 16; count++) await ask();
  expect(ended).toBe(0);
  for (let count = 0; count < 16; count++) await ask();
  expect(ended).toBe(1);
  await expect(stream.getReader().read()).rejects.toThrow('was disconnected: it fell 1048576 bytes behind');
});

it.each<[string, () => unknown]>([
  ['because its client canceled it', () => stream.cancel()],
  ['because its client disconnected', () => client.abort()],
  [
    'because its client is too slow',
    async () => {
      for (let count = 0; count < 32; count++) await ask();
    },
  ],
])('a stream that ended %s makes room for another one and leaves no listener', async (_, end) => {
  expect(getEventListeners(client.signal, 'abort')).toHaveLength(1);
  await end();
  expect({ ended, unsubscribed }).toEqual({ ended: 1, unsubscribed: 1 });
  expect(getEventListeners(client.signal, 'abort')).toEqual([]);
});
