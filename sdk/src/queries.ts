import { orNull } from './errors.ts';
import { type Call, calls } from './generated/calls.ts';
import type { RecordPage, ReferralCodeMethods, ReferralCodeRecord } from './generated/client.ts';
import type { OperationId } from './generated/operations.ts';
import { type ReferralCodeQueries, staleReads } from './generated/queries.ts';
import { isObject } from './is-object.ts';
import type { Context, QueryKey } from './query-options.ts';

export type * from './generated/queries.ts';
export type * from './query-options.ts';

type Values = Record<string, unknown>;
type Method = (...args: unknown[]) => Promise<unknown>;
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
  const nullable: Values = {};
  const stale: Values = {};
  for (const [id, call] of Object.entries(calls) as [OperationId, Call][]) {
    const method = codes[id].bind(codes) as Method;
    if (id in staleReads) {
      const keys = (variables: Values) => staleKeys(name, id as Write, variables);
      stale[id] = keys;
      options[id] = (callOptions?: object) => mutation([name, id], call, method, keys, callOptions);
    } else {
      options[id] = (...args: unknown[]) => query([name, id], call, method, args);
      if (call.paged) infinite[id] = (filter?: object, more?: object) => pages([name, id], method, filter, more);
      // Every read of one record can find none.
      else {
        const orNone: Method = (...args) => orNull(method(...args));
        nullable[id] = (...args: unknown[]) => query([name, id], call, orNone, args, ['orNull']);
      }
    }
  }
  return { ...options, infinite, orNull: nullable, stale } as unknown as ReferralCodeQueries;
}

// The client itself repeats failed calls; repeating them once more would not help.
const retry = () => false;

function query(key: QueryKey, call: Call, method: Method, methodArgs: unknown[], variant: string[] = []) {
  const count = pathNames(call).length + (call.query ? 1 : 0);
  // An omitted argument means the same as an empty one, so both must have the same key.
  const args = methodArgs.slice(0, count);
  if (call.query) args[count - 1] ??= {};
  const queryFn = ({ signal }: { signal: AbortSignal }) => method(...args, { ...Object(methodArgs[count]), signal });
  return { queryKey: [...key, ...args, ...variant], queryFn, retry };
}

function pages(key: QueryKey, method: Method, filter: { page?: number } = {}, options?: object) {
  return {
    queryKey: [...key, filter, 'infinite'],
    queryFn: ({ signal, pageParam }: { signal: AbortSignal; pageParam: number }) =>
      method({ ...filter, page: pageParam }, { ...options, signal }),
    retry,
    initialPageParam: filter.page ?? 1,
    getNextPageParam: ({ data, pagination: { limit, total } }: RecordPage, _pages: unknown, page: number) =>
      data.length > 0 && page * limit < total ? page + 1 : undefined,
    getPreviousPageParam: (_page: unknown, _pages: unknown, page: number) => (page > 1 ? page - 1 : undefined),
  };
}

function mutation(
  mutationKey: QueryKey,
  call: Call,
  method: Method,
  keys: (variables: Values) => QueryKey[],
  options?: object,
) {
  const names = pathNames(call);
  return {
    mutationKey,
    mutationFn(variables: Values) {
      const body = Object.fromEntries(Object.entries(variables).filter(([field]) => !names.includes(field)));
      return method(...names.map((parameter) => variables[parameter]), ...(call.body ? [body] : []), options);
    },
    onSuccess: (data: unknown, _variables: Values, _result: unknown, { client }: Context) =>
      updateReads(client, mutationKey.slice(0, 1), data as ReferralCodeRecord),
    async onSettled(_data: unknown, error: unknown, variables: Values, _result: unknown, { client }: Context) {
      const { slug, gone } = Object(error) as { slug?: string; gone?: boolean };
      // A record that a write did not find is as dead as a deleted one.
      if (slug === 'record-not-found' || gone)
        await updateReads(client, mutationKey.slice(0, 1), { id: variables.id } as ReferralCodeRecord);
      return Promise.all(keys(variables).map((queryKey) => client.invalidateQueries({ queryKey })));
    },
  };
}

/**
 * Brings the reads of one record into line with what a write of it returned. A read that the record no longer belongs to
 * becomes null if it may be, and is otherwise emptied, so that no page shows a dead record beside an error.
 */
function updateReads(client: Context['client'], queryKey: QueryKey, written: ReferralCodeRecord) {
  const reads = client.getQueriesData({ queryKey });
  const own = reads.filter(([, data]) => isObject(data) && data.id === written.id);
  return Promise.all(
    own.map(([key]) => {
      const belongs = written.status === 'active' || (written.status && key[1] !== 'getActiveCode');
      if (belongs) return client.setQueryData(key, written);
      return key.at(-1) === 'orNull'
        ? client.setQueryData(key, null)
        : client.resetQueries({ queryKey: key, exact: true });
    }),
  );
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
