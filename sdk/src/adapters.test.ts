import type * as core from '@tanstack/query-core';
import type * as react from '@tanstack/react-query';
import type * as solid from '@tanstack/solid-query';
import type * as svelte from '@tanstack/svelte-query';
import type * as vue from '@tanstack/vue-query';
import { expect, expectTypeOf, it } from 'vitest';
import type { ErrorOf } from './errors.ts';
import type { DeletionReceipt, NewCode, RecordPage, ReferralCodeRecord } from './generated/client.ts';
import type { ReferralCodeQueries } from './queries.ts';

// Which types each adapter of TanStack Query infers. The functions are compiled and never called: hooks need a component.

declare const queries: ReferralCodeQueries;
const pair = { mentor_id: 'usr_1', org_id: 'org_1' };
type NotRead = ErrorOf<'getRecord'> | null;

it('a cache knows the types of the data by the keys', () => {
  const uses = async (client: core.QueryClient) => {
    const { queryKey } = queries.getRecord('rc_1');
    expectTypeOf(client.getQueryData(queryKey)).toEqualTypeOf<ReferralCodeRecord | undefined>();
    expectTypeOf(client.getQueryData(queries.orNull.getActiveCode(pair).queryKey)).toEqualTypeOf<
      ReferralCodeRecord | null | undefined
    >();
    const list = client.getQueryData(queries.infinite.listRecords().queryKey);
    expectTypeOf(list).toEqualTypeOf<core.InfiniteData<RecordPage, number> | undefined>();
    client.setQueryData(queryKey, (record) => record && { ...record, status: 'inactive' as const });
    // @ts-expect-error A record is no text.
    client.setQueryData(queryKey, 'inactive');
    expectTypeOf(await client.fetchQuery(queries.getRecord('rc_1'))).toEqualTypeOf<ReferralCodeRecord>();
    await client.prefetchQuery(queries.getRecord('rc_1'));
    await client.prefetchInfiniteQuery(queries.infinite.listRecords({ limit: 5 }));
    expectTypeOf(await client.ensureQueryData(queries.listRecords())).toEqualTypeOf<RecordPage>();
    await client.invalidateQueries({ queryKey: queries.getRecord('rc_1').queryKey });
  };
  expect(uses).toBeTypeOf('function');
});

it('React infers the types', () => {
  const uses = (q: typeof react, client: react.QueryClient) => {
    const one = q.useQuery(queries.getRecord('rc_1'));
    expectTypeOf(one.data).toEqualTypeOf<ReferralCodeRecord | undefined>();
    expectTypeOf(one.error).toEqualTypeOf<NotRead>();
    expectTypeOf(one.error?.slug).toEqualTypeOf<'record-not-found' | undefined>();
    const code = q.useQuery({ ...queries.getRecord('rc_1'), select: (record) => record.code, staleTime: 1000 });
    expectTypeOf(code.data).toEqualTypeOf<string | undefined>();
    const none = q.useQuery(queries.orNull.getActiveCode(pair, { timeout: 1000 }));
    expectTypeOf(none.data).toEqualTypeOf<ReferralCodeRecord | null | undefined>();
    expectTypeOf(q.useSuspenseQuery(queries.getRecord('rc_1')).data).toEqualTypeOf<ReferralCodeRecord>();
    const pages = q.useInfiniteQuery(queries.infinite.listRecords());
    expectTypeOf(pages.data?.pages).toEqualTypeOf<RecordPage[] | undefined>();
    const suspended = q.useSuspenseInfiniteQuery(queries.infinite.listRecords());
    expectTypeOf(suspended.data.pages).toEqualTypeOf<RecordPage[]>();
    const [first, list] = q.useQueries({ queries: [queries.getRecord('rc_1'), queries.listRecords()] });
    expectTypeOf(first.error).toEqualTypeOf<NotRead>();
    expectTypeOf(list.data).toEqualTypeOf<RecordPage | undefined>();
    const [both] = q.useSuspenseQueries({ queries: [queries.getRecord('rc_1'), queries.listRecords()] });
    expectTypeOf(both.data).toEqualTypeOf<ReferralCodeRecord>();
    q.usePrefetchQuery(queries.getRecord('rc_1'));
    const remove = q.useMutation(queries.deleteRecord());
    expectTypeOf(remove.data).toEqualTypeOf<DeletionReceipt | undefined>();
    expectTypeOf(remove.error).toEqualTypeOf<ErrorOf<'deleteRecord'> | null>();
    remove.mutate({ id: 'rc_1' });
    // An optimistic update.
    const deactivate = q.useMutation({
      ...queries.deactivateCode(),
      async onMutate({ id }) {
        const { queryKey } = queries.getRecord(id);
        await client.cancelQueries({ queryKey });
        const before = client.getQueryData(queryKey);
        client.setQueryData(queryKey, (record) => record && { ...record, status: 'inactive' as const });
        return { before };
      },
      onError(error, { id }, context) {
        expectTypeOf(error).toEqualTypeOf<ErrorOf<'deactivateCode'>>();
        client.setQueryData(queries.getRecord(id).queryKey, context?.before);
      },
    });
    deactivate.mutate({ id: 'rc_1' });
    expectTypeOf(q.queryOptions(queries.getRecord('rc_1')).queryKey).toExtend<readonly unknown[]>();
  };
  expect(uses).toBeTypeOf('function');
});

