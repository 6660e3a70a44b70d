import { connect, type Socket } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { operations } from '@referral-codes/sdk/contract';
import { beforeEach, expect, it, vi } from 'vitest';
import { required } from '../../scripts/required.ts';
import { type ControlError, createControl } from '../src/control/client.ts';
import { Snapshots } from '../src/state/snapshots.ts';
import { until } from './command.ts';
import { serveForEachTest } from './served-mock.ts';

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

const PATH = operations.listRecords.path;

const current = serveForEachTest({ scenario: 'source' });

let control: ReturnType<typeof createControl>;
beforeEach(() => {
  control = createControl({ origin: current.served.origin });
});

const statusOf = (response: Promise<unknown>): Promise<number> =>
  response.then(
    () => 200,
    (error: ControlError) => error.status,
  );

/** Opens a connection, sends a request and does not read the response. */
function requestWithoutReading(path: string): Promise<Socket> {
  return new Promise((resolve) => {
    const socket = connect(current.served.port, '127.0.0.1', () => {
      socket.pause();
      socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`, () => resolve(socket));
    });
    socket.on('error', () => {});
  });
}

it('a client of the event stream that does not read is disconnected, and one that reads misses nothing', async () => {
  const logged = vi.spyOn(console, 'error').mockImplementation(() => {});
  const readers = await Promise.all(Array.from({ length: 10 }, () => requestWithoutReading('/__mock/journal/stream')));
  const closed = readers.map((reader) => new Promise<void>((resolve) => reader.on('close', resolve)));
  const before = process.memoryUsage();
  const seen: number[] = [];
  const stream = control.journal.stream();
  const first = stream.next();
  // As long as the operating system takes what is written, nobody knows that it is not read.
  const body = 'x'.repeat(60_000);
  let sent = 0;
  const post = async () => {
    await fetch(current.served.origin + PATH, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    sent++;
  };
  await until(async () => {
    await post();
    const next = await (sent === 1 ? first : stream.next());
    if (!next.done) seen.push(next.value.seq);
    return logged.mock.calls.length >= 10;
  });
  expect(String(logged.mock.calls[0]?.[0])).toContain('was disconnected: it fell 1048576 bytes behind');
  logged.mockRestore();
  const { arrayBuffers } = process.memoryUsage();
  expect(arrayBuffers - before.arrayBuffers).toBeLessThan(40 * 2 ** 20);
  // They receive what was sent before, and then see that they are disconnected.
  for (const reader of readers) reader.resume();
  await Promise.all(closed);
  expect(seen).toEqual(Array.from({ length: sent }, (_, index) => index + 1));
  await stream.return(undefined);
});

it('there are at most 20 event streams at a time, and one that ends makes room for another', async () => {
  const listeners = new Set();
  const subscribe = current.mock.journal.subscribe.bind(current.mock.journal);
  current.mock.journal.subscribe = (listener) => {
    const leave = subscribe(listener);
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
      leave();
    };
  };
  const open = () => fetch(`${current.served.origin}/__mock/journal/stream`);
  const streams = await Promise.all(Array.from({ length: 20 }, open));
  expect(streams.map(({ status }) => status)).toEqual(Array(20).fill(200));
  expect((await open()).status).toBe(429);
  await required(streams.pop()?.body).cancel();
  await until(() => listeners.size === 19);
  expect((await open()).status).toBe(200);
  expect((await open()).status).toBe(429);
});

it('there are at most 100 waits at a time, and those whose clients disconnect make room at once', async () => {
  const asked = () => statusOf(control.journal.waitFor({ operation: 'getRecord' }, { within: '1ms' }));
  for (let round = 0; round < 5; round++) {
    const leaving = new AbortController();
    // More than the limit, because the requests of `asked` below may take a place meanwhile.
    const abandoned = Array.from({ length: 120 }, () =>
      fetch(`${current.served.origin}/__mock/journal/wait?within=1h`, { signal: leaving.signal }).catch(
        () => undefined,
      ),
    );
    await until(async () => (await asked()) === 429);
    expect(await statusOf(control.verify({ operation: 'getRecord' }, { within: '1ms' }))).toBe(429);
    collectGarbage(); // A signal that only a listener refers to must not be collected.
    leaving.abort();
    await Promise.all(abandoned);
    await until(async () => (await asked()) === 404);
  }
});

it('a wait in process ends when its signal aborts, and rejects times and counts that are out of range', async () => {
  const leaving = new AbortController();
  const seen = current.mock.journal.waitFor({ status: 418 }, { within: '1h', signal: leaving.signal });
  leaving.abort(new Error('enough'));
  await expect(seen).rejects.toThrow('enough');
  for (const within of ['30d', '61m', -1, Number.MAX_VALUE])
    await expect(current.mock.journal.waitFor({}, { within })).rejects.toThrow('within must be from 0 to 1h');
  for (const count of [0, 1025, 1.5, Number.NaN])
    await expect(current.mock.journal.waitFor({}, { count })).rejects.toThrow('count must be from 1 to 1024');
});

it('at most 100 faults are armed in a session', async () => {
  for (let index = 0; index < 100; index++) current.mock.faults.arm({ kind: 'reset', operation: 'createCode' });
  expect(() => current.mock.faults.arm({ kind: 'reset' })).toThrow('100 faults are armed');
  expect(await statusOf(control.faults.arm({ kind: 'reset' }))).toBe(429);
  current.mock.faults.disarm('f1');
  expect(await statusOf(control.faults.arm({ kind: 'reset', operation: 'createCode' }))).toBe(200);
});

it('at most 100 snapshots are kept; the oldest is dropped first', async () => {
  for (let index = 0; index < 101; index++) await control.snapshots.save(`s${index}`);
  await control.snapshots.save('s1');
  await control.snapshots.save('new');
  const names = await control.snapshots.list();
  expect(names).toHaveLength(100);
  expect([names[0], names.at(-2), names.at(-1)]).toEqual(['s3', 's1', 'new']);
});

it('snapshots hold no more JSON together than their limit; the oldest is dropped first', () => {
  const state = current.mock.snapshot();
  const size = JSON.stringify(state).length;
  const snapshots = new Snapshots(3 * size);
  for (const name of ['a', 'b', 'c', 'a', 'd']) snapshots.save(name, state);
  expect(snapshots.names).toEqual(['c', 'a', 'd']);
  snapshots.delete('c');
  snapshots.save('e', state);
  expect(snapshots.names).toEqual(['a', 'd', 'e']);
  expect(snapshots.get('e')).toEqual(state);
  expect(() => new Snapshots(size - 1).save('a', state)).toThrow('snapshots may take');
});

it('what is wrong with a large state is reported in 100 lines at most', () => {
  const records = Array.from({ length: 200_000 }, () => ({}));
  try {
    current.mock.restore({ records });
  } catch (error) {
    expect((error as Error).message.split('\n')).toHaveLength(100);
  }
  expect.assertions(1);
});
