import { afterAll, beforeAll, describe, inject } from 'vitest';
import { type Client, clientOf } from './client.ts';
import { type CorrectServer, correctServers } from './index.ts';
import type { PostgresConnection, RunningServer } from './server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Only in the project `postgres`. */
    postgres?: PostgresConnection;
  }
}

const postgres = inject('postgres');

/** The correct servers to test: the one on PostgreSQL in the project `postgres`, the others in the project `node`. */
export const testedServers: readonly CorrectServer[] = correctServers
  .filter(({ name }) => (name === 'postgres') === (postgres !== undefined))
  .map((server) => ({ ...server, start: (options) => server.start({ ...options, ...(postgres && { postgres }) }) }));

/** Defines tests for each of these servers, which is started once. `url` may be called only within a test. */
export function onEveryServer(tests: (client: Client, url: () => string) => void): void {
  describe.each(testedServers)('the $name server', ({ start }) => {
    let server: RunningServer;
    beforeAll(async () => {
      server = await start();
    });
    // Undefined if it did not start.
    afterAll(() => server?.close());
    const url = () => server.url;
    tests(clientOf(url), url);
  });
}
