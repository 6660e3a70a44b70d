import { failure, isReferralCodesError, type ReferralCodesError } from './errors.ts';
import type { OperationId } from './generated/operations.ts';
import type { AttemptEvent, CallOptions } from './options.ts';

/** A request on its way: what is sent, and how long and how often. */
export interface Journey extends Omit<CallOptions, 'headers'> {
  operation: OperationId;
  method: string;
  url: string;
  headers: Headers;
  body: string | undefined;
  /** When the call as a whole is out of time, by `performance.now()`. */
  deadline: number;
  onAttempt: (event: Omit<AttemptEvent, 'attempt' | 'headers'>) => void;
}

/** An answer whose body has been read. */
export interface Answer {
  response: Response;
  text: string;
  /** Whether an earlier attempt may have been carried out. */
  doubt: boolean;
}

/** The answers after which asking again may help. */
const PASSING = /^(408|429|502|503|504)$/;

/** Timers take no more milliseconds than this. */
const LONGEST = 2 ** 31 - 1;

/** Sends the request; again after a failure that may pass, unless it is a POST, which repeating might carry out twice. */
export async function send(journey: Journey): Promise<Answer> {
  const { operation, method, url, headers, body, signal, deadline } = journey;
  const { attemptTimeout = 15_000, fetch = globalThis.fetch } = journey;
  // A redirect may turn a write into a read, so that is left to the caller.
  const redirect = method === 'GET' ? 'follow' : 'manual';
  let doubt = false;
  for (let failures = 0; ; failures++) {
    const started = performance.now();
    const limit = limited(operation, signal, Math.min(attemptTimeout, deadline - started));
    let response: Response | undefined;
    let error: ReferralCodesError | undefined;
    let retryIn: number | undefined;
    try {
      limit.signal.throwIfAborted();
      const init = { method, headers, redirect, signal: limit.signal, ...(body && { body }) } as const;
      response = await limit.hold(fetch(url, init));
      if (method !== 'POST' && PASSING.test(`${response.status}`)) retryIn = pause(journey, failures, response);
      if (retryIn === undefined) return { response, text: await limit.hold(response.text()), doubt };
      // Nobody reads it, and while it is open it holds the connection.
      response.body?.cancel().catch(() => {});
      doubt ||= response.status !== 429;
    } catch (cause) {
      const message = `no whole answer: ${(cause as Error | undefined)?.message}`;
      error = isReferralCodesError(cause) ? cause : failure(message, { kind: 'network', operation, cause });
      if (method !== 'POST' && error.kind !== 'aborted') retryIn = pause(journey, failures);
      if (retryIn === undefined) throw error;
      doubt = true;
    } finally {
      limit.end();
      const duration = performance.now() - started;
      journey.onAttempt({ operation, method, url, status: response?.status, error, retryIn, duration });
    }
    await sleep(journey, retryIn);
  }
}

/** How long to wait before trying again: what the server asks for, else full jitter; nothing when that is too long or too often. */
export function pause(journey: Journey, failures: number, response?: Response): number | undefined {
  const { retries = 2, retryDelay = 300, maxRetryDelay = 20_000, deadline } = journey;
  const delay =
    retryAfter(response?.headers.get('retry-after')) ??
    Math.random() * Math.min(maxRetryDelay, retryDelay * 2 ** failures);
  return failures < retries && delay <= maxRetryDelay && performance.now() + delay < deadline ? delay : undefined;
}

/** Waits; an abort ends it at once. */
export async function sleep({ operation, signal }: Journey, ms: number): Promise<void> {
  const limit = limited(operation, signal, ms);
  try {
    await limit.hold(new Promise(() => {}));
  } catch (error) {
    if ((error as ReferralCodesError).kind !== 'timeout') throw error;
  } finally {
    limit.end();
  }
}

/** Milliseconds until the moment a Retry-After names, in seconds or as any of the three dates of HTTP. */
export function retryAfter(value: string | null | undefined): number | undefined {
  if (!value) return;
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  // The oldest of the three has no zone, and means GMT as the others do.
  const date = /\d:\d\d:\d\d/.test(value) ? Date.parse(/GMT$/.test(value) ? value : `${value} GMT`) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}

/** Holds promises until they are done, time is up or the caller aborts, also where they would not listen to a signal. */
function limited(operation: OperationId, outer: AbortSignal | undefined, ms: number) {
  const controller = new AbortController();
  const { signal } = controller;
  const stopped = new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  stopped.catch(() => {});
  const stop = (kind: 'aborted' | 'timeout', message: string, cause?: unknown) =>
    controller.abort(failure(message, { kind, operation, cause }));
  const cancel = () => stop('aborted', 'the call was aborted', outer?.reason);
  const timer = setTimeout(() => stop('timeout', `no whole answer within ${Math.ceil(ms)} ms`), Math.min(ms, LONGEST));
  if (outer?.aborted) cancel();
  outer?.addEventListener('abort', cancel);
  return {
    signal,
    hold: <T>(work: Promise<T>): Promise<T> => Promise.race([work, stopped]),
    end() {
      clearTimeout(timer);
      outer?.removeEventListener('abort', cancel);
    },
  };
}
