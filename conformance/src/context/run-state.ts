import { operations } from '@referral-codes/sdk/contract';
import { Inconclusive } from '../errors.ts';
import { pause } from '../http/pace.ts';
import type { Transport } from '../http/transport.ts';
import { Ledger, type LedgerEntry, type LedgerStore } from '../ledger/ledger.ts';
import { Ownership } from '../ledger/ownership.ts';
import { RecordReader } from '../ledger/reader.ts';
import { is2xx, is4xx, type OnExchange, objectOf, type ReceivedResponse } from '../message/exchange.ts';
import { codeIn, idIn } from '../message/paths.ts';
import { isRead, type RequestSpec } from '../message/request.ts';
import { type CreateBody, Names, type Pair } from './names.ts';
import { probeIdReuse, probePageSize, probeRequiresTime } from './probes.ts';

export interface RunStateOptions {
  transport: Transport;
  /** A part of every value that the run generates. See `newToken`. */
  token: string;
  /** The seed of everything random in the checks. */
  seed: number;
  /** Where to start in the sequences of this seed: the path of a counterexample as fast-check reports it. */
  path?: string | undefined;
  /** Whether to throw if a check sends a write. @default false */
  readOnly?: boolean;
  /** How long a read may lag behind a write, in milliseconds. */
  eventualMs: number;
  /** How long the search for a failing sequence may take, in milliseconds. */
  modelMs: number;
  ledger?: LedgerStore | undefined;
}

/** Statuses of a gateway that stopped waiting. The server behind it may still process the request. */
const GATEWAY_TIMEOUT = new Set([408, 520, 521, 522, 523, 524, 525, 526, 527, 529, 530]);

/** What all checks of a run share: the transport, the ledger, generated names, and what is known about the server. */
export class RunState {
  readonly options: RunStateOptions;
  readonly ledger: Ledger;
  readonly ownership: Ownership;
  readonly reader: RecordReader;
  readonly token: string;
  readonly #names: Names;
  /** When the last write ended, by performance.now(). */
  #lastWrite = Number.NEGATIVE_INFINITY;
  readonly #once = new Map<string, Promise<unknown>>();

  constructor(options: RunStateOptions) {
    this.options = options;
    this.token = options.token;
    this.#names = new Names(options.token);
    this.ledger = new Ledger(this.token, options.ledger);
    this.reader = new RecordReader(options.transport, this.token);
    this.ownership = new Ownership({
      ledger: this.ledger,
      reader: this.reader,
      eventualMs: options.eventualMs,
      idsAreReused: (onExchange) => this.#idsAreReused(onExchange),
    });
  }

  freshPair(): Pair {
    return this.#names.pair();
  }

  freshCode(): string {
    return this.#names.code();
  }

  freshBody(): CreateBody {
    return { ...this.freshPair(), code: this.freshCode() };
  }

  /**
   * Sends a request of a check. A request that may change or delete a record is sent only if its id leads to a record of this
   * run.
   * @throws {UnprovenOwnership} if that cannot be established.
   * @throws {TransportError} if the server did not respond.
   */
  async send(spec: RequestSpec, onExchange: OnExchange): Promise<ReceivedResponse> {
    if (isRead(spec.method)) return this.#read(spec, onExchange);
    if (this.options.readOnly) throw new Error(`a check sent ${spec.method} in a read-only run`);
    const id = idIn(spec.path);
    if (id !== undefined) await this.ownership.expectOwn(id, onExchange, { deletes: spec.method === 'DELETE' });
    if (this.options.transport.options.signal?.aborted) throw new Inconclusive('the run was stopped');
    // Before the request is noted in the ledger, because cleaning up waits for a request without a response.
    this.options.transport.expectAllowed();
    return this.#write(spec, id, onExchange);
  }

  async #read(spec: RequestSpec, onExchange: OnExchange): Promise<ReceivedResponse> {
    const { transport, eventualMs } = this.options;
    await pause(this.#lastWrite + eventualMs - performance.now());
    const response = await transport.send(spec, onExchange);
    if (spec.method !== 'GET') return response;
    this.ownership.observe(spec.path, response);
    const code = codeIn(spec.path);
    if (code !== undefined && (await this.reader.saysAbsent(response))) this.ledger.noteAbsent(code);
    return response;
  }

  async #write(spec: RequestSpec, id: string | undefined, onExchange: OnExchange): Promise<ReceivedResponse> {
    const entry = this.#mayCreate(spec) ? this.ledger.noteRequest(textOf(spec.body)) : undefined;
    try {
      const response = await this.options.transport.send(spec, onExchange);
      if (entry && !GATEWAY_TIMEOUT.has(response.status)) this.#noteResponse(entry, spec, response);
      if (id !== undefined && spec.method === 'DELETE') this.ownership.noteDeletion(id, response);
      return response;
    } finally {
      this.#lastWrite = performance.now();
    }
  }

  /** Whether a server, even a faulty one, may store a new record for this request. */
  #mayCreate({ method, path, body }: RequestSpec): boolean {
    if (method === 'POST' && path.startsWith(operations.createCode.path)) return true;
    return body !== undefined && textOf(body).toLowerCase().includes(this.token);
  }

  #noteResponse(entry: LedgerEntry, { method }: RequestSpec, response: ReceivedResponse): void {
    const { id } = objectOf(response);
    const created = method === 'POST' && is2xx(response) && typeof id === 'string';
    this.ledger.noteResponse(entry, { ...(created && { id }), refused: is4xx(response) });
  }

  /** Whether a deactivation must contain a time on this server. */
  requiresTime(onExchange: OnExchange): Promise<boolean> {
    return this.once('whether a deactivation requires a time', () => probeRequiresTime(this, onExchange));
  }

  /** How many records a page holds if the request asks for as many as the contract allows. */
  pageSize(onExchange: OnExchange): Promise<number> {
    return this.once('the page size', () => probePageSize(this, onExchange));
  }

  async #idsAreReused(onExchange: OnExchange): Promise<boolean> {
    const reused = await this.once('whether ids are reused', () => probeIdReuse(this, onExchange));
    return reused || this.ledger.idsRepeat;
  }

  /** Does work once for all checks, when the first of them needs it. If it fails, the next check that needs it tries again. */
  once<T>(name: string, work: () => Promise<T>): Promise<T> {
    const known = this.#once.get(name) as Promise<T> | undefined;
    if (known) return known;
    const started = work();
    this.#once.set(name, started);
    started.catch(() => this.#once.delete(name));
    return started;
  }
}

const textOf = (body: RequestSpec['body']): string =>
  typeof body === 'string' ? body : body ? new TextDecoder().decode(body) : '';
