import { createMock } from '@referral-codes/mock';
import { type ServedMock, serve } from '@referral-codes/mock/http';
import { InfiniteQueryObserver, MutationObserver, QueryClient, QueryObserver } from '@tanstack/query-core';
import { afterEach, beforeEach, describe, expect, expectTypeOf, it, vi } from 'vitest';
import { createReferralCodes } from '../src/client.ts';
import type { ErrorOf } from '../src/errors.ts';
import type { DeletionReceipt, RecordPage, ReferralCodeRecord } from '../src/generated/client.ts';
import { operations } from '../src/generated/operations.ts';
import { createQueries, type ReferralCodeQueries } from '../src/queries.ts';
import { caught, newCode, record } from './serving.ts';

const pair = { mentor_id: 'usr_4491', org_id: 'org_002' };

let server: ServedMock;
let client: QueryClient;
let queries: ReferralCodeQueries;
let asked: string[];
beforeEach(async () => {
  server = await serve(createMock());
  client = new QueryClient();
  asked = [];
  const fetch = (url: string, init: RequestInit) => {
    asked.push(`${init.method} ${url.slice(server.url.length + operations.listRecords.path.length)}`);
    return globalThis.fetch(url, init);
  };
  queries = createQueries(createReferralCodes({ baseUrl: server.url, fetch, retryDelay: 1 }));
});
afterEach(async () => {
  client.clear();
  await server.close();
});

/** Runs a mutation as a page would. */
function mutate<T, V>(options: { mutationFn(variables: V): Promise<T> }, variables: V): Promise<T> {
  return new MutationObserver<T, Error, V>(client, options).mutate(variables);
}

const isStale = (queryKey: readonly unknown[]) => client.getQueryState(queryKey)?.isInvalidated;

