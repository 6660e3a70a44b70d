import { type OperationId, operations, type RuleId, rules } from '@referral-codes/sdk/contract';
import { InputError } from '../errors.ts';
import type { FaultKind } from '../faults/fault.ts';
import { faultKinds } from '../faults/read-fault.ts';
import { didYouMean } from '../message/suggest.ts';
import type { Exchange } from './exchange.ts';

/** Selects the journal entries that have all of the given values. */
export interface JournalFilter {
  operation?: OperationId;
  method?: string;
  status?: number;
  /** The rule because of which the request was refused. */
  rule?: RuleId;
  fault?: FaultKind;
  /** Selects entries with a greater `seq`. */
  since?: number;
}

const CHECKS: { [Name in keyof Required<JournalFilter>]: (value: unknown) => string | undefined } = {
  operation: (value) => oneOf(value, Object.keys(operations)),
  method: (value) => (/^[A-Z-]{1,32}$/.test(String(value)) ? undefined : 'must be a method in capital letters'),
  status: (value) => (isWhole(value, 100, 599) ? undefined : 'must be from 100 to 599'),
  rule: (value) => oneOf(value, Object.keys(rules)),
  fault: (value) => oneOf(value, faultKinds),
  since: (value) => (isWhole(value, 0, Number.MAX_SAFE_INTEGER) ? undefined : 'must be a whole number from 0'),
};

/** The values that a filter may have. */
export const filterNames = Object.keys(CHECKS) as (keyof JournalFilter)[];

/**
 * Checks a filter: one with a mistake would match nothing, as if nothing had been requested.
 * @throws {InputError}, a RangeError, if it is invalid.
 */
export function checkFilter(filter: JournalFilter): void {
  for (const [name, value] of Object.entries(filter)) {
    if (value === undefined) continue;
    if (!Object.hasOwn(CHECKS, name))
      throw new InputError(
        `${name} is not allowed in a filter; allowed is ${filterNames.join(', ')}${didYouMean(name, filterNames)}`,
      );
    const reason = CHECKS[name as keyof JournalFilter](value);
    if (reason) throw new InputError(`${name} ${reason}; it is ${JSON.stringify(value)}`);
  }
}

const oneOf = (value: unknown, names: readonly string[]): string | undefined =>
  names.includes(value as string) ? undefined : `must be one of ${names.join(', ')}${didYouMean(value, names)}`;

const isWhole = (value: unknown, min: number, max: number): boolean =>
  Number.isSafeInteger(value) && Number(value) >= min && Number(value) <= max;

/** @param seq the number of the exchange in its journal. */
export function matchesFilter(filter: JournalFilter, seq: number, exchange: Exchange): boolean {
  const { operation, method, status, rule, fault, since = 0 } = filter;
  return (
    seq > since &&
    (operation === undefined || exchange.operation === operation) &&
    (method === undefined || exchange.method === method) &&
    (status === undefined || statusOf(exchange) === status) &&
    (rule === undefined || exchange.rule === rule) &&
    (fault === undefined || exchange.fault === fault)
  );
}

/** The status that the client received; undefined if a fault kept the response back. */
const statusOf = ({ response }: Exchange): number | undefined =>
  response?.connectionFault === undefined || response.connectionFault === 'truncate' ? response?.status : undefined;
