import type { OperationId, ProblemSlug, RuleId } from '@referral-codes/sdk/contract';
import type { FaultKind } from '../faults/fault.ts';
import { headerPairs } from '../message/response.ts';
import type { Exchange } from './exchange.ts';
import { type NearMiss, nearMisses } from './near-misses.ts';

/** An exchange as the journal tells it. */
export interface JournalEntry {
  /** Counts up from 1 in each session. */
  readonly seq: number;
  /** `default` for requests without a session. */
  readonly session: string;
  /** The real time the request came, RFC 3339 with milliseconds. */
  readonly at: string;
  readonly method: string;
  readonly url: string;
  /** Null where the path or the method is no operation's. */
  readonly operation: OperationId | null;
  /** Null where the request broke off or was never answered. */
  readonly status: number | null;
  /** Why it was refused, and by which rule. */
  readonly problem: ProblemSlug | null;
  readonly rule: RuleId | null;
  /** The armed fault that came about. */
  readonly fault: FaultKind | null;
  /** Milliseconds. */
  readonly duration: number;
  readonly request: LoggedMessage;
  readonly response: LoggedMessage | null;
  /** Whether its bodies were dropped because the journal had to stay within its bound; they are null then. */
  readonly bodiesDropped: boolean;
  /** What may have been meant, where it was no operation. */
  readonly nearMisses: readonly NearMiss[];
}

export interface LoggedMessage {
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string | null;
}

export function toEntry(seq: number, session: string, exchange: Exchange): JournalEntry {
  const { method, origin, target, operation, status, problem, rule, fault, startedAt, duration } = exchange;
  return {
    seq,
    session,
    at: new Date(startedAt).toISOString(),
    method,
    url: origin + target,
    operation: operation ?? null,
    status: status || null,
    problem: problem ?? null,
    rule: rule ?? null,
    fault: fault ?? null,
    duration,
    request: {
      headers: headerPairs(exchange.headers === '' ? [] : exchange.headers.split('\n')),
      body: exchange.body || null,
    },
    response: status ? { headers: headerPairs(exchange.answerHeaders!), body: exchange.answerBody } : null,
    bodiesDropped: exchange.bodiesDropped,
    nearMisses: operation || method === 'OPTIONS' ? [] : nearMisses(method, target),
  };
}
