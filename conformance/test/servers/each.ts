import { afterAll, beforeAll, describe } from 'vitest';
import { type Client, clientOf } from './client.ts';
import { correctServers } from './index.ts';
import type { RunningServer } from './server.ts';

/** Tests of every correct server, started once for all of them. Its URL can be asked for once they run. */
export function onEveryServer(tests: (client: Client, url: () => string) => void): void {
  describe.each(correctServers)('the $name server', ({ start }) => {
    let server: RunningServer;
    beforeAll(async () => {
      server = await start();
    });
    afterAll(() => server.close());
    const url = () => server.url;
    tests(clientOf(url), url);
  });
}
