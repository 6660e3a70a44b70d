import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { caught } from '../test/serving.ts';
import { createReferralCodes } from './client.ts';
import type { OperationId } from './generated/operations.ts';
import { operations } from './generated/operations.ts';

const BASE = 'http://server.test/base';
const PATH = operations.listRecords.path;

/** What one call sends, or the error it ends in before it sends anything. */
async function sending(id: OperationId, ...args: unknown[]) {
  const sent: { given: string; url: URL; method: string; body: unknown }[] = [];
  const fetch = async (url: string, init: RequestInit) => {
    // As the platform reads it: what it would send, not what we meant.
    const request = new Request(url, init);
    sent.push({ given: url, url: new URL(request.url), method: request.method, body: await request.text() });
    return new Response('{"data":[],"pagination":{"page":1,"limit":20,"total":0}}');
  };
  const codes = createReferralCodes({ baseUrl: BASE, fetch, retries: 0 });
  const call = codes.safe[id] as (...args: unknown[]) => ReturnType<typeof codes.safe.getRecord>;
  const result = await call(...args);
  return { sent, error: result.ok ? undefined : result.error };
}

/** Text of any kind, often with what URLs, servers and proxies treat in ways of their own. */
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
  fc
    .array(
      fc.constantFrom(
        '.',
        '..',
        '/',
        '\\',
        '%2e',
        '%2F',
        '%00',
        '\0',
        '?',
        '#',
        '&',
        '=',
        ';',
        ':',
        '@',
        '+',
        ' ',
        '\t',
      ),
    )
    .map((parts) => parts.join('')),
  fc.constantFrom('active', 'lookup', '__proto__', '$&', "$'", '{id}', '\ud800', '\u2028', '．．', 'rc_8f3a21bc'),
);
const byId = ['getRecord', 'deactivateCode', 'deleteRecord'] as const;

describe('no id, whatever its text,', () => {
  it('changes anything but its own segment of the path', async () => {
    await fc.assert(
      fc.asyncProperty(text, fc.constantFrom(...byId), async (value, id) => {
        const { sent, error } = await sending(id, value);
        if (error?.kind === 'invalid-argument') return void expect(sent).toEqual([]);
        const [{ given, url, method }] = sent as [(typeof sent)[0]];
        expect(sent).toHaveLength(1);
        // Not left to the fetch, which may be one of the user's.
        expect(given).toBe(`${BASE}${PATH}/${encodeURIComponent(value)}`);
        expect(method).toBe(operations[id].method);
        expect(url.origin + url.search + url.hash).toBe('http://server.test');
        const [segment = '', ...more] = url.pathname.slice(`/base${PATH}/`.length).split('/');
        expect(url.pathname.startsWith(`/base${PATH}/`) && more).toEqual([]);
        expect(decodeURIComponent(segment)).toBe(value);
        // Nor for a server or proxy that decodes once more than it should, and one that cuts off what follows a semicolon.
        for (const again of [value, value.split(';')[0]]) {
          const { pathname } = new URL(`${PATH}/${again}`, 'http://server.test');
          expect(pathname.startsWith(`${PATH}/`) && pathname.length > `${PATH}/`.length).toBe(true);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('that matches the contract is refused', async () => {
    await fc.assert(
      fc.asyncProperty(fc.stringMatching(/^[\w-]{1,64}$/), async (value) => {
        fc.pre(value !== 'active' && value !== 'lookup');
        expect((await sending('getRecord', value)).sent).toMatchObject([
          { url: { pathname: `/base${PATH}/${value}` } },
        ]);
      }),
    );
  });

  it.each(
    byId.flatMap((id) => ['', '.', '..', '..?', '..;', '.. ', 'active', 'lookup'].map((value) => [id, value] as const)),
  )('makes %s of %j another operation', async (id, value) => {
    const { sent, error } = await sending(id, value);
    expect(error).toMatchObject({ kind: 'invalid-argument', operation: id });
    expect(error?.message).toMatch(/\bid\b/);
    expect(sent).toEqual([]);
  });
});

it('no query value, whatever its text, changes the path, the method or another parameter', async () => {
  await fc.assert(
    fc.asyncProperty(text, text, async (mentor_id, org_id) => {
      const { sent, error } = await sending('getActiveCode', { mentor_id, org_id });
      const wellFormed = !/\p{Surrogate}/u.test(`${mentor_id} ${org_id}`);
      expect(error?.kind === 'invalid-argument').toBe(!wellFormed);
      if (!wellFormed) return void expect(sent).toEqual([]);
      const [{ url, method }] = sent as [(typeof sent)[0]];
      expect(method + url.origin + url.pathname + url.hash).toBe(
        `GEThttp://server.test/base${operations.getActiveCode.path}`,
      );
      expect([...url.searchParams]).toEqual([
        ['mentor_id', mentor_id],
        ['org_id', org_id],
      ]);
    }),
    { numRuns: 2_000 },
  );
});

it('no field of a body, whatever its text, changes another', async () => {
  await fc.assert(
    fc.asyncProperty(text, text, text, async (mentor_id, org_id, code) => {
      const { sent } = await sending('createCode', { mentor_id, org_id, code }, { retries: 0 });
      const body = JSON.parse(String(sent[0]?.body));
      expect(body).toEqual({ mentor_id, org_id, code });
    }),
  );
});

it('only strings are ids, only strings and numbers are query values, and the error names the argument', async () => {
  const codes = createReferralCodes({ baseUrl: BASE, fetch: () => expect.fail('it was sent') });
  await fc.assert(
    fc.asyncProperty(fc.anything(), async (value) => {
      if (typeof value === 'string') return;
      expect(await caught(codes.getRecord(value as string))).toMatchObject({ kind: 'invalid-argument' });
      if (typeof value === 'number' || value === undefined) return;
      const error = await caught(codes.findByCode({ code: value as string }));
      expect(error).toMatchObject({ kind: 'invalid-argument', message: expect.stringContaining('code must be ') });
    }),
  );
});

it('headers of any kind end in a request or an error of this package', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(fc.anything(), fc.dictionary(text, fc.anything()), fc.array(fc.anything())),
      async (headers) => {
        const { sent, error } = await sending('getRecord', 'rc_1', { headers });
        expect(error?.kind).toBe(sent.length ? undefined : 'invalid-argument');
      },
    ),
    { numRuns: 1_000 },
  );
});

it('a query parameter that is not in the contract is not sent', async () => {
  const { sent } = await sending('findByCode', { code: 'A', 'org_id=1&x': '2' });
  expect(sent[0]?.url.search).toBe('?code=A');
});
