import createClient from 'openapi-fetch';
import { readAnswer } from './answer.ts';
import { failure } from './errors.ts';
import { calls } from './generated/calls.ts';
import type { ReferralCodeMethods } from './generated/client.ts';
import type { OperationId } from './generated/operations.ts';
import type { paths } from './generated/schema.ts';
import type { ClientOptions } from './options.ts';
import { type Arguments, readArguments, serverUrl } from './request.ts';

/** The client: a method for each operation of the contract. */
export interface ReferralCodes extends ReferralCodeMethods {}

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
  const openapi = createClient<paths>({
    baseUrl: serverUrl(options.baseUrl),
    headers: new Headers(options.headers),
    // A fetch looked up at each call is met by an interceptor that starts later; a Request would be a copy nobody reads.
    Request: Plan as unknown as typeof Request,
    fetch: (plan) => (options.fetch ?? globalThis.fetch)(plan.url, (plan as unknown as Plan).init),
  });

  async function send(operation: OperationId, { path, query, body, options }: Arguments): Promise<unknown> {
    const headers = new Headers(options.headers);
    const { signal = null } = options;
    const call = { params: { query }, body, headers, signal, parseAs: 'stream' };
    let response: Response;
    let text: string;
    try {
      const answer = await openapi.request(calls[operation].method as 'get', path as never, call as never);
      response = answer.response;
      // openapi-fetch has read the body of a refusal, unless it believed a Content-Length of 0.
      text = response.bodyUsed ? textOf(answer.error) : await response.text();
    } catch (cause) {
      const kind = signal?.aborted ? 'aborted' : 'network';
      throw failure(`no whole answer: ${(cause as Error).message}`, { kind, operation, cause });
    }
    return readAnswer(operation, response, text);
  }

  const method = (id: OperationId) => [id, async (...args: unknown[]) => send(id, readArguments(id, args))];
  return Object.fromEntries((Object.keys(calls) as OperationId[]).map(method));
}

/** Stands where openapi-fetch would make a Request: keeps what fetch takes. */
class Plan {
  readonly url: string;
  readonly init: RequestInit;
  constructor(url: string, init: RequestInit) {
    this.url = url;
    this.init = init;
  }
}

const textOf = (error: unknown): string => (typeof error === 'string' ? error : JSON.stringify(error));
