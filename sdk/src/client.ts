import { createOnce } from './create.ts';
import { type Call, calls } from './generated/calls.ts';
import type { FindByCodeQuery, RecordPage, ReferralCodeMethods, SafeReferralCodeMethods } from './generated/client.ts';
import type { OperationId } from './generated/operations.ts';
import { report } from './hooks.ts';
import type { ClientOptions, ListOptions } from './options.ts';
import { paged } from './pages.ts';
import { headersOf, invalidArgument, readArguments, serverUrl } from './request.ts';
import { type AnyResult, checkSchema, failed, readSuccess, type Success } from './response.ts';
import { type CallProgress, type PreparedRequest, send } from './retry.ts';

/** The client: one method for each operation of the contract. */
export interface ReferralCodes extends ReferralCodeMethods {
  /** The same methods, which resolve to `{ ok: true, value, response }` or `{ ok: false, error }` instead of throwing. */
  readonly safe: SafeReferralCodeMethods;
}

/** The options of a client, checked. */
interface Client extends ClientOptions {
  baseUrl: string;
  headers: Record<string, string>;
}

type Arguments = readonly unknown[];

const responses = new WeakMap<object, Response>();

/** The response that a value returned by a client came with, for its headers; its body has already been read. */
export const responseOf = (value: object): Response | undefined => responses.get(value);

/**
 * Creates a client. A call resolves to the body of a success, and throws a `ReferralCodesError` for everything else.
 *
 * @throws {ReferralCodesError} `invalid-argument` if `baseUrl` is not usable or is missing outside a page, if a header
 * cannot be sent, or if `validate` is set without `schemas`.
 * @example
 * ```ts
 * const codes = createReferralCodes({ baseUrl: 'https://example.org/api/v1/referral-code-records' });
 * ```
 */
export function createReferralCodes(options: ClientOptions = {}): ReferralCodes {
  if (!options.schemas && (options.validate ?? 'off') !== 'off') throw invalidArgument('validate needs schemas');
  const baseUrl = serverUrl(options.baseUrl);
  const headers = headersOf(undefined, { accept: 'application/json, application/problem+json' }, options.headers);
  const client: Client = { ...options, baseUrl, headers };

  const methods: Record<string, unknown> = {};
  const safe: Record<string, unknown> = {};
  for (const id of Object.keys(calls) as OperationId[]) {
    const method = (...args: Arguments) => call(client, id, args).then(unwrap);
    methods[id] = (calls[id] as Call).paged ? iterable(method as ReadPage) : method;
    safe[id] = (...args: Arguments) => call(client, id, args);
  }
  return { ...methods, safe } as unknown as ReferralCodes;
}

/** Carries out one call of a method, and reports its outcome to the hooks. */
async function call(client: Client, operation: OperationId, args: Arguments): Promise<AnyResult> {
  const progress = { started: performance.now(), attempts: 0 };
  const result = await perform(client, progress, operation, args).catch(failed);
  report(client, client.onOutcome, {
    operation,
    attempts: progress.attempts,
    error: result.ok ? undefined : result.error,
    duration: performance.now() - progress.started,
  });
  return result;
}

function unwrap(result: AnyResult): object {
  if (result.ok) return result.value;
  throw result.error;
}

async function perform(client: Client, progress: CallProgress, id: OperationId, args: Arguments): Promise<Success> {
  const request = prepare(client, progress, id, args);
  if (id !== 'createCode') return exchange(request);
  const find = (query: FindByCodeQuery) => exchange(prepare(client, progress, 'findByCode', [query, args[1]]));
  return createOnce(request, () => exchange(request), find);
}

function prepare(client: Client, progress: CallProgress, id: OperationId, args: Arguments): PreparedRequest {
  const { url, body, options } = readArguments(client.baseUrl, id, args);
  // A copy, because a user's fetch may change the headers it gets.
  const headers = { ...(body && { 'content-type': 'application/json' }), ...client.headers };
  const merged = { ...client, ...options };
  return {
    ...merged,
    operation: id,
    method: calls[id].method,
    url,
    // Merging is slow: always doing it would make a call take twice as long.
    headers: options.headers ? headersOf(id, headers, options.headers) : headers,
    body,
    deadline: progress.started + (merged.timeout ?? 60_000),
    progress,
  };
}

async function exchange(request: PreparedRequest): Promise<Success> {
  const success = readSuccess(request, await send(request));
  checkSchema(request, success);
  responses.set(success.value, success.response);
  return success;
}

type ReadPage = (query?: { page?: number }, options?: ListOptions) => Promise<RecordPage>;

/** Makes the page that a method returns iterable over all records from that page on. */
const iterable =
  (method: ReadPage): ReadPage =>
  (query, options) =>
    paged(method(query, options), query?.page ?? 1, (page) => method({ ...query, page }, options), options?.maxItems);