describe('a query', () => {
  it('resolves to what the method resolves to', async () => {
    expect(await client.fetchQuery(queries.getActiveCode(pair))).toEqual(record);
    expect(await client.fetchQuery(queries.findByCode({ code: record.code }))).toEqual(record);
    expect(await client.fetchQuery(queries.getRecord(record.id))).toEqual(record);
    expect((await client.fetchQuery(queries.listRecords({ limit: 2 }))).data).toHaveLength(2);
  });

  it('is requested once for equal arguments, and separately for others', async () => {
    const fresh = { staleTime: Number.POSITIVE_INFINITY };
    await client.fetchQuery({ ...queries.getActiveCode(pair), ...fresh });
    await client.fetchQuery({ ...queries.getActiveCode({ org_id: 'org_002', mentor_id: 'usr_4491' }), ...fresh });
    await client.fetchQuery({ ...queries.listRecords(), ...fresh });
    await client.fetchQuery({ ...queries.listRecords({}), ...fresh });
    await client.fetchQuery({ ...queries.listRecords({ page: 2 }), ...fresh });
    expect(asked).toEqual(['GET /active?mentor_id=usr_4491&org_id=org_002', 'GET ', 'GET ?page=2']);
  });

  it('has a key whose beginnings match', () => {
    expect(queries.getRecord('rc_1').queryKey).toEqual(['referral-codes', 'getRecord', 'rc_1']);
    expect(queries.listRecords().queryKey).toEqual(['referral-codes', 'listRecords', {}]);
    client.setQueryData(queries.getRecord('rc_1').queryKey, record);
    client.setQueryData(queries.getRecord('rc_2').queryKey, record);
    client.setQueryData(queries.infinite.listRecords({ limit: 5 }).queryKey, { pages: [], pageParams: [] });
    const found = (queryKey: unknown[]) => client.getQueryCache().findAll({ queryKey }).length;
    expect(found(['referral-codes'])).toBe(3);
    expect(found(['referral-codes', 'getRecord'])).toBe(2);
    expect(found(['referral-codes', 'listRecords', { limit: 5 }])).toBe(1);
  });

  it('with another name shares nothing in the cache', async () => {
    const codes = createReferralCodes({ baseUrl: server.url });
    await client.fetchQuery(createQueries(codes, 'other').getRecord(record.id));
    expect(client.getQueryData(['other', 'getRecord', record.id])).toEqual(record);
    expect(client.getQueryData(queries.getRecord(record.id).queryKey)).toBeUndefined();
  });

  it('that may be null is null where there is no record, and throws every other error', async () => {
    expect(await client.fetchQuery(queries.orNull.getRecord('rc_gone'))).toBeNull();
    expect(await client.fetchQuery(queries.orNull.getRecord(record.id))).toEqual(record);
    expect(queries.orNull.getRecord('rc_1').queryKey).toEqual(['referral-codes', 'getRecord', 'rc_1', 'orNull']);
    const fetch = async () => new Response('', { status: 500 });
    const failing = createQueries(createReferralCodes({ baseUrl: server.url, fetch }));
    expect(await caught(client.fetchQuery(failing.orNull.getRecord('rc_2')))).toMatchObject({ status: 500 });
  });

  it('passes the options of its call on, which are not in its key', async () => {
    const fetch = async () => Response.json({ ...record, code: 'FROM-OPTIONS' });
    const options = queries.getActiveCode(pair, { fetch });
    expect(options.queryKey).toEqual(queries.getActiveCode(pair).queryKey);
    expect(await client.fetchQuery(options)).toMatchObject({ code: 'FROM-OPTIONS' });
    const page = async () => Response.json({ data: [], pagination: { page: 1, limit: 20, total: 0 } });
    expect(await client.fetchInfiniteQuery(queries.infinite.listRecords({}, { fetch: page }))).toMatchObject({
      pages: [{ data: [] }],
    });
    expect(await mutate(queries.deactivateCode({ fetch }), { id: record.id })).toMatchObject({ code: 'FROM-OPTIONS' });
    expect(asked).toEqual([]);
  });

  it('is not requested again after a problem', async () => {
    const observer = new QueryObserver(client, queries.getRecord('rc_gone'));
    const stop = observer.subscribe(() => {});
    await vi.waitFor(() => expect(observer.getCurrentResult().status).toBe('error'));
    stop();
    expect(observer.getCurrentResult().error).toMatchObject({ kind: 'problem', slug: 'record-not-found' });
    expect(asked).toEqual(['GET /rc_gone']);
  });

  it('refuses an argument as the method does', async () => {
    expect(await caught(client.fetchQuery(queries.getRecord('..')))).toMatchObject({ kind: 'invalid-argument' });
    expect(await caught(client.fetchQuery((queries.getRecord as () => never)()))).toMatchObject({
      kind: 'invalid-argument',
    });
    expect(asked).toEqual([]);
  });

  it('that is no longer observed aborts its call', async () => {
    let signal: AbortSignal | null | undefined;
    const waits = (_url: string, init: RequestInit) => {
      signal = init.signal;
      return new Promise<Response>(() => {});
    };
    const waiting = createQueries(createReferralCodes({ baseUrl: server.url, fetch: waits }));
    const stop = new QueryObserver(client, waiting.getRecord(record.id)).subscribe(() => {});
    await vi.waitFor(() => expect(signal?.aborted).toBe(false));
    stop();
    expect(signal?.aborted).toBe(true);
  });
});

