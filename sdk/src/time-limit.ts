import { createError, type ReferralCodesError } from './errors.ts';
import type { OperationId } from './generated/operations.ts';

/** The longest delay that timers accept, in milliseconds; they fire at once for a longer one. */
const LONGEST_DELAY = 2 ** 31 - 1;

/** What a time limit needs to know of a request. */
interface Abortable {
  operation: OperationId;
  signal?: AbortSignal | undefined;
}

/**
 * Does nothing unless the caller has aborted the call.
 *
 * @throws {ReferralCodesError} `aborted`.
 */
export function throwIfAborted({ operation, signal }: Abortable): void {
  if (signal?.aborted) throw createError('aborted', { kind: 'aborted', operation, cause: signal.reason });
}

/**
 * Runs `work` until it settles, the time is up or the caller aborts, even if `work` ignores its signal.
 *
 * @throws {ReferralCodesError} `timeout` or `aborted`; or whatever `work` throws.
 */
export async function withinTime<T>(
  { operation, signal }: Abortable,
  milliseconds: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  throwIfAborted({ operation, signal });
  const controller = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let onAbort = () => {};
  try {
    return await new Promise<T>((resolve, reject) => {
      const stop = (kind: 'aborted' | 'timeout', message: string, cause?: unknown) => {
        const error = createError(message, { kind, operation, cause });
        reject(error);
        controller.abort(error);
      };
      onAbort = () => stop('aborted', 'aborted', signal?.reason);
      signal?.addEventListener('abort', onAbort);
      const onTimeout = () => stop('timeout', `no complete response within ${Math.ceil(milliseconds)} ms`);
      timer = setTimeout(onTimeout, Math.min(milliseconds, LONGEST_DELAY));
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
