import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { clientOf } from './client.ts';
import { correctServers } from './index.ts';
import { startFlakyNetwork } from './network.ts';
import { startWriter } from './writer.ts';

/** Waits until something is so. */
async function until(so: () => Promise<boolean>): Promise<void> {
  while (!(await so())) await sleep(5);
}

describe.each(correctServers)('another writer on $name', ({ start }) => {
  it('changes the list all the time, keeps to its own records and leaves none behind', async () => {
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

describe('a writer', () => {
  it('says so when it cannot delete what it made', async () => {
    const server = await correctServers[0]!.start();
    const network = await startFlakyNetwork(server.url, {
      seed: 1,
      schedule: (_, method) => (method === 'DELETE' ? 'badGateway' : undefined),
    });
    const writer = startWriter(network.url, { seed: 1, perSecond: 500 });
    await until(async () => (await clientOf(server.url).list()).body.pagination.total > 0);
    await expect(writer.stop()).rejects.toThrow(/could not delete WRITER-/);
    await network.close();
    await server.close();
  });
});