describe('an infinite query', () => {
  it('requests page after page, and ends at the last', async () => {
    const observer = new InfiniteQueryObserver(client, queries.infinite.listRecords({ limit: 3 }));
    const stop = observer.subscribe(() => {});
    await vi.waitFor(() => expect(observer.getCurrentResult().isSuccess).toBe(true));
    while (observer.getCurrentResult().hasNextPage) await observer.fetchNextPage();
    stop();
    const ids = observer.getCurrentResult().data?.pages.flatMap(({ data }) => data.map(({ id }) => id));
    expect(new Set(ids).size).toBe(8);
    expect(asked).toEqual(['GET ?page=1&limit=3', 'GET ?page=2&limit=3', 'GET ?page=3&limit=3']);
  });

  it('begins at the requested page', async () => {
    const { pages, pageParams } = await client.fetchInfiniteQuery(queries.infinite.listRecords({ page: 2, limit: 5 }));
    expect(pages.map(({ data }) => data.length)).toEqual([3]);
    expect(pageParams).toEqual([2]);
  });

  it('knows the page before', () => {
    const { getPreviousPageParam } = queries.infinite.listRecords();
    const page = { data: [], pagination: { page: 1, limit: 1, total: 4 } };
    expect([getPreviousPageParam(page, [], 3), getPreviousPageParam(page, [], 1)]).toEqual([2, undefined]);
  });

  it.each([
    ['the last page is full', { data: [record], pagination: { page: 1, limit: 1, total: 1 } }, 1, undefined],
    ['a page is empty', { data: [], pagination: { page: 1, limit: 1, total: 9 } }, 1, undefined],
    ['there is more', { data: [record], pagination: { page: 1, limit: 1, total: 2 } }, 1, 2],
    ['the server repeats its page number', { data: [record], pagination: { page: 1, limit: 1, total: 4 } }, 3, 4],
  ])('knows the next page where %s', (_name, page, number, next) => {
    const { getNextPageParam } = queries.infinite.listRecords();
    expect(getNextPageParam(page as RecordPage, [], number)).toBe(next);
  });
});

describe('a mutation', () => {
  it('resolves to what the method resolves to, from one object of variables', async () => {
    const created = await mutate(queries.createCode(), { ...newCode, org_id: 'org_new', code: 'NEW-1' });
    expect(created).toMatchObject({ status: 'active', code: 'NEW-1' });
    const later = '2030-01-01T00:00:00Z';
    expect(await mutate(queries.deactivateCode(), { id: created.id, deactivated_at: later })).toMatchObject({
      status: 'inactive',
      deactivated_at: later,
    });
    expect(await mutate(queries.deleteRecord(), { id: created.id })).toMatchObject({ deleted: true });
    expect(asked).toEqual(['POST ', `PUT /${created.id}`, `DELETE /${created.id}`]);
  });

  it('invalidates the reads that show what it changed, and no other record', async () => {
    await client.fetchQuery(queries.getRecord(record.id));
    await client.fetchQuery(queries.getRecord('rc_de000002'));
    await client.fetchQuery(queries.getActiveCode(pair));
    await client.fetchQuery(queries.findByCode({ code: record.code }));
    await client.fetchInfiniteQuery(queries.infinite.listRecords());
    client.setQueryData(['another', 'getRecord'], record);
    await mutate(queries.deactivateCode(), { id: record.id });
    expect(isStale(queries.getRecord(record.id).queryKey)).toBe(true);
    expect(isStale(queries.getActiveCode(pair).queryKey)).toBe(true);
    expect(isStale(queries.findByCode({ code: record.code }).queryKey)).toBe(true);
    expect(isStale(queries.infinite.listRecords().queryKey)).toBe(true);
    expect(isStale(queries.getRecord('rc_de000002').queryKey)).toBe(false);
    expect(isStale(['another', 'getRecord'])).toBe(false);
  });

  it('that failed invalidates them too, because it may have been applied', async () => {
    await client.fetchQuery(queries.listRecords());
    const refusal = await caught(mutate(queries.createCode(), newCode));
    expect(refusal).toMatchObject({ kind: 'problem', slug: 'code-taken' });
    expect(isStale(queries.listRecords().queryKey)).toBe(true);
  });

  it('that deactivates puts the record into the reads of it, and lets no page show it as the active one', async () => {
    const keys = {
      record: queries.getRecord(record.id).queryKey,
      code: queries.findByCode({ code: record.code }).queryKey,
      active: queries.getActiveCode(pair).queryKey,
      activeOrNull: queries.orNull.getActiveCode(pair).queryKey,
      other: queries.getRecord('rc_de000002').queryKey,
    };
    for (const key of Object.values(keys)) client.setQueryData(key, record);
    client.setQueryData(keys.other, { ...record, id: 'rc_de000002' });
    const variables = { id: record.id };
    const deactivated = await mutate(queries.deactivateCode(), variables);
    expect(client.getQueryData(keys.record)).toEqual(deactivated);
    expect(client.getQueryData(keys.code)).toMatchObject({ status: 'inactive' });
    expect(client.getQueryState(keys.active)).toMatchObject({ status: 'pending', data: undefined });
    expect(client.getQueryData(keys.activeOrNull)).toBeNull();
    expect(client.getQueryData(keys.other)).toMatchObject({ status: 'active' });
  });

  it.each(['that deletes', 'that finds no record'])('%s empties every read of the record', async (which) => {
    const read = queries.getRecord(record.id);
    client.setQueryData(read.queryKey, record);
    client.setQueryData(queries.orNull.findByCode({ code: record.code }).queryKey, record);
    if (which !== 'that deletes') await createReferralCodes({ baseUrl: server.url }).deleteRecord(record.id);
    await mutate(queries.deleteRecord(), { id: record.id }).catch(() => {});
    expect(client.getQueryState(read.queryKey)).toMatchObject({ status: 'pending', data: undefined });
    expect(client.getQueryData(queries.orNull.findByCode({ code: record.code }).queryKey)).toBeNull();
  });

  it('that deletes leaves a page that shows the record with an error, or with null, and without the record', async () => {
    const plain = new QueryObserver(client, queries.getRecord(record.id));
    const orNone = new QueryObserver(client, queries.orNull.getRecord(record.id));
    const stops = [plain.subscribe(() => {}), orNone.subscribe(() => {})];
    await vi.waitFor(() => expect(plain.getCurrentResult().data && orNone.getCurrentResult().data).toEqual(record));
    await mutate(queries.deleteRecord(), { id: record.id });
    await vi.waitFor(() => expect(plain.getCurrentResult().status).toBe('error'));
    for (const stop of stops) stop();
    expect(plain.getCurrentResult().data).toBeUndefined();
    expect(orNone.getCurrentResult()).toMatchObject({ status: 'success', data: null });
  });

  it('has the keys that it makes stale', () => {
    const all = ['listRecords', 'getActiveCode', 'findByCode'].map((read) => ['referral-codes', read]);
    expect(queries.stale.deleteRecord({ id: 'rc_1' })).toEqual([...all, ['referral-codes', 'getRecord', 'rc_1']]);
    expect(queries.stale.createCode(newCode)).toEqual([...all, ['referral-codes', 'getRecord']]);
  });
});

