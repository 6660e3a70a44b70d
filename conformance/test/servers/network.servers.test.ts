import { expect, it } from 'vitest';
import { clientOf } from './client.ts';
import { testedServers } from './each.ts';
import { startFlakyNetwork } from './network.ts';

it.each(testedServers)('a network without faults changes nothing on the way to $name', async ({ start }) => {
  const upstream = await start();
  const network = await startFlakyNetwork(upstream.url, { seed: 1, delayMs: 1 });
  const [near, far] = [clientOf(upstream.url), clientOf(network.url)];
  try {
    const { body } = await far.create('m', 'o', 'C');
    for (const [method, path] of [
      ['GET', ''],
      ['GET', `/${encodeURIComponent(body.id)}`],
      ['HEAD', `/${encodeURIComponent(body.id)}`],
      ['GET', '/lookup?code=C'],
      ['GET', '/lookup?code=%E0%A4%A'],
      ['GET', '/%'],
      ['OPTIONS', ''],
    ] as const)
      expect(await far.call(method, path)).toEqual(await near.call(method, path));
    expect((await far.deactivate(body.id)).body.status).toBe('inactive');
    expect((await far.remove(body.id)).body.deleted).toBe(true);
    expect(network.counts).toEqual({
      requests: 10,
      resetBefore: 0,
      badGateway: 0,
      resetAfter: 0,
      cut: 0,
      badGatewayAfter: 0,
    });
  } finally {
    await network.close();
    await upstream.close();
  }
});
