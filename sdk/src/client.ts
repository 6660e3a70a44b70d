import { createOnce } from './create.ts';
import { type Call, calls } from './generated/calls.ts';
import type { FindByCodeQuery, RecordPage, ReferralCodeMethods, SafeReferralCodeMethods } from './generated/client.ts';
import type { OperationId } from './generated/operations.ts';
import type { ClientOptions, ListOptions } from './options.ts';
import { paged } from './pages.ts';
import { callHook, report } from './report.ts';
import { headersOf, invalidArgument, readArguments, serverUrl } from './request.ts';
import { type AnyResult, failed, readSuccess, type Success } from './response.ts';
import { type CallProgress, type PreparedRequest, send } from './retry.ts';

/** The client: one method for each operation of the contract. */
export interface ReferralCodes extends ReferralCodeMethods {
  /** The same methods, which resolve to `{ ok: true, value }` or `{ ok: false, error }` instead of throwing. */
  readonly safe: SafeReferralCodeMethods;
}

/** Carries out one call of an operation, and reports its outcome to the hooks. */
export type Caller = (
  operation: PreparedRequest['operation'],
  row: Call,
  args: readonly unknown[],
) => Promise<AnyResult>;

let callCount = 0;

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
  const call = caller(options);
  const methods: Record<string, unknown> = {};
  const safe: Record<string, unknown> = {};
  for (const [id, row] of Object.entries(calls) as [OperationId, Call][]) {
    const run = (...args: unknown[]) => call(id, row, args);
    const method = (...args: unknown[]) => run(...args).then(unwrap);
    safe[id] = run;
    methods[id] = row.paged ? iterable(method as ReadPage) : method;
  }
  return { ...methods, safe } as unknown as ReferralCodes;
}

/**
 * Checks the options of a client.
 *
 * @throws {ReferralCodesError} `invalid-argument`, as `createReferralCodes` does.
 */
export function caller(client: ClientOptions): Caller {
  if (!client.schemas && (client.validate ?? 'off') !== 'off') throw invalidArgument({}, 'validate needs schemas');
  const baseUrl = serverUrl(client.baseUrl);
  const fixed = headersOf({}, { accept: 'application/json, application/problem+json' }, client.headers);

  function prepare(
    progress: CallProgress,
    operation: PreparedRequest['operation'],
    call: Call,
    args: readonly unknown[],
  ) {
    const { path, body, options } = readArguments({ operation }, call, args);
    // A copy of the fixed headers, because a fetch of the caller may change those that it gets.
    const headers = { ...(body && { 'content-type': 'application/json' }), ...fixed };
    const request: PreparedRequest = {
      ...client,
      ...options,
      ...call,
      operation,
      url: baseUrl + path,
      body,
      progress,
      init: { ...client.init, ...options.init },
      // Merging is slow: always doing it would make a call take twice as long.
      headers: options.headers ? headersOf({ operation }, headers, options.headers) : headers,
      deadline: progress.started + (options.timeout ?? client.timeout ?? 60_000),
    };
    return request;
  }

  return async (operation, row, args) => {
    const started = performance.now();
    const progress = { callId: ++callCount, started, attempts: 0, mayHaveHappened: false };
    const { callId } = progress;
    void callHook(client.onStart, { operation, callId });
    const perform = async () => {
      const request = prepare(progress, operation, row, args);
      if (operation !== 'createCode') return exchange(request);
      const find = (query: FindByCodeQuery) =>
        exchange(prepare(progress, 'findByCode', calls.findByCode, [query, args[1]]));
      return createOnce(request, () => exchange(request), find);
    };
    const result = await perform().catch(failed);
    const error = result.ok ? undefined : result.error;
    const duration = performance.now() - started;
    report(client, client.onOutcome, { operation, callId, attempts: progress.attempts, error, duration });
    return result;
  };
}

async function exchange(request: PreparedRequest): Promise<Success> {
  const success = readSuccess(request, await send(request));
  if (request.validate !== 'off') await request.schemas?.['~check'](request, success.value);
  return success;
}

/** The value of a result; throws its error if there is none. */
export function unwrap(result: AnyResult): object {
  if (result.ok) return result.value;
  throw result.error;
}

type ReadPage = (query?: { page?: number }, options?: ListOptions) => Promise<RecordPage>;

/** Makes the page that a method returns iterable over all records from that page on. */
const iterable =
  (method: ReadPage): ReadPage =>
  (query, options) =>
    paged(method(query, options), query?.page ?? 1, (page) => method({ ...query, page }, options), options?.maxItems);
