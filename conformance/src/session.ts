import { operations } from '@referral-codes/sdk/contract';
import type { Answer, Exchange } from './exchange.ts';
import { is2xx, is4xx, isObject, objectOf } from './exchange.ts';
import { Ledger, type LedgerStore } from './ledger.ts';
import { pause, type Sent, type Transport } from './transport.ts';

export interface Pair {
  mentor_id: string;
  org_id: string;
}

export interface SessionOptions {
  transport: Transport;
  /** Feeds everything that is drawn by lot. */
  seed: number;
  /** Where in that seed's sequences to start: the path of a counterexample. */
  path?: string | undefined;
  /** Whether a write is a mistake of the check that sends it. */
  readOnly?: boolean;
  /** How long a read may lag behind a write, in milliseconds. */
  eventualMs: number;
  /** How long the search for a failing sequence may take, in milliseconds. */
  modelMs: number;
  ledger?: LedgerStore | undefined;
}

const COLLECTION = operations.createCode.path;

/** What all the checks of one run share: the transport, the ledger, and names no other run uses. */
export class Session {
  readonly options: SessionOptions;
  readonly ledger: Ledger;
  /** Part of every value this run makes up. */
  readonly token: string;
  /** Whether a deactivation needs a time; undefined until the server has shown it. */
  wantsTime: boolean | undefined;
  #names = 0;
  #lastWrite = Number.NEGATIVE_INFINITY;
  #pageSize: Promise<number> | undefined;

  constructor(options: SessionOptions) {
    this.options = options;
    this.ledger = new Ledger(options.ledger);
    this.token = Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => (byte % 36).toString(36)).join('');
  }

  /** A pair that no record has. */
  freshPair(): Pair {
    const name = this.#name();
    return { mentor_id: `cf-${name}-m`, org_id: `cf-${name}-o` };
  }

  /** A code that no record has. */
  freshCode(): string {
    return `CF-${this.#name().toUpperCase()}`;
  }

  #name(): string {
    this.#names += 1;
    return `${this.token}-${this.#names.toString(36)}`;
  }

  async send(sent: Sent, record: (exchange: Exchange) => void): Promise<Answer> {
    const { transport, eventualMs } = this.options;
    if (sent.method === 'GET') {
      await pause(this.#lastWrite + eventualMs - performance.now());
      return transport.send(sent, record);
    }
    if (this.options.readOnly) throw new Error(`a check sent ${sent.method} in a run that only reads`);
    const creates = sent.method === 'POST' && sent.path.startsWith(COLLECTION);
    const entry = creates ? this.ledger.intend(textOf(sent.body)) : undefined;
    try {
      const answer = await transport.send(sent, record);
      const { id } = objectOf(answer);
      if (entry && is4xx(answer)) entry.refused = true;
      if (entry && is2xx(answer) && typeof id === 'string') this.ledger.made(entry, id);
      if (sent.method === 'DELETE' && is2xx(answer) && typeof id === 'string') this.ledger.deleted.add(id);
      return answer;
    } finally {
      this.#lastWrite = performance.now();
    }
  }

  /** How many records a page holds when asked for as many as the contract allows. */
  pageSize(record: (exchange: Exchange) => void): Promise<number> {
    this.#pageSize ??= this.send({ method: 'GET', path: `${COLLECTION}?limit=100` }, record).then((answer) => {
      const { pagination } = objectOf(answer);
      const limit = isObject(pagination) ? pagination.limit : undefined;
      return is2xx(answer) && typeof limit === 'number' && limit >= 1 && limit <= 100 ? limit : 20;
    });
    this.#pageSize.catch(() => {
      this.#pageSize = undefined;
    });
    return this.#pageSize;
  }
}

const textOf = (body: Sent['body']): string =>
  typeof body === 'string' ? body : body ? new TextDecoder().decode(body) : '';