it('Vue infers the types', () => {
  const uses = (q: typeof vue, body: NewCode) => {
    const one = q.useQuery(queries.getRecord('rc_1'));
    expectTypeOf(one.data.value).toEqualTypeOf<ReferralCodeRecord | undefined>();
    expectTypeOf(one.error.value).toEqualTypeOf<NotRead>();
    const computed = q.useQuery(() => queries.getRecord('rc_1'));
    expectTypeOf(computed.data.value).toEqualTypeOf<ReferralCodeRecord | undefined>();
    const none = q.useQuery(queries.orNull.getActiveCode(pair));
    expectTypeOf(none.data.value).toEqualTypeOf<ReferralCodeRecord | null | undefined>();
    const pages = q.useInfiniteQuery(queries.infinite.listRecords());
    expectTypeOf(pages.data.value?.pages).toEqualTypeOf<RecordPage[] | undefined>();
    const several = q.useQueries({ queries: [queries.getRecord('rc_1'), queries.listRecords()] });
    expectTypeOf(several.value[1].data).toEqualTypeOf<RecordPage | undefined>();
    const create = q.useMutation(queries.createCode());
    expectTypeOf(create.error.value).toEqualTypeOf<ErrorOf<'createCode'> | null>();
    create.mutate(body);
  };
  expect(uses).toBeTypeOf('function');
});

it('Solid infers the types', () => {
  const uses = (q: typeof solid, body: NewCode) => {
    const one = q.useQuery(() => queries.getRecord('rc_1'));
    expectTypeOf(one.data).toEqualTypeOf<ReferralCodeRecord | undefined>();
    expectTypeOf(one.error).toEqualTypeOf<NotRead>();
    const none = q.useQuery(() => queries.orNull.getActiveCode(pair));
    expectTypeOf(none.data).toEqualTypeOf<ReferralCodeRecord | null | undefined>();
    const pages = q.useInfiniteQuery(() => queries.infinite.listRecords());
    expectTypeOf(pages.data?.pages).toEqualTypeOf<RecordPage[] | undefined>();
    const [first] = q.useQueries(() => ({ queries: [queries.getRecord('rc_1'), queries.listRecords()] }));
    expectTypeOf(first.data).toEqualTypeOf<ReferralCodeRecord | undefined>();
    const create = q.useMutation(() => queries.createCode());
    expectTypeOf(create.error).toEqualTypeOf<ErrorOf<'createCode'> | null>();
    create.mutate(body);
  };
  expect(uses).toBeTypeOf('function');
});

it('Svelte infers the types', () => {
  const uses = (q: typeof svelte, body: NewCode) => {
    const one = q.createQuery(() => queries.getRecord('rc_1'));
    expectTypeOf(one.data).toEqualTypeOf<ReferralCodeRecord | undefined>();
    expectTypeOf(one.error).toEqualTypeOf<NotRead>();
    const none = q.createQuery(() => queries.orNull.getActiveCode(pair));
    expectTypeOf(none.data).toEqualTypeOf<ReferralCodeRecord | null | undefined>();
    const pages = q.createInfiniteQuery(() => queries.infinite.listRecords());
    expectTypeOf(pages.data?.pages).toEqualTypeOf<RecordPage[] | undefined>();
    const [first] = q.createQueries(() => ({ queries: [queries.getRecord('rc_1'), queries.listRecords()] }));
    expectTypeOf(first.data).toEqualTypeOf<ReferralCodeRecord | undefined>();
    const create = q.createMutation(() => queries.createCode());
    expectTypeOf(create.error).toEqualTypeOf<ErrorOf<'createCode'> | null>();
    create.mutate(body);
  };
  expect(uses).toBeTypeOf('function');
});
