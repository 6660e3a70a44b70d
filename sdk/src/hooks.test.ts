import { describe, expect, it } from 'vitest';
import { caught, newCode, record, respondInOrder, serving, status, theRecord } from '../test/serving.ts';
import { createReferralCodes } from './client.ts';
import { fetchWithHooks, type Hooks } from './hooks.ts';
import type { ClientOptions } from './options.ts';

const { id } = record;

/** A server, and a client of it with these hooks. */
async function hooked(answer: Parameters<typeof serving>[0], hooks: Hooks, options: ClientOptions = {}) {
  const { url, received } = await serving(answer);
  const codes = createReferralCodes({ baseUrl: url, retryDelay: 1, fetch: fetchWithHooks(hooks), ...options });
  return { codes, received };
}

describe('headers from a function', () => {
  it('are asked for at each attempt, and sent with those of the client and the call', async () => {
    let token = 0;
    const headers = async () => ({ authorization: `Bearer ${++token}`, 'x-app': null });
    const { codes, received } = await hooked(
      respondInOrder(status(503), theRecord),
      { headers },
      { headers: { 'x-app': 'shop' } },
    );
    await codes.getRecord(id, { headers: { 'x-trace': '7' } });
    expect(received.map(({ headers }) => headers.authorization)).toEqual(['Bearer 1', 'Bearer 2']);
    expect(received[0]?.headers).toMatchObject({ 'x-trace': '7' });
    expect(received[0]?.headers).not.toHaveProperty('x-app');
  });

  it('are asked for once more after a 401, also of a create, and a second 401 is final', async () => {
    const asked: boolean[] = [];
    const headers: Hooks['headers'] = ({ unauthorized }) => {
      asked.push(unauthorized);
      return { authorization: unauthorized ? 'new' : 'old' };
    };
    const { codes, received } = await hooked(
      respondInOrder(
        status(401),
        (_, response) => void response.writeHead(201).end(JSON.stringify(record)),
        status(401),
      ),
      { headers },
    );
    expect(await codes.createCode(newCode)).toEqual(record);
    expect(received.map(({ method, headers }) => `${method} ${headers.authorization}`)).toEqual([
      'POST old',
      'POST new',
    ]);
    expect(await caught(codes.createCode(newCode))).toMatchObject({ status: 401, mayHaveHappened: false });
    expect(asked).toEqual([false, true, false, true]);
    expect(received).toHaveLength(4);
  });

  it('that cannot be sent are named and not quoted, and nothing is sent', async () => {
    const { codes, received } = await hooked(theRecord, { headers: () => ({ 'x-key': 's3cr3t\nx' }) });
    const error = await caught(codes.deleteRecord(id));
    expect(error).toMatchObject({ kind: 'invalid-argument', mayHaveHappened: false });
    expect(error.message).toMatch(/headers: x-key cannot be sent/);
    expect(received).toEqual([]);
  });
});

describe('onRequest and onResponse', () => {
  it('are called in order, each after the one before it, with what is sent', async () => {
    const heard: string[] = [];
    const later = (name: string) => async () => {
      await new Promise(setImmediate);
      heard.push(name);
    };
    const { codes, received } = await hooked(theRecord, {
      onRequest: [
        later('first'),
        (request) => {
          heard.push(`${request.callId > 0} ${request.attempt} ${request.operation} ${request.body}`);
          request.headers['X-Signature'] = `signed ${request.method}`;
        },
      ],
      onResponse: [later('response'), ({ response }) => heard.push(`${response.status} ${response.bodyUsed}`)],
    });
    expect(await codes.deactivateCode(id)).toEqual(record);
    expect(heard).toEqual(['first', 'true 1 deactivateCode {"status":"inactive"}', 'response', '200 false']);
    expect(received[0]?.headers['x-signature']).toBe('signed PUT');
  });
});

describe.each(['headers', 'onRequest', 'onResponse'] as const)('an error that %s throws', (name) => {
  const failing = () => Promise.reject(new Error('login failed'));

  it('is final and named', async () => {
    const { codes, received } = await hooked(theRecord, { [name]: failing });
    const error = await caught(codes.getRecord(id));
    expect(error).toMatchObject({
      kind: 'hook-failed',
      operation: 'getRecord',
      attempts: 1,
      cause: { message: 'login failed' },
    });
    expect(error.message).toMatch(new RegExp(`^getRecord: ${name} failed: login failed \\(GET `));
    expect(received).toHaveLength(name === 'onResponse' ? 1 : 0);
  });

  it('is the error of a create, without a look-up', async () => {
    const { codes, received } = await hooked(
      (_, response) => void response.writeHead(201).end(JSON.stringify(record)),
      { [name]: failing },
    );
    const error = await caught(codes.createCode(newCode));
    expect(error).toMatchObject({ kind: 'hook-failed', mayHaveHappened: name === 'onResponse' });
    expect(received.every(({ method }) => method === 'POST')).toBe(true);
  });
});

it('a hook that never ends is limited by the time of the attempt', async () => {
  const { codes } = await hooked(
    theRecord,
    { onRequest: () => new Promise(() => {}) },
    { attemptTimeout: 30, retries: 0 },
  );
  expect(await caught(codes.deleteRecord(id))).toMatchObject({ kind: 'timeout', mayHaveHappened: false });
});

it('the events of a call have its number, from its start on', async () => {
  const heard: unknown[] = [];
  const { codes } = await hooked(
    respondInOrder(status(503), theRecord),
    { onRequest: ({ callId, attempt }) => heard.push(['request', callId, attempt]) },
    {
      onStart: ({ callId, operation }) => heard.push(['start', callId, operation]),
      onAttempt: ({ callId, attempt }) => heard.push(['attempt', callId, attempt]),
      onOutcome: ({ callId, attempts }) => heard.push(['outcome', callId, attempts]),
    },
  );
  await codes.getRecord(id);
  const callId = (heard[0] as [string, number])[1];
  expect(heard).toEqual([
    ['start', callId, 'getRecord'],
    ['request', callId, 1],
    ['attempt', callId, 1],
    ['request', callId, 2],
    ['attempt', callId, 2],
    ['outcome', callId, 2],
  ]);
});
