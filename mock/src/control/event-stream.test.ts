import { getEventListeners } from 'node:events';
import { operations } from '@referral-codes/sdk/contract';
import { beforeEach, expect, it } from 'vitest';
import { createMock, type Mock } from '../mock.ts';
import { eventsOf } from './event-stream.ts';

const PATH = operations.createCode.path;
const body = 'x'.repeat(60_000);

let mock: Mock;
let left: number;
let leaving: AbortController;
let ended: number;
let stream: ReadableStream<Uint8Array>;
beforeEach(() => {
  mock = createMock({ scenario: 'empty' });
  left = 0;
  ended = 0;
  const subscribe = mock.journal.subscribe.bind(mock.journal);
  mock.journal.subscribe = (listener) => {
    const leave = subscribe(listener);
    return () => {
      left++;
      return leave();
    };
  };
  leaving = new AbortController();
  stream = eventsOf(mock.journal, leaving.signal, () => {
    ended++;
  });
});

const headers = { 'content-type': 'application/json' };
const ask = () => mock.fetch(new Request(`http://api.test${PATH}`, { method: 'POST', headers, body }));

it('a reader that does not read is disconnected once it is 1 MiB behind', async () => {
  for (let count = 0; count < 16; count++) await ask();
  expect(ended).toBe(0);
  for (let count = 0; count < 16; count++) await ask();
  expect(ended).toBe(1);
  await expect(stream.getReader().read()).rejects.toThrow('fell 1048576 bytes behind and was disconnected');
});

it.each<[string, () => unknown]>([
  ['because its reader left', () => stream.cancel()],
  ['because its client has gone', () => leaving.abort()],
  [
    'because its reader is too slow',
    async () => {
      for (let count = 0; count < 32; count++) await ask();
    },
  ],
])('a stream that ended %s makes room, hears of no exchange and leaves no listener', async (_, end) => {
  expect(getEventListeners(leaving.signal, 'abort')).toHaveLength(1);
  await end();
  expect({ ended, left }).toEqual({ ended: 1, left: 1 });
  expect(getEventListeners(leaving.signal, 'abort')).toEqual([]);
});
