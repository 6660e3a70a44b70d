import { readText } from './body.ts';
import { failure, isReferralCodesError, type ReferralCodesError } from './errors.ts';
import type { OperationId } from './generated/operations.ts';
import type { AttemptEvent, CallOptions } from './options.ts';

/** A request on its way: what is sent, and how long and how often. */
export interface Journey extends Omit<CallOptions, 'headers'> {
  operation: OperationId;
  method: string;
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string | undefined;
  /** When the call as a whole is out of time, by `performance.now()`. */
  deadline: number;
  onAttempt: (event: Omit<AttemptEvent, 'attempt' | 'headers'>) => void;
}

/** An answer whose body has been read. */
export interface Answer {
  response: Response;
  /** The body; undefined when it is larger than the client reads. */
  text: string | undefined;
  /** Whether an earlier attempt may have been carried out. */
  doubt: boolean;
}

/** The answers after which asking again may help. */
const PASSING = /^(408|429|502|503|504)$/;

/** Timers take no more milliseconds than this. */
const LONGEST = 2 ** 31 - 1;

/** Sends the request; again after a failure that may pass, unless it is a POST, which repeating might carry out twice. */
export async function send(journey: Journey): Promise<Answer> {
  const { operation, method, url, headers, body, deadline } = journey;
  const { attemptTimeout = 15_000, fetch = globalThis.fetch } = journey;
  let doubt = false;
  for (let failures = 0; ; failures++) {
    const started = performance.now();
    const end: { response?: Response; error?: ReferralCodesError; retryIn?: number | undefined } = {};
    try {
      const text = await within(journey, Math.min(attemptTimeout, deadline - started), async (signal) => {
        // A redirect may turn a write into a read, and take the caller's headers to another origin.
        const response = await fetch(url, { method, headers, redirect: 'manual', signal, ...(body && { body }) });
        end.response = response;
        if (method !== 'POST' && PASSING.test(`${response.status}`)) end.retryIn = pause(journey, failures, response);
        if (end.retryIn === undefined) return readText(response);
        // Nobody reads it, and while it is open it holds the connection.
        response.body?.cancel().catch(() => {});
        return '';
      });
      const response = end.response!;
      if (end.retryIn === undefined) return { response, text, doubt };
      doubt ||= response.status !== 429;
    } catch (cause) {
      const message = `no whole answer: ${(cause as Error | undefined)?.message}`;
      const error = isReferralCodesError(cause) ? cause : failure(message, { kind: 'network', operation, cause });
      end.error = error;
      end.retryIn = method !== 'POST' && error.kind !== 'aborted' ? pause(journey, failures) : undefined;
      if (end.retryIn === undefined) throw error;
      doubt = true;
    } finally {
      const { response, error, retryIn } = end;
      const duration = performance.now() - started;
      journey.onAttempt({ operation, method, url, status: response?.status, error, retryIn, duration });
    }
    await sleep(journey, end.retryIn);
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
export async function sleep(journey: Journey, ms: number): Promise<void> {
  try {
    await within(journey, ms, () => new Promise(() => {}));
  } catch (error) {
    if ((error as ReferralCodesError).kind !== 'timeout') throw error;
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

/** Works until it is done, time is up or the caller aborts, also where the work would not listen to a signal. */
function within<T>({ operation, signal }: Journey, ms: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  // One promise for all of it: races between several cost more than the rest of a call.
  return new Promise((resolve, reject) => {
    const controller = new AbortController();
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', cancel);
    };
    const fail = (error: unknown) => {
      end();
      reject(error);
    };
    const stop = (kind: 'aborted' | 'timeout', message: string, cause?: unknown) => {
      const error = failure(message, { kind, operation, cause });
      fail(error);
      controller.abort(error);
    };
    const cancel = () => stop('aborted', 'the call was aborted', signal?.reason);
    const timer = setTimeout(
      () => stop('timeout', `no whole answer within ${Math.ceil(ms)} ms`),
      Math.min(ms, LONGEST),
    );
    if (signal?.aborted) return cancel();
    signal?.addEventListener('abort', cancel);
    work(controller.signal).then((value) => {
      end();
      resolve(value);
    }, fail);
  });
}
