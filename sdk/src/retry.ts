import { readText } from './body.ts';
import { createError, isReferralCodesError, type ReferralCodesError } from './errors.ts';
import type { OperationId } from './generated/operations.ts';
import { redacted, report } from './hooks.ts';
import type { ClientOptions } from './options.ts';
import { sleep, throwIfAborted, withinTime } from './time-limit.ts';

/** What all requests of one call share. */
export interface CallProgress {
  /** When the call began, in milliseconds of `performance.now()`. */
  readonly started: number;
  /** How many requests have been sent. */
  attempts: number;
}

/** A request ready to be sent, with the limits for sending it. */
export interface PreparedRequest extends Omit<ClientOptions, 'headers'> {
  operation: OperationId;
  method: string;
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string | undefined;
  /** When the time for the whole call is up, in milliseconds of `performance.now()`. */
  deadline: number;
  signal?: AbortSignal;
  progress: CallProgress;
}

/** A response whose body has been read. */
export interface ReadResponse {
  response: Response;
  /** The body; undefined if it is larger than the client reads. */
  text: string | undefined;
  /** Whether an earlier attempt may have been applied by the server. */
  mayHaveApplied: boolean;
}

/** How one attempt ended, and how many milliseconds later to try again, if at all. */
type AttemptOutcome = { retryIn: number | undefined } & (
  | { response: Response; text?: string | undefined; error?: undefined }
  | { response: Response | undefined; text?: undefined; error: ReferralCodesError }
);

/** The statuses of failures that may be temporary. */
const RETRYABLE = [408, 429, 502, 503, 504];

/**
 * Sends the request, and repeats it after a temporary failure. A POST is never repeated: it might be applied twice.
 *
 * @throws {ReferralCodesError} `network`, `timeout` or `aborted`, if no attempt got a complete response.
 */
export async function send(request: PreparedRequest): Promise<ReadResponse> {
  const { operation, method, url, headers, progress } = request;
  let mayHaveApplied = false;
  throwIfAborted(request);
  for (let failures = 0; ; failures++) {
    const started = performance.now();
    const { response, text, error, retryIn } = await attempt(request, failures, started);
    progress.attempts++;
    report(request, request.onAttempt, {
      operation,
      attempt: progress.attempts,
      method,
      url,
      headers: redacted(headers),
      status: response?.status,
      error,
      retryIn,
      duration: performance.now() - started,
    });
    if (retryIn === undefined) {
      if (error) throw error;
      return { response, text, mayHaveApplied };
    }
    mayHaveApplied ||= response?.status !== 429;
    await sleep(request, retryIn);
  }
}

async function attempt(request: PreparedRequest, failures: number, started: number): Promise<AttemptOutcome> {
  const {
    operation,
    method,
    url,
    headers,
    body,
    deadline,
    attemptTimeout = 15_000,
    fetch = globalThis.fetch,
  } = request;
  const delay = () => (method === 'POST' ? undefined : retryDelay(request, failures, response));
  let response: Response | undefined;
  try {
    return await withinTime(request, Math.min(attemptTimeout, deadline - started), async (signal) => {
      // A redirect could turn a write into a read, and send the caller's headers to another origin.
      response = await fetch(url, { method, headers, redirect: 'manual', signal, ...(body && { body }) });
      const retryIn = RETRYABLE.includes(response.status) ? delay() : undefined;
      if (retryIn === undefined) return { response, text: await readText(response), retryIn };
      // An unread body would keep its connection open.
      response.body?.cancel().catch(() => {});
      return { response, retryIn };
    });
  } catch (cause) {
    const message = `no complete response: ${(cause as Error | undefined)?.message}`;
    const error = isReferralCodesError(cause) ? cause : createError(message, { kind: 'network', operation, cause });
    return { response, error, retryIn: error.kind === 'aborted' ? undefined : delay() };
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
  if (!value) return;
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  // The oldest of the three formats (asctime) has no time zone; it means GMT, as in the other two.
  const date = /\d:\d\d:\d\d/.test(value) ? Date.parse(/GMT$/.test(value) ? value : `${value} GMT`) : NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}
