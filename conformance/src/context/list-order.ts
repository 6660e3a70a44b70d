import type { JsonObject } from '../message/exchange.ts';
import { instant } from './times.ts';

/** Compares two records as Array.prototype.sort expects it. */
export type Order = (one: JsonObject, other: JsonObject) => number;

/** The keys by which a server may sort its list. */
const KEYS: readonly ((record: JsonObject) => string | number)[] = [
  ({ created_at }) => instant(created_at),
  ({ created_at, deactivated_at: at }) => Math.max(instant(created_at), at === null ? 0 : instant(at)),
  ({ id }) => String(id),
  ({ id }) => Number(id),
  ({ code }) => String(code),
  ({ mentor_id }) => String(mentor_id),
];

/** The order in which these records are, ascending or descending; undefined if it is by none of the known keys. */
export function orderOf(records: readonly JsonObject[]): Order | undefined {
  for (const key of KEYS) {
    const order: Order = (one, other) => (key(one) < key(other) ? -1 : key(one) > key(other) ? 1 : 0);
    if (records.some((record) => Number.isNaN(key(record)))) continue;
    const steps = records.slice(1).map((record, index) => order(records[index] ?? record, record));
    if (steps.every((step) => step <= 0)) return order;
    if (steps.every((step) => step >= 0)) return (one, other) => order(other, one);
  }
  return undefined;
}
