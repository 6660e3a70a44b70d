import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Server } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { required } from '../../scripts/required.ts';
import { type ServedMock, serve } from '../src/http/index.ts';
import { createMock } from '../src/mock.ts';

let served: ServedMock | undefined;
afterEach(() => served?.close(0));

/** The server that answers a request, as Node itself names it. */
async function serverOf(ask: () => Promise<unknown>): Promise<Server> {
  let server: Server | undefined;
  const started = (message: unknown) => {
    server = (message as { server: Server }).server;
  };
  subscribe('http.server.request.start', started);
  try {
    await ask();
  } finally {
    unsubscribe('http.server.request.start', started);
  }
  return required(server);
}

// Node looks only every 30 seconds for clients that are late, so waiting for it would take a minute.
describe('the server disconnects slow clients, by the timeouts of node:http', () => {
  it('to send its headers, and to send all of its request', async () => {
    const mock = await serve(createMock());
    served = mock;
    const { headersTimeout, requestTimeout } = await serverOf(() => fetch(mock.url));
    expect({ headersTimeout, requestTimeout }).toEqual({ headersTimeout: 10_000, requestTimeout: 30_000 });
  });
});
