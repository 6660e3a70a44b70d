import { TransportError } from '../errors.ts';
import type { Exchange, ReceivedResponse } from '../message/exchange.ts';
import { Bodies, type Body, readBody } from './body.ts';
import type { Secrets } from './secrets.ts';

/** A request as a check writes it. */
export interface RequestSpec {
  method: string;
  /** Below the server URL, with its query. */
  path: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array<ArrayBuffer>;
  /** Leaves out the headers given by the user: the request carries no credentials. */
  bare?: boolean;
}

export interface TransportOptions {
  /** The server URL, without a slash at its end. */
  url: string;
  fetch: typeof fetch;
  secrets: Secrets;
  /** How long to wait for an answer, in milliseconds. */
  timeoutMs: number;
  /**
   * Nothing is sent any more once it is aborted, and reads in flight are given up. A write in flight is waited for, since
   * what came of it must be known. Cleaning up has a transport of its own.
   */
  signal?: AbortSignal | undefined;
  onExchange?: ((exchange: Exchange) => void) | undefined;
}

/** Whether a request changes nothing, so that it can be given up or sent again. */
export const isRead = (method: string): boolean => ['GET', 'HEAD', 'OPTIONS'].includes(method);

/** How many characters of each text an exchange keeps. */
const SHOWN = 2_000;
/** Answers a gateway gives in the server's place. They say nothing about the server. */
const GATEWAY = new Set([502, 503, 504]);
/** After so many failures in a row nothing is sent again: the server is gone. */
const DOWN = 20;
/** Pauses before a safe request is sent again, in milliseconds. */
const PAUSES = [50, 200, 800];

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Sends requests, records every exchange, and tells an answer of the server's from a failure of the network. */
export class Transport {
  readonly options: TransportOptions;
  readonly startedAt = performance.now();
  /** How many requests were sent. */
  requests = 0;
  readonly #bodies = new Bodies();
  /** How many in a row came to nothing. */
  #failures = 0;

  constructor(options: TransportOptions) {
    this.options = options;
  }

  /** Throws a TransportError if the server gave no answer. Safe requests are sent again first; so is one it had no time for (429). */
  async send(sent: RequestSpec, record: (exchange: Exchange) => void): Promise<ReceivedResponse> {
    for (const wait of [...PAUSES, undefined]) {
      const { exchange, answer } = await this.#once(sent);
      record(exchange);
      this.options.onExchange?.(exchange);
      this.#failures = answer ? 0 : this.#failures + 1;
      if (answer && !GATEWAY.has(answer.status) && answer.status !== 429) return answer;
      const again = answer?.status === 429 || isRead(sent.method);
      const down = this.#failures >= DOWN;
      if (wait === undefined || !again || down || this.options.signal?.aborted)
        throw new TransportError(exchange, exchange.error ?? `answered ${exchange.status}`);
      await pause(Math.max(wait, retryAfter(answer)));
    }
    throw new Error('unreachable: the last pause throws or returns');
  }

  async #once({
    method,
    path,
    headers = {},
    body,
    bare,
  }: RequestSpec): Promise<{ exchange: Exchange; answer?: ReceivedResponse }> {
    const { url, secrets, timeoutMs, signal } = this.options;
    const shown = (text: string): string => secrets.excerpt(text, SHOWN);
    const timeout = AbortSignal.timeout(timeoutMs);
    const started = performance.now();
    const exchange: Exchange = {
      method,
      url: url + shown(path),
      headers: { ...(bare ? {} : secrets.shown), ...headers },
      ...(body !== undefined && { body: shown(typeof body === 'string' ? body : new TextDecoder().decode(body)) }),
      sentAt: started - this.startedAt,
      durationMs: 0,
    };
    this.requests += 1;
    try {
      signal?.throwIfAborted();
      const response = await this.options.fetch(url + path, {
        method,
        headers: { ...(bare ? {} : secrets.headers), ...headers },
        redirect: 'manual',
        cache: 'no-store',
        credentials: 'omit',
        signal: signal && isRead(method) ? AbortSignal.any([signal, timeout]) : timeout,
        // As bytes: a string would be given a content type of its own.
        ...(body !== undefined && { body: typeof body === 'string' ? new TextEncoder().encode(body) : body }),
      });
      const received = this.#bodies.keep(await readBody(response));
      exchange.status = response.status;
      exchange.responseHeaders = shownHeaders(response.headers, secrets);
      exchange.text = shown(received().text);
      return {
        exchange,
        answer: answerOf(response, received, exchange),
      };
    } catch (error) {
      exchange.error = shown(timeout.aborted ? `no answer within ${timeoutMs / 1000} s` : reason(error));
      return { exchange };
    } finally {
      exchange.durationMs = performance.now() - started;
    }
  }
}

/** An answer that leads to its body, and holds no more than that of it. */
const answerOf = ({ status, headers }: Response, body: () => Body, exchange: Exchange): ReceivedResponse => ({
  status,
  headers,
  get text() {
    return body().text;
  },
  get json() {
    return body().json;
  },
  exchange,
});

/** As much of the headers as an exchange keeps; a server may repeat a secret in their names too. */
function shownHeaders(headers: Headers, { excerpt }: Secrets): Record<string, string> {
  let length = 0;
  const kept = [...headers].filter(([name, value]) => {
    length += name.length + value.length;
    return length <= SHOWN;
  });
  return Object.fromEntries(kept.map(([name, value]) => [excerpt(name, SHOWN), excerpt(value, SHOWN)]));
}

function retryAfter(answer: ReceivedResponse | undefined): number {
  const seconds = Number(answer?.headers.get('retry-after') ?? 0);
  return Number.isFinite(seconds) ? Math.min(seconds, 5) * 1000 : 0;
}

/** What went wrong below fetch, which says only `fetch failed`. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (!(cause instanceof Error)) return error.message;
  return (
    'code' in cause && typeof cause.code === 'string' && !cause.message.includes(cause.code)
      ? `${cause.code} ${cause.message}`
      : cause.message
  ).trim();
}
