import { createError, type FailedRequest, type ReferralCodesError } from './errors.ts';

/** What a time limit needs to know of a request. */
interface Abortable extends FailedRequest {
  signal?: AbortSignal | null | undefined;
}

/**
 * Does nothing unless the caller has aborted the call.
 *
 * @throws {ReferralCodesError} `aborted`.
 */
export function throwIfAborted(request: Abortable): void {
  const { signal } = request;
  if (signal?.aborted) throw createError(request, 'aborted', { kind: 'aborted', cause: signal.reason });
}

/**
 * Runs `work` until it settles, the time is up or the caller aborts, even if `work` ignores its signal.
 *
 * @throws {ReferralCodesError} `timeout` or `aborted`; or whatever `work` throws.
 */
export async function withinTime<T>(
  request: Abortable,
  milliseconds: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  throwIfAborted(request);
  const { signal } = request;
  const controller = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let onAbort = () => {};
  try {
    return await new Promise<T>((resolve, reject) => {
      const stop = (kind: 'aborted' | 'timeout', message: string, cause?: unknown) => {
        const error = createError(request, message, { kind, cause });
        reject(error);
        controller.abort(error);
      };
      onAbort = () => stop('aborted', 'aborted', signal?.reason);
      signal?.addEventListener('abort', onAbort);
      const onTimeout = () => stop('timeout', `no complete response in ${Math.ceil(milliseconds)} ms`);
      // Timers fire at once for a longer delay.
      timer = setTimeout(onTimeout, Math.min(milliseconds, 2 ** 31 - 1));
      work(controller.signal).then(resolve, reject);
    });
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
  }
}

/**
 * Waits. An abort ends the wait at once.
 *
 * @throws {ReferralCodesError} `aborted`.
 */
export async function sleep(request: Abortable, milliseconds: number): Promise<void> {
  try {
    await withinTime(request, milliseconds, () => new Promise(() => {}));
  } catch (error) {
    if ((error as ReferralCodesError).kind !== 'timeout') throw error;
  }
}
