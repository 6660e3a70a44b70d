import { forkHere, hear } from './child.ts';
import type { Server } from './server.ts';
import { check, type Verdict } from './table.ts';

export interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

export interface Load {
  readonly origin: string;
  /** Dealt out to the connections, which send theirs in turn and over again. */
  readonly requests: readonly Sent[];
  readonly connections: number;
  readonly seconds?: number;
  /** So many requests in all, in the place of `seconds`. */
  readonly amount?: number;
}

export interface Outcome {
  readonly perSecond: number;
  readonly count: number;
  readonly errors: number;
  readonly statuses: Readonly<Record<string, number>>;
}

export interface Speed {
  /** Requests a second. */
  readonly perSecond: number;
  /** Processor time of the server for one request, in microseconds; its collector's threads included. */
  readonly cpu: number;
}

/** Whether one is at least so many times as fast as another, by requests a second. */
export const faster = (name: string, one: Speed, other: Speed, bound: number): Verdict => ({
  ...check(name, one.perSecond / other.perSecond, '>=', bound),
  byProcessor: other.cpu / one.cpu,
});

/**
 * Seconds of load before what is measured. V8 shrinks the young generation of a server that was idle and takes half a
 * second to grow it again, which costs those that keep something of each request, and only those.
 */
const WARM_UP = 0.5;

/** The load generator, a process apart from every server. */
export class Generator implements Disposable {
  readonly #child = forkHere('generator.ts');

  /** Loads a server; throws an Error where one answer is not `status`, for then another thing than meant is measured. */
  async run(server: Server, load: Omit<Load, 'origin' | 'connections'>, status: number): Promise<Speed> {
    const before = await server.cpu();
    this.#child.send({ origin: server.origin, connections: 20, ...load });
    const outcome = await hear<Outcome | { error: string }>(this.#child);
    if ('error' in outcome) throw new Error(outcome.error);
    const { errors, statuses, count, perSecond } = outcome;
    if (errors > 0 || Object.keys(statuses).join() !== String(status)) {
      const { method, path } = load.requests[0]!;
      throw new Error(`${method} ${path}: ${errors} errors, answers ${JSON.stringify(statuses)}, not all ${status}`);
    }
    return { perSecond, cpu: ((await server.cpu()) - before) / count };
  }

  /** Wakes a server that was idle while others had their turn. */
  async warmUp(server: Server, get: Sent): Promise<void> {
    await this.run(server, { requests: [get], seconds: WARM_UP }, 200);
  }

  [Symbol.dispose](): void {
    this.#child.kill();
  }
}