it('there are options for every operation of the contract', () => {
  const { infinite: _infinite, orNull: _orNull, stale, ...options } = queries;
  expect(Object.keys(options).sort()).toEqual(Object.keys(operations).sort());
  const writes = Object.entries(operations).filter(([, { method }]) => method !== 'GET');
  expect(Object.keys(stale).sort()).toEqual(writes.map(([id]) => id).sort());
});

it('the types are those of the contract', () => {
  const observed = new QueryObserver(client, queries.getRecord('rc_1')).getCurrentResult();
  expectTypeOf(observed.data).toEqualTypeOf<ReferralCodeRecord | undefined>();
  expectTypeOf(observed.error).toEqualTypeOf<ErrorOf<'getRecord'> | null>();
  const pages = new InfiniteQueryObserver(client, queries.infinite.listRecords()).getCurrentResult();
  expectTypeOf(pages.data?.pages).toEqualTypeOf<RecordPage[] | undefined>();
  expectTypeOf(pages.error).toEqualTypeOf<ErrorOf<'listRecords'> | null>();
  const mutation = new MutationObserver(client, queries.deleteRecord()).getCurrentResult();
  expectTypeOf(mutation.data).toEqualTypeOf<DeletionReceipt | undefined>();
  expectTypeOf(mutation.error).toEqualTypeOf<ErrorOf<'deleteRecord'> | null>();
  expectTypeOf(mutation.variables).toEqualTypeOf<{ id: string } | undefined>();
  expectTypeOf(queries.deactivateCode().mutationFn).toBeCallableWith({ id: 'rc_1' });
  // @ts-expect-error A pair is two.
  queries.getActiveCode({ mentor_id: 'usr_4491' });
  // @ts-expect-error The record must be named.
  () => queries.deactivateCode().mutationFn({ deactivated_at: '2030-01-01T00:00:00Z' });
});
