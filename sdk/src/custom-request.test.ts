import { describe, expect, it } from 'vitest';
import { json } from '../test/listen.ts';
import { caught, closeConnection, respondInOrder, serving, status } from '../test/serving.ts';
import { createRequest } from './custom-request.ts';
import type { ClientOptions } from './options.ts';

async function requesting(answer: Parameters<typeof serving>[0], options: ClientOptions = {}) {
  const { url, received } = await serving(answer);
  return { request: createRequest({ baseUrl: url, retryDelay: 1, ...options }), url, received };
}

describe('a request that the contract does not know', () => {
  it('has the headers of the client, a query and a body', async () => {
    const { request, received } = await requesting((_, response) => json(response, 200, [1]), {
      headers: { 'x-app': 'shop' },
    });
    expect(
      await request<number[]>('PUT', '/other', { query: { 'a&b': 'c&d', no: undefined }, body: { n: 1 } }),
    ).toEqual([1]);
    expect(received).toMatchObject([
      { method: 'PUT', url: '/other?a%26b=c%26d', body: '{"n":1}', headers: { 'x-app': 'shop' } },
    ]);
    expect(await request('GET', '/')).toEqual([1]);
    expect(received[1]).toMatchObject({ url: '/', body: '' });
  });

  it('resolves to undefined if the body of the success is not JSON', async () => {
    const { request } = await requesting(status(204));
    expect(await request('DELETE', '/other')).toBeUndefined();
  });

  it('is sent again like those of the client', async () => {
    const answers = () => respondInOrder(closeConnection, status(503), (_, response) => json(response, 200, {}));
    const { request, received } = await requesting(answers());
    expect(await request('GET', '/other')).toEqual({});
    expect(received).toHaveLength(3);
    const post = await requesting(answers());
    expect(await caught(post.request('POST', '/other'))).toMatchObject({
      kind: 'network',
      operation: 'request',
      mayHaveHappened: true,
    });
    expect(post.received).toHaveLength(1);
  });

  it('fails with the status, and cannot leave the server', async () => {
    const { request, received } = await requesting(status(404));
    expect(await caught(request('GET', '.example.org/'))).toMatchObject({ kind: 'unexpected-status', status: 404 });
    expect(received[0]?.url).toBe('/.example.org/');
  });
});
