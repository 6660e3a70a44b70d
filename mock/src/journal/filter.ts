import type { OperationId, RuleId } from '@referral-codes/sdk/contract';
import type { FaultKind } from '../faults/fault.ts';
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
