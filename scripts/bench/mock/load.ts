import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Server } from './server.ts';

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

export interface Measured extends Outcome {
  /** Processor time of the server for one request, in microseconds. */
  readonly cpu: number;
}

/** The load generator, a process apart from every server. */
export class Generator implements Disposable {
  readonly #child: ChildProcess = fork(fileURLToPath(new URL('generator.ts', import.meta.url)));

  /** Loads a server; throws an Error where one answer is not `status`, for then another thing than meant is measured. */
  async run(server: Server, load: Omit<Load, 'origin' | 'connections'>, status: number): Promise<Measured> {
    const before = server.cpu();
    this.#child.send({ origin: server.origin, connections: 20, ...load });
    const [outcome] = (await once(this.#child, 'message')) as [Outcome | { error: string }];
    if ('error' in outcome) throw new Error(outcome.error);
    const { errors, statuses, count } = outcome;
    if (errors > 0 || Object.keys(statuses).join() !== String(status)) {
      const { method, path } = load.requests[0]!;
      throw new Error(`${method} ${path}: ${errors} errors, answers ${JSON.stringify(statuses)}, not all ${status}`);
    }
    return { ...outcome, cpu: (server.cpu() - before) / count };
  }

  [Symbol.dispose](): void {
    this.#child.kill();
  }
}
