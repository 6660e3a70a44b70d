import { createError } from './errors.ts';
import type { CallEvent, FetchContext } from './events.ts';
import type { Fetch, HeaderSource } from './options.ts';
import { headersOf } from './request.ts';

export type { FetchContext } from './events.ts';

/** A request that is about to be sent, or was sent. */
export interface HookRequest extends CallEvent {
  /** The number of the attempt within its call, from 1. */
  readonly attempt: number;
  readonly method: string;
  readonly url: string;
  /** The headers, with all their values and in lower case. `onRequest` may change or replace them. */
  headers: Record<string, string>;
  /** The body, as it is sent. */
  readonly body: string | undefined;
  /** Whether the server has just answered this request with 401, so that a new token is needed. */
  readonly unauthorized: boolean;
}

/** A request, and the response that came. */
export interface HookResponse extends HookRequest {
  /** Its body has not been read. Read that of a `clone()` only. */
  readonly response: Response;
}

type OneOrMore<T> = T | readonly T[];

/**
 * Functions that take part in each request. Each is awaited before the next is called. An error that one throws is final:
 * the call is not tried again, and ends as `hook-failed` with that error as its cause.
 */
export interface Hooks {
  /** Returns headers, such as a token, for each request. Asked once more after a 401, and the request is sent again. */
  headers?: ((request: HookRequest) => HeaderSource | Promise<HeaderSource>) | undefined;
  /** Called before each request, in order. */
  onRequest?: OneOrMore<(request: HookRequest) => unknown> | undefined;
  /** Called with each response, in order. */
  onResponse?: OneOrMore<(response: HookResponse) => unknown> | undefined;
  /**
   * Sends the requests.
   * @default globalThis.fetch, looked up at each request
   */
  fetch?: Fetch | undefined;
}

/**
 * A `fetch` for a client that calls functions of your own for each request.
 *
 * @example
 * ```ts
 * const codes = createReferralCodes({ fetch: fetchWithHooks({ headers: async () => ({ authorization: await token() }) }) });
 * ```
 */
export const fetchWithHooks =
  (hooks: Hooks): Fetch =>
  async (url, init, context) => {
    const response = await send(hooks, url, init, context, false);
    if (response.status !== 401 || !hooks.headers) return response;
    // An unread body would keep its connection open.
    response.body?.cancel().catch(() => {});
    return send(hooks, url, init, context, true);
  };

async function send(hooks: Hooks, url: string, init: RequestInit, context: FetchContext, unauthorized: boolean) {
  const { headers, onRequest, onResponse, fetch = globalThis.fetch } = hooks;
  const { operation, method, progress } = context;
  const body = init.body as string | undefined;
  const { callId, attempts: attempt } = progress;
  const given = init.headers as Record<string, string>;
  const request: HookRequest = { operation, callId, attempt, method, url, headers: given, body, unauthorized };
  const [asked] = await run(context, 'headers', headers, request);
  request.headers = headersOf(context, given, asked);
  await run(context, 'onRequest', onRequest, request);
  const sent = headersOf(context, request.headers);
  const response = await fetch(url, { ...init, headers: sent }, context);
  await run(context, 'onResponse', onResponse, { ...request, response });
  return response;
}

/** Calls the functions in order, and returns what they returned. */
async function run<E, R>(
  context: FetchContext,
  name: keyof Hooks,
  functions: OneOrMore<(event: E) => R> = [],
  event: E,
): Promise<Awaited<R>[]> {
  const returned: Awaited<R>[] = [];
  try {
    for (const hook of [functions].flat() as ((event: E) => R)[]) returned.push(await hook(event));
  } catch (cause) {
    throw createError(context, `${name} failed: ${Object(cause).message}`, { kind: 'hook-failed', cause });
  }
  return returned;
}
