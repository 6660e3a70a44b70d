import { expect, it } from 'vitest';
import { newToken } from '../src/context/names.ts';
import { RunState } from '../src/context/run-state.ts';
import { Transport } from '../src/http/transport.ts';
import { transportOptions } from '../src/run/target.ts';
import { listen, PlainServer } from './servers/plain.ts';

it.each(['POST', 'PUT', 'DELETE', 'PATCH'])('a read-only run sends no %s, even if a check tries to', async (method) => {
  const server = new PlainServer();
  let requests = 0;
  const handle = server.handle.bind(server);
  server.handle = (request) => {
    requests += 1;
    return handle(request);
  };
  await using target = await listen(server);
  const transport = new Transport(transportOptions(target, {}));
  const run = new RunState({ transport, token: newToken(), seed: 1, readOnly: true, eventualMs: 0, modelMs: 0 });
  const path = '/api/v1/referral-code-records';
  await expect(run.send({ method, path, body: '{}' }, () => {})).rejects.toThrow('in a read-only run');
  expect(requests).toBe(0);
});
