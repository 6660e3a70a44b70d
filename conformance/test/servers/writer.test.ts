import { expect, it } from 'vitest';
import { clientOf, until } from './client.ts';
import { start } from './fastify.ts';
import { startFlakyNetwork } from './network.ts';
import { startWriter } from './writer.ts';

it('a writer reports records that it cannot delete', async () => {
  const server = await start();
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
