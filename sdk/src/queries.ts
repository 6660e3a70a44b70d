import type { ReferralCodes } from './client.ts';
import { calls } from './generated/calls.ts';
import type { OperationId } from './generated/operations.ts';
import { type ReferralCodeQueries, staleReads } from './generated/queries.ts';

export { type ReferralCodeQueries, staleReads } from './generated/queries.ts';

/** What a query library takes. The client itself tries again, so that the library need not. */
export interface QueryOptions<T> {
  queryKey: readonly unknown[];
  queryFn: (context: { signal?: AbortSignal }) => Promise<T>;
  retry: false;
}

/** What a query library takes to load page after page. */
export interface InfiniteQueryOptions<T> {
  queryKey: readonly unknown[];
  queryFn: (context: { signal?: AbortSignal; pageParam: number }) => Promise<T>;
  initialPageParam: number;
  getNextPageParam: (page: T) => number | undefined;
  retry: false;
}

/** What a query library takes for a write. */
export interface MutationOptions<T, V> {
  mutationKey: readonly unknown[];
  mutationFn: (variables: V) => Promise<T>;
  /** Invalidates what the write may have changed, also where its outcome is unknown. Present where there is a client to tell. */
  onSettled?: () => Promise<unknown>;
}

/** What is used of a query client. */
export interface Invalidating {
  invalidateQueries(filters: { queryKey: readonly unknown[] }): Promise<unknown>;
}

type Method = (...args: unknown[]) => Promise<never>;
type PageOf = { data: unknown[]; pagination: { page: number; limit: number; total: number } };

/**
 * Options for TanStack Query, which it does not depend on: a function for each operation of the client.
 *
 * @example
 * ```ts
 * const queries = createQueries(codes);
 * useQuery(queries.getActiveCode({ mentor_id: 'usr_4491', org_id: 'org_002' }));
 * useMutation(queries.createCode(useQueryClient()));
 * ```
 */
export function createQueries(codes: ReferralCodes): ReferralCodeQueries {
  const method = (id: OperationId) => codes[id] as unknown as Method;
  const key = (id: string, ...args: unknown[]) => ['referral-codes', id, ...args.filter((arg) => arg !== undefined)];

  const read = (id: OperationId) => {
    // An options object comes after the arguments, given or not.
    const places = (calls[id].path.match(/\{/g)?.length ?? 0) + (calls[id].query ? 1 : 0);
    const options = (...args: unknown[]): QueryOptions<unknown> => ({
      queryKey: key(id, ...args),
      queryFn: async ({ signal }) => method(id)(...Array.from({ length: places }, (_, at) => args[at]), { signal }),
      retry: false,
    });
    return calls[id].paged ? Object.assign(options, { infinite: (query?: object) => infinite(id, query) }) : options;
  };
  const infinite = (id: OperationId, query?: object): InfiniteQueryOptions<PageOf> => ({
    queryKey: key(id, 'infinite', query),
    queryFn: async ({ signal, pageParam }) => method(id)({ ...query, page: pageParam }, { signal }),
    initialPageParam: 1,
    getNextPageParam: ({ data, pagination: { page, limit, total } }) =>
      data.length > 0 && page * limit < total ? page + 1 : undefined,
    retry: false,
  });
  const write = (id: keyof typeof staleReads) => (client?: Invalidating) => ({
    mutationKey: key(id),
    mutationFn: (variables: never) => method(id)(...spread(id, variables)),
    ...(client && {
      onSettled: () => Promise.all(staleReads[id].map((stale) => client.invalidateQueries({ queryKey: key(stale) }))),
    }),
  });
  const members = (Object.keys(calls) as OperationId[]).map((id) => [
    id,
    id in staleReads ? write(id as never) : read(id),
  ]);
  return Object.fromEntries(members);
}

/** The arguments of a write: its one argument, or the path parameters and the body by name. */
function spread(id: OperationId, variables: Record<string, unknown>): unknown[] {
  const { path, body } = calls[id];
  const names = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!);
  if (body) names.push('body');
  return names.length === 1 ? [variables] : names.map((name) => variables[name]);
}
