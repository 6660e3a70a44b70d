import { describe, expect, it } from 'vitest';
import { clientOf, until } from './client.ts';
import { testedServers } from './each.ts';
import { startFlakyNetwork } from './network.ts';
import { startWriter } from './writer.ts';

describe.each(testedServers)('another writer on $name', ({ start }) => {
  it('changes the list all the time, changes only its own records and leaves none behind', async () => {
    const server = await start();
    const client = clientOf(server.url);
    try {
      const { body: ours } = await client.create('ours', 'o', 'OURS');
      const writer = startWriter(server.url, { seed: 3, perSecond: 500 });
      const seen = new Set<string>();
      await until(async () => {
        const { data } = (await client.list('?limit=100')).body;
        for (const { id, status } of data) if (id !== ours.id) seen.add(status);
        expect(data.length).toBeLessThanOrEqual(25);
        return seen.size === 2 && data.length > 3;
      });
      const { writes } = await writer.stop();
      expect(writes).toBeGreaterThan(4);
      const { data, pagination } = (await client.list()).body;
      expect(data).toEqual([ours]);
      expect(pagination.total).toBe(1);
    } finally {
      await server.close();
    }
  });

  it('leaves none behind on a bad network either', async () => {
    const server = await start();
    const bad = { resetBefore: 0.1, badGateway: 0.05, resetAfter: 0.1, cut: 0.1, badGatewayAfter: 0.05 };
    const network = await startFlakyNetwork(server.url, { seed: 5, ...bad });
    try {
      const writer = startWriter(network.url, { seed: 4, perSecond: 500 });
      await until(async () => network.counts.resetAfter + network.counts.cut > 20);
      await writer.stop();
      expect((await clientOf(server.url).list()).body.pagination.total).toBe(0);
    } finally {
      await network.close();
      await server.close();
    }
  });
});
