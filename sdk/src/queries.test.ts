import { createMock } from '@referral-codes/mock';
import { serve } from '@referral-codes/mock/http';
import { InfiniteQueryObserver, MutationObserver, QueryClient, QueryObserver } from '@tanstack/react-query';
import { expect, expectTypeOf, it, onTestFinished } from 'vitest';
import { record, refused, serving } from '../test/serving.ts';
import { createReferralCodes } from './client.ts';
import type { RecordPage, ReferralCodeRecord } from './generated/client.ts';
import { createQueries, staleReads } from './queries.ts';

const { id, mentor_id, org_id, code } = record;

async function mocked() {
  const server = await serve(createMock({ scenario: 'source' }));
  onTestFinished(() => server.close());
  const codes = createReferralCodes({ baseUrl: server.url });
  const client = new QueryClient();
  onTestFinished(() => client.clear());
  return { codes, client, queries: createQueries(codes) };
}

it('a query answers what the method answers, under a key of its own', async () => {
  const { codes, client, queries } = await mocked();
  const record = await client.fetchQuery(queries.getRecord(id));
  expectTypeOf(record).toEqualTypeOf<ReferralCodeRecord>();
  expect(record).toEqual(await codes.getRecord(id));
  const pair = { mentor_id: record.mentor_id, org_id: record.org_id };
  expect(await client.fetchQuery(queries.getActiveCode(pair))).toEqual(await codes.getActiveCode(pair));
  expect(await client.fetchQuery(queries.findByCode({ code: record.code }))).toEqual(record);
  const page = await client.fetchQuery(queries.listRecords({ limit: 2 }));
  expectTypeOf(page).toEqualTypeOf<RecordPage>();
  expect(page.data).toHaveLength(2);
  expect(await client.fetchQuery(queries.listRecords())).toMatchObject({ pagination: { total: 47 } });
  expect(
    client
      .getQueryCache()
      .getAll()
      .map(({ queryKey }) => queryKey),
  ).toEqual([
    ['referral-codes', 'getRecord', id],
    ['referral-codes', 'getActiveCode', pair],
    ['referral-codes', 'findByCode', { code: record.code }],
    ['referral-codes', 'listRecords', { limit: 2 }],
    ['referral-codes', 'listRecords'],
  ]);
});

it('a query that is cancelled aborts the request', async () => {
  let closed = () => {};
  const isClosed = new Promise<void>((resolve) => {
    closed = resolve;
  });
  const { codes, received } = await serving((_, response) => void response.once('close', closed));
  const client = new QueryClient();
  const queries = createQueries(codes);
  const observer = new QueryObserver(client, queries.getRecord(id));
  const stop = observer.subscribe(() => {});
  while (received.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  await client.cancelQueries({ queryKey: ['referral-codes', 'getRecord', id] });
  stop();
  await isClosed;
  expect(client.getQueryState(['referral-codes', 'getRecord', id])?.fetchStatus).toBe('idle');
});

it('a query that is refused is refused once: the client itself tries again where that helps', async () => {
  const { codes, received } = await serving(refused(404, 'record-not-found'));
  const client = new QueryClient();
  await expect(client.fetchQuery(createQueries(codes).getRecord(id))).rejects.toMatchObject({
    slug: 'record-not-found',
  });
  expect(received).toHaveLength(1);
});

it('an infinite query loads page after page, to the last', async () => {
  const { client, queries } = await mocked();
  const observer = new InfiniteQueryObserver(client, queries.listRecords.infinite({ limit: 20 }));
  const stop = observer.subscribe(() => {});
  await observer.refetch();
  while (observer.getCurrentResult().hasNextPage) await observer.fetchNextPage();
  stop();
  expect(observer.getCurrentResult().data?.pages.map(({ data }) => data.length)).toEqual([20, 20, 7]);
});

it('a mutation makes the write, and the reads that it makes stale are read again', async () => {
  const { client, queries } = await mocked();
  const pair = { mentor_id: 'usr_new', org_id: 'org_new' };
  const list = new QueryObserver(client, queries.listRecords({ limit: 1 }));
  const stop = list.subscribe(() => {});
  await list.refetch();
  const create = new MutationObserver(client, queries.createCode(client));
  const created = await create.mutate({ ...pair, code: 'NEW-1' });
  expect(list.getCurrentResult().data?.pagination.total).toBe(48);
  expect(await client.fetchQuery(queries.getActiveCode(pair))).toEqual(created);

  const deactivate = new MutationObserver(client, queries.deactivateCode(client));
  expect((await deactivate.mutate({ id: created.id })).status).toBe('inactive');
  expect(client.getQueryState(['referral-codes', 'getActiveCode', pair])?.isInvalidated).toBe(true);

  const remove = new MutationObserver(client, queries.deleteRecord());
  expect(await remove.mutate(created.id)).toMatchObject({ id: created.id, deleted: true });
  expect(list.getCurrentResult().data?.pagination.total).toBe(48);
  stop();
});

it('a mutation whose outcome is unknown makes the same reads stale', async () => {
  const { codes } = await serving(({ socket }) => void socket.destroy());
  const told: unknown[] = [];
  const client = {
    invalidateQueries: async ({ queryKey }: { queryKey: readonly unknown[] }) => told.push(queryKey[1]),
  };
  const options = createQueries(codes).createCode(client);
  await expect(options.mutationFn({ mentor_id, org_id, code })).rejects.toMatchObject({ kind: 'outcome-unknown' });
  await options.onSettled?.();
  expect(told).toEqual(staleReads.createCode);
});

it('every write makes every read stale that is about the same things', () => {
  const reads = ['listRecords', 'getActiveCode', 'findByCode', 'getRecord'];
  expect(staleReads).toEqual({ createCode: reads, deactivateCode: reads, deleteRecord: reads });
});
