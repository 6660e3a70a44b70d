/** `['referral-codes', operation, ...arguments]`. A shorter key matches every key that starts with it. */
export type QueryKey = readonly unknown[];

/** The options of a query. */
export interface QueryOptions<T, E> {
  readonly queryKey: QueryKey;
  queryFn(context: { signal: AbortSignal }): Promise<T>;
  /** Always false: the client has already repeated what may help. */
  retry(failures: number, error: E): boolean;
  /** Never set. `useQueries` and `useSuspenseQueries` infer the type of the error from it. */
  readonly throwOnError?: (error: E) => boolean;
}

/** The options of an infinite query, which requests further pages as needed. */
export interface InfiniteQueryOptions<T, E> {
  readonly queryKey: QueryKey;
  queryFn(context: { signal: AbortSignal; pageParam: number }): Promise<T>;
  retry(failures: number, error: E): boolean;
  readonly initialPageParam: number;
  /** The number of the next page, or undefined at the end. */
  getNextPageParam(page: T, pages: T[], pageParam: number): number | undefined;
}

/** The options of a mutation. */
export interface MutationOptions<T, E, V> {
  readonly mutationKey: QueryKey;
  mutationFn(variables: V): Promise<T>;
  /** Invalidates the reads that the write made stale, also after a failure: the write may have been applied nevertheless. */
  onSettled(data: T | undefined, error: E | null, variables: V, result: unknown, context: Context): Promise<unknown>;
}

/** What TanStack Query passes to `onSettled` beside the result. */
interface Context {
  client: { invalidateQueries(filters: { queryKey: QueryKey }): Promise<void> };
}
