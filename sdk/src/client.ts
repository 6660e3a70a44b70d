import { readAnswer, type Success, verify } from './answer.ts';
import { createOnce } from './create.ts';
import type { ReferralCodesError, Result } from './errors.ts';
import { type Call, calls } from './generated/calls.ts';
import type { RecordPage, ReferralCodeMethods, SafeReferralCodeMethods } from './generated/client.ts';
import type { OperationId } from './generated/operations.ts';
import { redacted, tell } from './hooks.ts';
import type { ClientOptions, ListOptions } from './options.ts';
import { paged } from './pages.ts';
import { headersOf, invalid, readArguments, serverUrl } from './request.ts';
import { type Journey, send } from './retry.ts';

/** The client: a method for each operation of the contract. */
export interface ReferralCodes extends ReferralCodeMethods {
  /** The same methods, answering `{ ok: true, value, response }` or `{ ok: false, error }`: none of them throws. */
  readonly safe: SafeReferralCodeMethods;
}

type Arguments = readonly unknown[];

const answers = new WeakMap<object, Response>();

/** The raw answer, headers included, that a value from a client came with; its body has been read. */
export const responseOf = (value: object): Response | undefined => answers.get(value);

/**
 * Makes a client. A call answers the body of a success, and throws a `ReferralCodesError` for everything else.
 *
 * @throws {ReferralCodesError} `invalid-argument`: `baseUrl` is no URL, or is left out where there is no page.
 * @example
 * ```ts
 * const codes = createReferralCodes({ baseUrl: 'https://example.org/api/v1/referral-code-records' });
 * ```
 */
export function createReferralCodes(options: ClientOptions = {}): ReferralCodes {
  if (!options.schemas && (options.validate ?? 'off') !== 'off')
    throw invalid('validate needs schemas: pass those of @referral-codes/sdk/schemas');
  const base = serverUrl(options.baseUrl);
  const headers = headersOf(undefined, { accept: 'application/json, application/problem+json' }, options.headers);
  const listening = options.onAttempt || options.onOutcome || options.debug;

  async function call(operation: OperationId, args: Arguments): Promise<Success> {
    const started = performance.now();
    let attempts = 0;
    let error: ReferralCodesError | undefined;

    const prepare = (id: OperationId, args: Arguments): Journey => {
      const { url, body, options: own } = readArguments(base, id, args);
      const type = body ? JSON_BODY : {};
      // Merging is slow. A copy all the same, since a fetch of the user's may change what it is given.
      const sent = own.headers ? headersOf(id, type, headers, own.headers) : { ...type, ...headers };
      return {
        ...options,
        ...own,
        operation: id,
        method: calls[id].method,
        url,
        headers: sent,
        body,
        deadline: started + (own.timeout ?? options.timeout ?? 60_000),
        onAttempt(event) {
          attempts++;
          if (listening) tell(options, { ...event, attempt: attempts, headers: redacted(sent) });
        },
      };
    };
    const travel = async (journey: Journey) => {
      const success = readAnswer(journey, await send(journey));
      verify(options, journey.operation, success);
      return success;
    };

    try {
      const journey = prepare(operation, args);
      const create = () => travel(journey);
      const success = await (operation === 'createCode'
        ? createOnce(journey, create, (query) => travel(prepare('findByCode', [query, args[1]])))
        : travel(journey));
      answers.set(success.value, success.response);
      return success;
    } catch (cause) {
      error = cause as ReferralCodesError;
      throw cause;
    } finally {
      if (listening) tell(options, { operation, attempts, error, duration: performance.now() - started });
    }
  }

  const methods: Record<string, unknown> = {};
  const safe: Record<string, unknown> = {};
  for (const id of Object.keys(calls) as OperationId[]) {
    const method = (...args: Arguments) => call(id, args).then(({ value }) => value);
    methods[id] = (calls[id] as Call).paged ? iterable(method as never) : method;
    safe[id] = (...args: Arguments): Promise<Result<unknown, OperationId>> =>
      call(id, args).then(
        (success) => ({ ok: true, ...success }),
        (error) => ({ ok: false, error }),
      );
  }
  return { ...methods, safe } as unknown as ReferralCodes;
}

const JSON_BODY = { 'content-type': 'application/json' };

/** A method that answers a page, made to answer all of them. */
const iterable =
  (method: (query: { page?: number } | undefined, options?: ListOptions) => Promise<RecordPage>) =>
  (query?: { page?: number }, options?: ListOptions) =>
    paged(method(query, options), query?.page ?? 1, (page) => method({ ...query, page }, options), options?.maxItems);
