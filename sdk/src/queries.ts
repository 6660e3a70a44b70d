import { type Call, calls } from './generated/calls.ts';
import type { RecordPage, ReferralCodeMethods } from './generated/client.ts';
import type { OperationId } from './generated/operations.ts';
import { type ReferralCodeQueries, staleReads } from './generated/queries.ts';
import type { InfiniteQueryOptions, MutationOptions, QueryKey, QueryOptions } from './query-options.ts';

export type * from './generated/queries.ts';
export type * from './query-options.ts';

type Values = Record<string, unknown>;
type Method = (...args: unknown[]) => Promise<never>;
type Write = keyof typeof staleReads;

/**
 * The operations as options of TanStack Query 5.89 or later: `useQuery(queries.getRecord(id))`,
 * `useMutation(queries.createCode())`. A query that is cancelled cancels its call.
 *
 * @param codes The client that carries out the operations.
 * @param name The first element of every key. Clients of different servers that share a cache need different names.
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

// The client itself repeats failed calls; repeating them once more would not help.
const retry = () => false;

function query(key: QueryKey, call: Call, method: Method, methodArgs: unknown[]): QueryOptions<unknown, unknown> {
  const count = pathNames(call).length;
  // An omitted argument means the same as an empty one, so both must have the same key.
  const args = [...methodArgs.slice(0, count), ...(call.query ? [methodArgs[count] ?? {}] : [])];
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

/** The keys that a write makes stale. Of a read at the write's own path, only the one with the same parameters is. */
function staleKeys(name: string, write: Write, variables: Values): QueryKey[] {
  return staleReads[write].map((read) => {
    const own = calls[read].path === calls[write].path ? pathNames(calls[read]) : [];
    return [name, read, ...own.map((parameter) => variables[parameter])];
  });
}

/** The names of the path parameters: `{id}` → `id`. */
const pathNames = ({ path }: Call): string[] => (path.match(/\{\w+\}/g) ?? []).map((match) => match.slice(1, -1));
