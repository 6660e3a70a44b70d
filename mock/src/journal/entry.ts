import type { OperationId, ProblemSlug, RuleId } from '@referral-codes/sdk/contract';
import type { FaultKind } from '../faults/fault.ts';
import { headerPairs } from '../message/response.ts';
import type { Exchange } from './exchange.ts';
import { type NearMiss, nearMisses } from './near-misses.ts';

/** A request that was received, and its response. */
export interface JournalEntry {
  /** Counts up from 1 in each session. */
  readonly seq: number;
  /** `default` for requests without a session. */
  readonly session: string;
  /** The real time at which the request arrived, RFC 3339 with milliseconds. */
  readonly at: string;
  readonly method: string;
  readonly url: string;
  /** Null if path and method match no operation. */
  readonly operation: OperationId | null;
  /** Null if no response was sent. */
  readonly status: number | null;
  /** The problem that the response reported. */
  readonly problem: ProblemSlug | null;
  /** The rule because of which the request was refused. */
  readonly rule: RuleId | null;
  /** The kind of the armed fault that took effect. */
  readonly fault: FaultKind | null;
  /** Milliseconds from the request to its response. */
  readonly duration: number;
  readonly request: LoggedMessage;
  /** Null if no response was sent. */
  readonly response: LoggedMessage | null;
  /** Whether the bodies were dropped to keep the journal within its size limit; they are null then. */
  readonly bodiesDropped: boolean;
  /** The operations that the request may have been meant for, if its path or method matches none. */
  readonly nearMisses: readonly NearMiss[];
}

export interface LoggedMessage {
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string | null;
}

export function toEntry(seq: number, session: string, exchange: Exchange): JournalEntry {
  const { method, origin, target, headers, at, operation, problem, rule, fault, duration, body, response } = exchange;
  return {
    seq,
    session,
    at: new Date(at).toISOString(),
    method,
    url: origin + target,
    operation,
    status: response?.status || null,
    problem,
    rule,
    fault,
    duration,
    request: { headers: headerPairs(headers).map(([name, value]) => [name.toLowerCase(), value]), body: body || null },
    response: response?.status ? { headers: headerPairs(response.headers), body: response.body } : null,
    bodiesDropped: exchange.bodiesDropped,
    nearMisses: operation || method === 'OPTIONS' ? [] : nearMisses(method, target),
  };
}
