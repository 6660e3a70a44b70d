import { TransportError } from '../errors.ts';
import type { Exchange, OnExchange, ReceivedResponse } from '../message/exchange.ts';
import { isRead, type RequestSpec } from '../message/request.ts';
import { Bodies, type Body, readBody } from './body.ts';
import { beginExchange, completeExchange, failExchange } from './exchange-log.ts';
import type { Secrets } from './secrets.ts';

export interface TransportOptions {
  /** The server URL, without a slash at its end. */
  url: string;
  fetch: typeof fetch;
  secrets: Secrets;
  /** How long to wait for a response, in milliseconds. */
  timeoutMs: number;
  /**
   * Once it is aborted, nothing more is sent and reads in flight are aborted. A write in flight is waited for, because
   * its outcome must be known. Cleaning up uses a transport without a signal.
   */
  signal?: AbortSignal | undefined;
}

/** Statuses with which a gateway responds in the server's place. They say nothing about the server. */
const GATEWAY = new Set([502, 503, 504]);
/** After this many failures in a row the server counts as down, and no request is sent again. */
const DOWN = 20;
/** Delays before a request is sent again, in milliseconds. */
const DELAYS = [50, 200, 800];

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Sends requests, reports every exchange, and separates responses of the server from failures of the network. */
export class Transport {
  readonly options: TransportOptions;
  readonly startedAt = performance.now();
  /** How many requests were sent. */
  requests = 0;
  readonly #bodies = new Bodies();
  /** How many requests in a row got no response. */
  #failures = 0;

  constructor(options: TransportOptions) {
    this.options = options;
  }

  /**
   * Sends a request. A read that failed is sent again, and so is any request that got a 429: the server did not process it.
   * @throws {TransportError} if the server did not respond.
   */
  async send(spec: RequestSpec, onExchange: OnExchange): Promise<ReceivedResponse> {
    for (const delay of [...DELAYS, undefined]) {
      const { exchange, response } = await this.#attempt(spec);
      onExchange(exchange);
      this.#failures = response ? 0 : this.#failures + 1;
      if (response && !GATEWAY.has(response.status) && response.status !== 429) return response;
      const again = response?.status === 429 || isRead(spec.method);
      const down = this.#failures >= DOWN;
      if (delay === undefined || !again || down || this.options.signal?.aborted)
        throw new TransportError(exchange, exchange.error ?? `responded with ${exchange.status}`);
      await pause(Math.max(delay, retryAfter(response)));
    }
    throw new Error('unreachable: the last attempt returns or throws');
  }

  async #attempt(spec: RequestSpec): Promise<{ exchange: Exchange; response?: ReceivedResponse }> {
    const { secrets, timeoutMs } = this.options;
    const timeout = AbortSignal.timeout(timeoutMs);
    const exchange = beginExchange(spec, this.options.url, secrets, performance.now() - this.startedAt);
    this.requests += 1;
    try {
      const fetched = await this.#fetch(spec, timeout);
      const body = this.#bodies.keep(await readBody(fetched));
      completeExchange(exchange, fetched, body().text, secrets);
      return { exchange, response: receivedResponse(fetched, body, exchange) };
    } catch (error) {
      failExchange(exchange, timeout.aborted ? new Error(`no response within ${timeoutMs / 1000} s`) : error, secrets);
      return { exchange };
    } finally {
      exchange.durationMs = performance.now() - this.startedAt - exchange.sentAt;
    }
  }

  async #fetch({ method, path, headers, body, bare }: RequestSpec, timeout: AbortSignal): Promise<Response> {
    const { url, secrets, signal } = this.options;
    signal?.throwIfAborted();
    return this.options.fetch(url + path, {
      method,
      headers: { ...(bare ? {} : secrets.headers), ...headers },
      redirect: 'manual',
      cache: 'no-store',
      credentials: 'omit',
      signal: signal && isRead(method) ? AbortSignal.any([signal, timeout]) : timeout,
      // As bytes, because fetch adds a content type to a string.
      ...(body !== undefined && { body: typeof body === 'string' ? new TextEncoder().encode(body) : body }),
    });
  }
}

/** A response that reads its body on demand, so that it does not keep a large body in memory. */
const receivedResponse = ({ status, headers }: Response, body: () => Body, exchange: Exchange): ReceivedResponse => ({
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

/** How long the server asks to wait, in milliseconds, at most 5 s. */
function retryAfter(response: ReceivedResponse | undefined): number {
  const seconds = Number(response?.headers.get('retry-after') ?? 0);
  return Number.isFinite(seconds) ? Math.min(seconds, 5) * 1000 : 0;
}
