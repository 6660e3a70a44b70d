import { Inconclusive, TransportError } from '../errors.ts';
import type { Exchange, OnExchange, ReceivedResponse } from '../message/exchange.ts';
import { isRead, type RequestSpec } from '../message/request.ts';
import { Bodies, type Body, readBody } from './body.ts';
import { beginExchange, completeExchange, failExchange } from './exchange-log.ts';
import { Pace, pause } from './pace.ts';
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
  /** Whether a read that got no response in time is sent again. @default true */
  repeatTimeouts?: boolean;
  /** How many requests may be sent. @default no limit */
  maxRequests?: number | undefined;
  /** @default a pace without limits */
  pace?: Pace;
}

/** Statuses with which a gateway responds in the server's place. They say nothing about the server. */
const GATEWAY = new Set([502, 503, 504]);
/** After this many failures in a row the server counts as down, and no request is sent again. */
const DOWN = 20;
/** Delays before a request is sent again, in milliseconds. */
const DELAYS = [50, 200, 800];
/** How often a request is sent again that the server asked to send later. */
const LATER = 5;
/** If the server asks to wait longer than this, in milliseconds, the request is given up. */
const LONGEST_WAIT = 60_000;

/** Sends requests, reports every exchange, and separates responses of the server from failures of the network. */
export class Transport {
  readonly options: TransportOptions;
  readonly startedAt = performance.now();
  /** How many requests were sent. */
  requests = 0;
  readonly #bodies = new Bodies();
  readonly #pace: Pace;
  readonly #repeatTimeouts: boolean;
  /** How many requests in a row got no response. */
  #failures = 0;

  constructor(options: TransportOptions) {
    this.options = options;
    this.#pace = options.pace ?? new Pace();
    this.#repeatTimeouts = options.repeatTimeouts ?? true;
  }

  /**
   * Sends a request. A read that failed is sent again, and so is any request that the server asked to send later: with a 429,
   * or a 503 that has Retry-After. Such a request was not processed.
   * @throws {TransportError} if the server did not respond.
   * @throws {Inconclusive} if as many requests were sent as are allowed.
   */
  async send(spec: RequestSpec, onExchange: OnExchange): Promise<ReceivedResponse> {
    for (let tries = 0; ; tries += 1) {
      const { exchange, response, timedOut } = await this.#attempt(spec);
      onExchange(exchange);
      this.#failures = response ? 0 : this.#failures + 1;
      if (response && !GATEWAY.has(response.status) && response.status !== 429) return response;
      const later = response && waitAskedFor(response, tries);
      const delay = later ?? (isRead(spec.method) && (!timedOut || this.#repeatTimeouts) ? DELAYS[tries] : undefined);
      const isOver = later === undefined ? delay === undefined : tries >= LATER || later > LONGEST_WAIT;
      if (isOver || this.#failures >= DOWN || this.options.signal?.aborted)
        throw new TransportError(exchange, exchange.error ?? `responded with ${exchange.status}${askedFor(later)}`);
      if (later === undefined) await pause(delay ?? 0);
      else this.#pace.holdBack(later);
    }
  }

  /** Throws Inconclusive if no further request is allowed. */
  expectAllowed(): void {
    const { maxRequests = Number.POSITIVE_INFINITY } = this.options;
    if (this.requests >= maxRequests) throw new Inconclusive(`the ${maxRequests} requests that are allowed are sent`);
  }

  async #attempt(spec: RequestSpec): Promise<{ exchange: Exchange; response?: ReceivedResponse; timedOut?: boolean }> {
    const { secrets, timeoutMs, signal } = this.options;
    this.expectAllowed();
    this.requests += 1;
    await this.#pace.turn(signal);
    const timeout = AbortSignal.timeout(timeoutMs);
    const exchange = beginExchange(spec, this.options.url, secrets, performance.now() - this.startedAt);
    try {
      const fetched = await this.#fetch(spec, timeout);
      const body = this.#bodies.keep(await readBody(fetched));
      completeExchange(exchange, fetched, body().text, secrets);
      return { exchange, response: receivedResponse(fetched, body, exchange) };
    } catch (error) {
      failExchange(exchange, timeout.aborted ? new Error(`no response within ${timeoutMs / 1000} s`) : error, secrets);
      return { exchange, timedOut: timeout.aborted };
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

/** How long the server asks to wait before the request is sent again, in milliseconds; undefined if it does not ask for that. */
function waitAskedFor(response: ReceivedResponse, tries: number): number | undefined {
  const text = response.headers.get('retry-after');
  if (response.status !== 429 && (response.status !== 503 || text === null)) return undefined;
  const seconds = Number(text ?? Number.NaN);
  const ms = Number.isNaN(seconds) ? Date.parse(text ?? '') - Date.now() : seconds * 1000;
  const shortest = DELAYS[Math.min(tries, DELAYS.length - 1)] ?? 0;
  return Number.isNaN(ms) ? shortest : Math.max(shortest, ms);
}

const askedFor = (ms: number | undefined): string =>
  ms === undefined ? '' : `, and asks to wait ${Math.ceil(ms / 1000)} s`;
