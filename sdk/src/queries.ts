import { type Call, calls } from './generated/calls.ts';
import type { RecordPage, ReferralCodeMethods } from './generated/client.ts';
import type { OperationId } from './generated/operations.ts';
import { type ReferralCodeQueries, staleReads } from './generated/queries.ts';

export type * from './generated/queries.ts';

/** `['referral-codes', operation, ...arguments]`. A beginning of it matches every key that goes on from there. */
export type QueryKey = readonly unknown[];

/** The options of a query. */
export interface QueryOptions<T, E> {
  readonly queryKey: QueryKey;
  queryFn(context: { signal: AbortSignal }): Promise<T>;
  /** False: the client has tried again already, and a refusal stays one. */
  retry(failures: number, error: E): boolean;
}

/** The options of a query that goes on page after page. */
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
  /** Invalidates what the write made stale, also where it failed: it may have been carried out all the same. */
  onSettled(data: T | undefined, error: E | null, variables: V, result: unknown, context: Context): Promise<unknown>;
}

interface Context {
  client: { invalidateQueries(filters: { queryKey: QueryKey }): Promise<void> };
}

type Values = Record<string, unknown>;
type Method = (...args: unknown[]) => Promise<never>;
type Write = keyof typeof staleReads;

/**
 * The operations as options of TanStack Query 5.89 or later: `useQuery(queries.getRecord(id))`,
 * `useMutation(queries.createCode())`. A query that is cancelled cancels its call.
 *
 * @param codes The client that is asked.
 * @param name How every key begins. Default: `referral-codes`. Clients of different servers in one cache need different names.
 * @example
 * ```ts
 * const queries = createQueries(createReferralCodes({ baseUrl: 'https://example.org/api/v1/referral-code-records' }));
 * ```
 */
export function createQueries(codes: ReferralCodeMethods, name = 'referral-codes'): ReferralCodeQueries {
  const options: Values = {};
  const infinite: Values = {};
  const stale: Values = {};
  for (const id of Object.keys(calls) as OperationId[]) {
    const method = codes[id].bind(codes) as Method;
    if (id in staleReads) {
      const keys = (variables: Values) => staleKeys(name, id as Write, variables);
      stale[id] = keys;
      options[id] = () => mutation([name, id], calls[id], method, keys);
    } else {
      options[id] = (...args: unknown[]) => query([name, id], calls[id], method, args);
      if (calls[id].paged) infinite[id] = (filter?: object) => pages([name, id], method, filter);
    }
  }
  return { ...options, infinite, stale } as unknown as ReferralCodeQueries;
}

// The client tries again by itself, and what it gives up is not worth asking again.
const retry = () => false;

function query(key: QueryKey, call: Call, method: Method, given: unknown[]): QueryOptions<unknown, unknown> {
  const count = pathNames(call).length;
  // An argument that is left out is the same as an empty one, so it must not make another key.
  const args = [...given.slice(0, count), ...(call.query ? [given[count] ?? {}] : [])];
  return { queryKey: [...key, ...args], queryFn: ({ signal }) => method(...args, { signal }), retry };
}

function pages(
  key: QueryKey,
  method: Method,
  query: { page?: number } = {},
): InfiniteQueryOptions<RecordPage, unknown> {
  return {
    queryKey: [...key, query, 'infinite'],
    queryFn: ({ signal, pageParam }) => method({ ...query, page: pageParam }, { signal }),
    retry,
    initialPageParam: query.page ?? 1,
    getNextPageParam: ({ data, pagination: { limit, total } }, _pages, page) =>
      data.length > 0 && page * limit < total ? page + 1 : undefined,
  };
}

function mutation(
  mutationKey: QueryKey,
  call: Call,
  method: Method,
  keys: (variables: Values) => QueryKey[],
): MutationOptions<unknown, unknown, Values> {
  const names = pathNames(call);
  return {
    mutationKey,
    mutationFn(variables) {
      const body = Object.fromEntries(Object.entries(variables).filter(([field]) => !names.includes(field)));
      return method(...names.map((parameter) => variables[parameter]), ...(call.body ? [body] : []));
    },
    onSettled: (_data, _error, variables, _result, { client }) =>
      Promise.all(keys(variables).map((queryKey) => client.invalidateQueries({ queryKey }))),
  };
}

/** At the write's own path, only the read with the same parameters is stale. */
function staleKeys(name: string, write: Write, variables: Values): QueryKey[] {
  return staleReads[write].map((read) => {
    const own = calls[read].path === calls[write].path ? pathNames(calls[read]) : [];
    return [name, read, ...own.map((parameter) => variables[parameter])];
  });
}

const pathNames = ({ path }: Call): string[] => [...path.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter!);
