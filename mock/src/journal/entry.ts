import type { OperationId, ProblemSlug, RuleId } from '@referral-codes/sdk/contract';
import type { FaultKind } from '../faults/fault.ts';
import type { Exchange } from './exchange.ts';
import { type NearMiss, nearMisses } from './near-misses.ts';

/** A request that was received, and its response. */
export interface JournalEntry {
  /** Counts up from 1 in each session. */
  readonly seq: number;
  /** `default` for requests without a session. */
  readonly session: string;
  /** The real time when the request came, RFC 3339 with milliseconds. */
  readonly at: string;
  readonly method: string;
  readonly url: string;
  /** Null if the path or the method belongs to no operation. */
  readonly operation: OperationId | null;
  /** Null if the request broke off or was never answered. */
  readonly status: number | null;
  /** The problem with which the request was refused. */
  readonly problem: ProblemSlug | null;
  /** The rule that refused it. */
  readonly rule: RuleId | null;
  /** The armed fault that took effect. */
  readonly fault: FaultKind | null;
  /** Milliseconds from the request to its response. */
  readonly duration: number;
  readonly request: LoggedMessage;
  /** Null if the request broke off or was never answered. */
  readonly response: LoggedMessage | null;
  /** Whether its bodies, which are null then, were dropped to keep the journal within its bound. */
  readonly bodiesDropped: boolean;
  /** Operations that the client may have meant, if the request was for none. */
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
    request: { headers: pairs(headers), body: body || null },
    response: response?.status ? { headers: Object.entries(response.headers), body: response.body } : null,
    bodiesDropped: exchange.bodiesDropped,
    nearMisses: operation || method === 'OPTIONS' ? [] : nearMisses(method, target),
  };
}

/** The headers of a flat `[name, value, …]` list. */
function pairs(headers: readonly string[]): [name: string, value: string][] {
  const found: [string, string][] = [];
  for (let index = 0; index < headers.length; index += 2)
    found.push([`${headers[index]}`.toLowerCase(), `${headers[index + 1]}`]);
  return found;
}
