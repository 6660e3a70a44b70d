import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Inconclusive, TransportError } from '../errors.ts';
import { Pace } from './pace.ts';
import { secretsOf } from './secrets.ts';
import { Transport, type TransportOptions } from './transport.ts';

beforeEach(() => {
  vi.useFakeTimers();
  return () => vi.useRealTimers();
});

/** A transport to a server that gives these responses, then 200, and the times at which requests were sent. */
function transportTo(responses: readonly Response[], options: Partial<TransportOptions> = {}) {
  const sent: number[] = [];
  const start = performance.now();
  const fetch = async () => {
    sent.push(Math.round(performance.now() - start));
    return responses[sent.length - 1] ?? new Response('{}');
  };
  const transport = new Transport({ url: 'http://a.test', fetch, secrets: secretsOf(), timeoutMs: 5_000, ...options });
  const send = async (method = 'GET') => {
    const outcome = transport.send({ method, path: '/' }, () => {}).catch((error: unknown) => error);
    await vi.runAllTimersAsync();
    return outcome;
  };
  return { send, sent };
}

const later = (status: number, retryAfter: string): Response =>
  new Response('', { status, headers: { 'retry-after': retryAfter } });

describe('a server that limits requests', () => {
  it.each([
    [429, 'GET'],
    [429, 'POST'],
    [503, 'POST'],
  ])(
    'with %i and Retry-After gets no request before that time, also no other one, and then the %s again',
    async (status, method) => {
      const pace = new Pace();
      const { send, sent } = transportTo([later(status, '20')], { pace });
      const [first, second] = [send(method), pace.turn().then(() => performance.now())];
      expect(await first).toMatchObject({ status: 200 });
      await second;
      expect(sent).toEqual([0, 20_000]);
      expect(pace.heldBackMs).toBe(20_000);
    },
  );

  it('may give the time as a date', async () => {
    const { send, sent } = transportTo([later(429, new Date(Date.now() + 30_000).toUTCString())]);
    await send();
    expect(sent[1]).toBeGreaterThan(28_000);
  });

  it('is told to the user, and given up if it asks to wait over a minute', async () => {
    const onNotice = vi.fn();
    const pace = new Pace({ onNotice });
    await transportTo([later(429, '20')], { pace }).send();
    expect(onNotice.mock.calls).toEqual([['the server limits requests, and asks to wait 20 s']]);
    const { send, sent } = transportTo([later(429, '600')]);
    expect(await send()).toEqual(expect.objectContaining({ message: expect.stringContaining('asks to wait 600 s') }));
    expect(sent).toEqual([0]);
  });

  it('without Retry-After gets a POST that it refused with 503 only once, because it may have processed it', async () => {
    const { send, sent } = transportTo([new Response('', { status: 503 })]);
    expect(await send('POST')).toBeInstanceOf(TransportError);
    expect(sent).toHaveLength(1);
  });
});

it('a rate holds back what exceeds it, and no more than a second’s requests are sent at once', async () => {
  const { send, sent } = transportTo([], { pace: new Pace({ rate: 2 }) });
  await Promise.all(Array.from({ length: 6 }, () => send()));
  expect(sent).toEqual([0, 0, 500, 1000, 1500, 2000]);
});

it('no more requests are sent than are allowed', async () => {
  const { send, sent } = transportTo([], { maxRequests: 2 });
  const outcomes = [await send(), await send(), await send()];
  expect(outcomes[2]).toBeInstanceOf(Inconclusive);
  expect(sent).toHaveLength(2);
});

it('a read that got no response in time is sent again, unless the transport is told not to', async () => {
  const hanging = (repeatTimeouts: boolean) => {
    let count = 0;
    const fetch: typeof globalThis.fetch = (_, init) => {
      count += 1;
      return new Promise((_, reject) => init?.signal?.addEventListener('abort', () => reject(init.signal?.reason)));
    };
    const options = { url: 'http://a.test', fetch, secrets: secretsOf(), timeoutMs: 1, repeatTimeouts };
    return { outcome: new Transport(options).send({ method: 'GET', path: '/' }, () => {}).catch(() => count) };
  };
  vi.useRealTimers();
  expect(await hanging(false).outcome).toBe(1);
  expect(await hanging(true).outcome).toBe(4);
});
