import { request } from 'node:http';
import { operations } from '@referral-codes/sdk/contract';
import { setupServer } from 'msw/node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Fault } from '../src/fault.ts';
import { type ServedMock, serve } from '../src/http.ts';
import { createMock } from '../src/msw.ts';

const PATH = operations.listRecords.path;
const init = {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ mentor_id: 'usr_1', org_id: 'org_1', code: 'NEW-CODE' }),
};

let mock: ReturnType<typeof createMock>;
beforeEach(() => {
  mock = createMock({ scenario: 'empty' });
});

/** Each fault of the wire: what the caller sees, and whether the record is there. */
const wire: [Fault, 'no answer' | 'half an answer', stored: number][] = [
  [{ kind: 'reset' }, 'no answer', 0],
  [{ kind: 'stored-not-answered' }, 'no answer', 1],
  [{ kind: 'truncated-body' }, 'half an answer', 1],
];

async function outcome(url: string): Promise<string> {
  const response = await fetch(url + PATH, init).catch(() => undefined);
  if (!response) return 'no answer';
  return response.text().then(
    () => 'an answer',
    () => 'half an answer',
  );
}

describe('over a real socket', () => {
  let served: ServedMock;
  beforeEach(async () => {
    served = await serve(mock);
  });
  afterEach(() => served.close(0));

  it.each(wire)('%j gives %s', async (fault, seen, stored) => {
    mock.faults.arm(fault);
    expect([await outcome(served.origin), mock.records.size]).toEqual([seen, stored]);
    expect(mock.journal.find()[0]?.fault).toBe(fault.kind);
  });

  it('a reset is one: the other side sees ECONNRESET', async () => {
    mock.faults.arm({ kind: 'reset' });
    const code = await new Promise((resolve) =>
      request(served.origin + PATH)
        .on('error', (error: NodeJS.ErrnoException) => resolve(error.code))
        .end(),
    );
    expect(code).toBe('ECONNRESET');
  });

  it('a truncated body is announced whole', async () => {
    mock.faults.arm({ kind: 'truncated-body' });
    const response = await fetch(served.origin + PATH, init);
    expect(Number(response.headers.get('content-length'))).toBeGreaterThan(100);
  });

  it('silence lasts until the client gives up, and does not hold up closing', async () => {
    mock.faults.arm({ kind: 'silence' });
    await expect(fetch(served.origin + PATH, { signal: AbortSignal.timeout(50) })).rejects.toThrow('timeout');
    const pending = fetch(served.origin + PATH).catch(() => 'closed');
    await mock.journal.waitFor({ fault: 'silence' }, { count: 2 });
    await served.close();
    expect(await pending).toBe('closed');
  });
});

describe('in a Node interceptor', () => {
  const server = setupServer();
  beforeEach(() => {
    server.listen({ onUnhandledRequest: 'error' });
    server.use(...mock.handlers);
  });
  afterEach(() => server.close());

  it.each(wire)('%j gives %s', async (fault, seen, stored) => {
    mock.faults.arm(fault);
    expect([await outcome('http://api.test'), mock.records.size]).toEqual([seen, stored]);
  });

  it('silence lasts until the client gives up', async () => {
    mock.faults.arm({ kind: 'silence' });
    await expect(fetch(`http://api.test${PATH}`, { signal: AbortSignal.timeout(50) })).rejects.toThrow();
    expect(mock.journal.find()[0]?.fault).toBe('silence');
  });
});
