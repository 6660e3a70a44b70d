import type { OperationId } from '@referral-codes/sdk/contract';
import type { Exchange } from './exchange.ts';
import type { JournalFilter } from './filter.ts';

/** What a journal has dropped. */
export interface Dropped {
  readonly exchanges: number;
  /** How many of the exchanges that are left have lost their bodies. */
  readonly bodies: number;
}

/** Says what an export lacks; empty if it lacks nothing. */
export function describeDropped({ exchanges, bodies }: Dropped): string {
  if (exchanges === 0 && bodies === 0) return '';
  return `the journal has dropped ${exchanges} older exchanges, and the bodies of ${bodies} others, to stay within its limits`;
}

/** Thrown if the journal has dropped exchanges that are needed: a count would be too low, or a bug bundle incomplete. */
export class DroppedExchangesError extends Error {
  override readonly name = 'DroppedExchangesError';
}

/** The message for a count. */
export const cannotCount = (dropped: number, filter: object): string =>
  `the journal has dropped ${dropped} exchanges, to stay within its limits, that may match ${JSON.stringify(filter)}; ` +
  'count them earlier, clear the journal before the part that you count, or filter by operation only';

/** How many of the oldest exchanges a journal has dropped, for each operation; null is no operation. */
export class DroppedExchanges {
  readonly #counts = new Map<OperationId | null, number>();

  add({ operation }: Exchange): void {
    this.#counts.set(operation, this.of(operation) + 1);
  }

  /** Those of one operation. */
  of(operation: OperationId | null): number {
    return this.#counts.get(operation) ?? 0;
  }

  /** All of them. */
  get all(): number {
    return [...this.#counts.values()].reduce((sum, count) => sum + count, 0);
  }

  clear(): void {
    this.#counts.clear();
  }
}

/** Whether a filter selects by nothing but the operation, whose exchanges are counted also when they are dropped. */
export const isByOperationOnly = (filter: JournalFilter): boolean =>
  Object.entries(filter).every(([name, value]) => name === 'operation' || value === undefined);
