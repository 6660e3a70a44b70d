import type { OperationId, RuleId } from '@referral-codes/sdk/contract';
import type { FaultKind } from '../faults/fault.ts';
import type { Exchange } from './exchange.ts';

/** Which exchanges are meant: those that have all of what is given. */
export interface JournalFilter {
  operation?: OperationId;
  method?: string;
  status?: number;
  /** The rule that refused it. */
  rule?: RuleId;
  fault?: FaultKind;
  /** Those with a greater `seq`. */
  since?: number;
}

/** Whether an exchange is meant. `seq` is its number in the journal. */
export function matchesFilter(filter: JournalFilter, seq: number, exchange: Exchange): boolean {
  const { operation, method, status, rule, fault, since = 0 } = filter;
  return (
    seq > since &&
    (operation === undefined || exchange.operation === operation) &&
    (method === undefined || exchange.method === method) &&
    (status === undefined || exchange.status === status) &&
    (rule === undefined || exchange.rule === rule) &&
    (fault === undefined || exchange.fault === fault)
  );
}
