import { operations } from '@referral-codes/sdk/contract';
import type { Exchange, ReceivedResponse } from '../message/exchange.ts';
import { activePath, lookupPath, pathOf, type Query, search } from '../message/paths.ts';
import { json, type RequestSpec } from '../message/request.ts';
import type { Pair } from './names.ts';
import type { RunState } from './run-state.ts';

/** Sends the requests of one check, and collects their exchanges. */
export class Requests {
  readonly run: RunState;
  readonly exchanges: Exchange[] = [];
  readonly #pending = new Set<Promise<void>>();
  #closed = false;

  constructor(run: RunState) {
    this.run = run;
  }

  /** Adds an exchange to those of this check. */
  readonly addExchange = (exchange: Exchange): void => {
    this.exchanges.push(exchange);
  };

  /** Sends a request. Throws an Error once the check has ended. */
  send(spec: RequestSpec): Promise<ReceivedResponse> {
    if (this.#closed) return Promise.reject(new Error('the check has ended'));
    const response = this.run.send(spec, this.addExchange);
    const settled = response.then(
      () => {},
      () => {},
    );
    this.#pending.add(settled);
    void settled.then(() => this.#pending.delete(settled));
    return response;
  }

  /** Ends the check, and waits for the requests that are still in flight, so that they do not disturb the next check. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#pending);
  }

  list(query: Query | string = {}): Promise<ReceivedResponse> {
    const text = typeof query === 'string' ? query : search(query);
    return this.send({ method: 'GET', path: `${operations.listRecords.path}${text && `?${text}`}` });
  }

  get(id: string): Promise<ReceivedResponse> {
    return this.send({ method: 'GET', path: pathOf(id) });
  }

  active({ mentor_id, org_id }: Pair): Promise<ReceivedResponse> {
    return this.send({ method: 'GET', path: activePath(mentor_id, org_id) });
  }

  lookup(code: string): Promise<ReceivedResponse> {
    return this.send({ method: 'GET', path: lookupPath(code) });
  }

  create(body: unknown): Promise<ReceivedResponse> {
    return this.send({ method: 'POST', path: operations.createCode.path, ...json(body) });
  }

  /** Sends a deactivation with this body. `deactivateNow` sends what the server requires. */
  deactivate(id: string, body: unknown): Promise<ReceivedResponse> {
    return this.send({ method: 'PUT', path: pathOf(id), ...json(body) });
  }

  delete(id: string): Promise<ReceivedResponse> {
    return this.send({ method: 'DELETE', path: pathOf(id) });
  }
}
