import { expect, it } from 'vitest';
import { newToken, RunState } from '../src/context/run-state.ts';
import { Transport } from '../src/http/transport.ts';
import { transportOptions } from '../src/run/run.ts';
import { listen, PlainServer } from './servers/plain.ts';

it.each(['POST', 'PUT', 'DELETE', 'PATCH'])(
  'a run that only reads sends no %s, even if a check asks for it',
  async (method) => {
    const server = new PlainServer();
    let asked = 0;
    const handle = server.handle.bind(server);
    server.handle = (ask) => {
      asked += 1;
      return handle(ask);
    };
    await using target = await listen(server);
    const transport = new Transport(transportOptions(target, {}));
    const session = new RunState({ transport, token: newToken(), seed: 1, readOnly: true, eventualMs: 0, modelMs: 0 });
    const path = '/api/v1/referral-code-records';
    await expect(session.send({ method, path, body: '{}' }, () => {})).rejects.toThrow('a run that only reads');
    expect(asked).toBe(0);
  },
);
