import { forkHere, nextMessage } from './child.ts';
import type { Server } from './server.ts';
import { check, type Verdict } from './table.ts';

export interface RequestSpec {
  readonly method: string;
  readonly path: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

export interface Load {
  readonly origin: string;
  /** Dealt out to the connections; each sends its share in order, and over again. */
  readonly requests: readonly RequestSpec[];
  readonly connections: number;
  /** How long to send. */
  readonly seconds?: number;
  /** How many requests to send, instead of `seconds`. */
  readonly amount?: number;
}

export interface LoadResult {
  readonly perSecond: number;
  readonly count: number;
  readonly errors: number;
  /** How many responses had each status. */
  readonly statuses: Readonly<Record<string, number>>;
}

export interface Speed {
  /** Requests a second. */
  readonly perSecond: number;
  /** Processor time of the server for one request, in microseconds, its garbage collection included. */
  readonly cpu: number;
}

/** Whether `one` answers at least `bound` times as many requests a second as `other`. */
export const faster = (name: string, one: Speed, other: Speed, bound: number): Verdict => ({
  ...check(name, one.perSecond / other.perSecond, '>=', bound),
  byProcessor: other.cpu / one.cpu,
});

/**
 * Seconds of load before each measurement. V8 shrinks the young generation of an idle server and takes half a second to grow it
 * again, which slows those that keep something of each request, and only those.
 */
const WARM_UP = 0.5;

/** The load generator, in a process of its own. */
export class Generator implements Disposable {
  readonly #child = forkHere('generator.ts');
  /** Until then a message would reach only the listener of usage.cjs, and be lost. */
  readonly #ready = nextMessage<{ ready?: true }>(this.#child, ({ ready }) => ready === true);

  /**
   * Sends load to a server.
   * @throws Error if one response has another status, since something other than intended is measured then.
   */
  async run(server: Server, load: Omit<Load, 'origin' | 'connections'>, status: number): Promise<Speed> {
    await this.#ready;
    const before = await server.cpu();
    this.#child.send({ origin: server.origin, connections: 20, ...load });
    const result = await nextMessage<LoadResult | { error: string }>(this.#child);
    if ('error' in result) throw new Error(result.error);
    const { errors, statuses, count, perSecond } = result;
    if (errors > 0 || Object.keys(statuses).join() !== String(status)) {
      const what = `${load.requests[0]?.method} ${load.requests[0]?.path}`;
      throw new Error(`${what}: ${errors} errors, statuses ${JSON.stringify(statuses)}, not all ${status}`);
    }
    return { perSecond, cpu: ((await server.cpu()) - before) / count };
  }

  /** Sends load that does not count, to a server that was idle while others were measured. */
  async warmUp(server: Server, get: RequestSpec): Promise<void> {
    await this.run(server, { requests: [get], seconds: WARM_UP }, 200);
  }

  [Symbol.dispose](): void {
    this.#child.kill();
  }
}
