import { readText } from './body.ts';
import { createError, isReferralCodesError, type ReferralCodesError } from './errors.ts';
import type { AttemptEvent } from './events.ts';
import type { Call, OperationId } from './generated/calls.ts';
import type { ClientOptions } from './options.ts';
import { report } from './report.ts';
import { sleep, throwIfAborted, withinTime } from './time-limit.ts';

/** What all requests of one call share. */
export interface CallProgress {
  /** The number of the call, from 1. */
  readonly callId: number;
  /** When the call began, in milliseconds of `performance.now()`. */
  readonly started: number;
  /** How many attempts have begun. */
  attempts: number;
  /** Whether one of them may have been applied by the server. */
  mayHaveHappened: boolean;
}

/** A request ready to be sent, with the limits for sending it. */
export interface PreparedRequest extends Omit<ClientOptions, 'headers' | 'signal'>, Pick<Call, 'problems' | 'paged'> {
  operation: OperationId | 'request';
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string | undefined;
  /** When the time for the whole call is up, in milliseconds of `performance.now()`. */
  deadline: number;
  signal?: AbortSignal | null | undefined;
  progress: CallProgress;
}

/** A response whose body has been read. */
export interface ReadResponse {
  response: Response;
  /** The body; undefined if it is larger than the client reads. */
  text: string | undefined;
}

/** The statuses of failures that may be temporary. */
const RETRYABLE = /^(408|429|50[234])$/;

/** The statuses with which a server says that it did not apply a request: it refused it, or sent it on. */
const NOT_APPLIED = /^(4(?!08)..|30[78]|501)$/;

/** The errors of Node with which no connection was made. A page is not told. */
const NOT_CONNECTED: readonly unknown[] = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'];

/** Tells whether the failure may be gone at the next attempt. */
export const isTemporary = ({ kind, status }: ReferralCodesError): boolean =>
  status ? RETRYABLE.test(`${status}`) : /^(network|timeout)$/.test(kind);

/**
 * Sends the request, and repeats it after a temporary failure. A POST that may have been applied is not repeated, because
 * it might be applied twice.
 *
 * @throws {ReferralCodesError} `network`, `timeout` or `aborted`, if no attempt got a complete response; or the error of
 * this package that a fetch of the caller threw.
 */
export async function send(request: PreparedRequest): Promise<ReadResponse> {
  const { operation, method, url, headers, progress } = request;
  throwIfAborted(request);
  for (let failures = 0; ; failures++) {
    const started = performance.now();
    const attempt: Attempt = {
      operation,
      callId: progress.callId,
      attempt: ++progress.attempts,
      method,
      url,
      headers,
    };
    const read = await exchange(request, attempt, failures, started);
    const { error, retryIn } = attempt;
    attempt.duration = performance.now() - started;
    report(request, request.onAttempt, attempt as AttemptEvent);
    if (retryIn !== undefined) await sleep(request, retryIn);
    else if (error) throw error;
    else return read as ReadResponse;
  }
}

/** An attempt, whose outcome is still missing. */
type Attempt = { -readonly [name in keyof AttemptEvent]?: AttemptEvent[name] } & { headers: Record<string, string> };

/** Makes one attempt, and notes in it how it ended. */
async function exchange(
  request: PreparedRequest,
  attempt: Attempt,
  failures: number,
  started: number,
): Promise<ReadResponse | undefined> {
  const { method, url, body, progress, fetch = globalThis.fetch, attemptTimeout = 15_000 } = request;
  const before = progress.mayHaveHappened;
  let response: Response | undefined;
  const delay = () =>
    method === 'POST' && progress.mayHaveHappened ? undefined : retryDelay(request, failures, response);
  try {
    return await withinTime(request, Math.min(attemptTimeout, request.deadline - started), async (signal) => {
      const init = {
        ...request.init,
        // Until a fetch of the caller has read the method, it cannot have sent the request, nor after the attempt ended.
        get method() {
          signal.throwIfAborted();
          progress.mayHaveHappened ||= method !== 'GET';
          return method;
        },
        headers: attempt.headers,
        // A redirect could turn a write into a read, and send the caller's headers to another origin.
        redirect: 'manual' as const,
        ...(request.signal !== null && { signal }),
        ...(body && { body }),
      };
      response = await fetch(url, init, request);
      const { status } = response;
      attempt.status = status;
      if (NOT_APPLIED.test(`${status}`)) progress.mayHaveHappened = before;
      if (RETRYABLE.test(`${status}`)) attempt.retryIn = delay();
      if (attempt.retryIn === undefined) return { response, text: await readText(response) };
      // An unread body would keep its connection open.
      response.body?.cancel().catch(() => {});
      return;
    });
  } catch (cause) {
    const { message, cause: reason } = Object(cause);
    const { code } = Object(reason);
    if (NOT_CONNECTED.includes(code)) progress.mayHaveHappened = before;
    const text = `no complete response: ${message} ${code ?? ''}`;
    const error = isReferralCodesError(cause) ? cause : createError(request, text, { kind: 'network', cause });
    attempt.error = error;
    attempt.retryIn = isTemporary(error) ? delay() : undefined;
    return;
  }
}

/**
 * Milliseconds to wait before the next attempt: as long as Retry-After asks for, otherwise exponential backoff with full
 * jitter. Undefined if there have been too many failures, or the wait would exceed `maxRetryDelay` or the deadline.
 */
export function retryDelay(request: PreparedRequest, failures: number, response?: Response): number | undefined {
  const { retries = 2, retryDelay = 300, maxRetryDelay = 20_000, deadline } = request;
  const delay =
    retryAfter(response?.headers.get('retry-after')) ??
    Math.random() * Math.min(maxRetryDelay, retryDelay * 2 ** failures);
  return failures < retries && delay <= maxRetryDelay && performance.now() + delay < deadline ? delay : undefined;
}

/** Milliseconds until the time in a Retry-After header: a number of seconds, or one of the three date formats of HTTP. */
export function retryAfter(value: string | null | undefined): number | undefined {
  const text = `${value}`;
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  if (!/\d:\d\d:\d\d/.test(text)) return;
  // The oldest of the three formats (asctime) has no time zone; it means GMT, as in the other two.
  const delay = Date.parse(/GMT$/.test(text) ? text : `${text} GMT`) - Date.now();
  return delay < 0 ? 0 : delay || undefined;
}
