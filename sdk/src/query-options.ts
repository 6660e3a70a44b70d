import type { DataTag, InfiniteData } from '@tanstack/query-core';
import type { CallOptions } from './options.ts';

/** `['referral-codes', operation, ...arguments]`. A shorter key matches every key that starts with it. */
export type QueryKey = readonly unknown[];

/** The options of a call by a query or mutation. It is cancelled by TanStack Query, not by a signal. */
export type QueryCallOptions = Omit<CallOptions, 'signal'>;

/** The options of a query. */
export interface QueryOptions<T, E> {
  /** `getQueryData` and `setQueryData` know the type of the data from it. */
  readonly queryKey: DataTag<QueryKey, T, E>;
  queryFn(context: { signal: AbortSignal }): Promise<T>;
  /** Always false: the client has already repeated what may help. */
  retry(failures: number, error: E): boolean;
  /** Never set. `useQueries` and `useSuspenseQueries` infer the type of the error from it. */
  readonly throwOnError?: (error: E) => boolean;
}

/** The options of an infinite query, which requests further pages as needed. */
export interface InfiniteQueryOptions<T, E> {
  readonly queryKey: DataTag<QueryKey, InfiniteData<T, number>, E>;
  queryFn(context: { signal: AbortSignal; pageParam: number }): Promise<T>;
  retry(failures: number, error: E): boolean;
  readonly initialPageParam: number;
  /** The number of the next page, or undefined at the end. */
  getNextPageParam(page: T, pages: T[], pageParam: number): number | undefined;
  /** The number of the page before, or undefined at the beginning. */
  getPreviousPageParam(page: T, pages: T[], pageParam: number): number | undefined;
}

/** The options of a mutation. */
export interface MutationOptions<T, E, V> {
  readonly mutationKey: QueryKey;
  mutationFn(variables: V): Promise<T>;
  /** Puts the record that the write returned into the reads of it, and empties those that would show a dead record. */
  onSuccess(data: T, variables: V, result: unknown, context: Context): Promise<unknown>;
  /** Invalidates the reads that the write made stale, also after a failure: the write may have been applied nevertheless. */
  onSettled(data: T | undefined, error: E | null, variables: V, result: unknown, context: Context): Promise<unknown>;
}

/** What TanStack Query passes to `onSuccess` and `onSettled` beside the result. */
export interface Context {
  client: {
    getQueriesData(filters: { queryKey: QueryKey }): [QueryKey, unknown][];
    setQueryData(queryKey: QueryKey, data: unknown): unknown;
    resetQueries(filters: { queryKey: QueryKey; exact: boolean }): Promise<void>;
    invalidateQueries(filters: { queryKey: QueryKey }): Promise<void>;
  };
}
