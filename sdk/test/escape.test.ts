import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createReferralCodes, type ReferralCodes } from '../src/client.ts';
import { isReferralCodesError } from '../src/errors.ts';
import { json, type Listening, listen } from './listen.ts';
import { record } from './serving.ts';

let server: Listening;
let codes: ReferralCodes;
beforeAll(async () => {
  server = await listen((_, response) => json(response, 200, record));
  codes = createReferralCodes({ baseUrl: `${server.url}/mount` });
});
afterAll(() => server[Symbol.asyncDispose]());

const LIST = '/mount/api/v1/referral-code-records';

/** Strings as attackers and accidents make them: whole Unicode, half characters, and the syntax of URLs. */
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom(...'./\\%?#&=+;:@ \0\n\r\t', '%2e', '%2F', '%00', 'active', 'lookup', '\ud800', 'é'),
  }),
  fc.string(),
);

/** What reached the server, or nothing where the argument was refused. */
async function sent(call: () => Promise<unknown>) {
  server.received.length = 0;
  try {
    await call();
  } catch (error) {
    if (!isReferralCodesError(error) || error.kind !== 'invalid-argument') throw error;
    expect(server.received).toEqual([]);
    return undefined;
  }
  expect(server.received).toHaveLength(1);
  return server.received[0]!;
}

it('no string for an id changes the path or the method, or adds a query', async () => {
  let arrived = 0;
  const calls = [
    ['GET', (id: string) => codes.getRecord(id)],
    ['PUT', (id: string) => codes.deactivateCode(id)],
    ['DELETE', (id: string) => codes.deleteRecord(id)],
  ] as const;
  await fc.assert(
    fc.asyncProperty(text, fc.constantFrom(...calls), async (id, [method, call]) => {
      const request = await sent(() => call(id));
      if (!request) return;
      arrived++;
      expect(request.method).toBe(method);
      const { pathname, search } = new URL(request.url, 'http://server');
      expect(search).toBe('');
      expect(pathname.split('/').slice(0, -1).join('/')).toBe(LIST);
      expect(decodeURIComponent(pathname.split('/').at(-1)!)).toBe(id);
      expect(['active', 'lookup', '', '.', '..']).not.toContain(id);
    }),
    { numRuns: 1500 },
  );
  expect(arrived).toBeGreaterThan(100);
});

it('no string for a query value changes the path, the method or another parameter', async () => {
  let arrived = 0;
  await fc.assert(
    fc.asyncProperty(text, text, async (mentor_id, org_id) => {
      const request = await sent(() => codes.getActiveCode({ mentor_id, org_id }));
      if (!request) return;
      arrived++;
      expect(request.method).toBe('GET');
      const { pathname, searchParams } = new URL(request.url, 'http://server');
      expect(pathname).toBe(`${LIST}/active`);
      expect([...searchParams]).toEqual([
        ['mentor_id', mentor_id],
        ['org_id', org_id],
      ]);
    }),
    { numRuns: 1500 },
  );
  expect(arrived).toBeGreaterThan(500);
});

it('no string in a body changes anything but that field', async () => {
  await fc.assert(
    fc.asyncProperty(text, text, text, async (mentor_id, org_id, code) => {
      const request = await sent(() => codes.createCode({ mentor_id, org_id, code }));
      expect(request).toMatchObject({ method: 'POST', url: LIST });
      expect(JSON.parse(request!.body)).toEqual({ mentor_id, org_id, code });
    }),
    { numRuns: 300 },
  );
});
