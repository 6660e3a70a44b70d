import type { OperationId, ProblemSlug, RuleId } from '@referral-codes/sdk/contract';
import type { FaultKind } from '../faults/fault.ts';
import { type ConnectionFault, headerPairs, type MockResponse } from '../message/response.ts';
import { firstHalf } from '../message/web-response.ts';
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
  /** The status that the client received. Null if it received no response. */
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
  /** The response as the client received it, of which a fault may have cut off a part. Null if it received none. */
  readonly response: LoggedMessage | null;
  /** What a fault did to the connection: no response, a part of the body, or never a response. Null if nothing. */
  readonly connectionFault: ConnectionFault | null;
  /** The whole response that the mock had made, if a fault broke the connection before the client had received all of it. */
  readonly intendedResponse: (LoggedMessage & { readonly status: number }) | null;
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
  const received = response && receivedOf(response);
  return {
    seq,
    session,
    at: new Date(at).toISOString(),
    method,
    url: origin + target,
    operation,
    status: received?.status ?? null,
    problem,
    rule,
    fault,
    duration,
    request: { headers: headerPairs(headers).map(([name, value]) => [name.toLowerCase(), value]), body: body || null },
    response: received && messageOf(received),
    connectionFault: response?.connectionFault ?? null,
    intendedResponse: response && response !== received ? intendedOf(response) : null,
    bodiesDropped: exchange.bodiesDropped,
    nearMisses: operation || method === 'OPTIONS' ? [] : nearMisses(method, target),
  };
}

/** The response as the client received it; null if a fault kept all of it back. */
function receivedOf(response: MockResponse): MockResponse | null {
  if (response.connectionFault === undefined) return response;
  if (response.connectionFault !== 'truncate') return null;
  return { ...response, body: response.body && firstHalf(response.body) };
}

/** Null if the fault broke the connection before there was a response. */
const intendedOf = (response: MockResponse): JournalEntry['intendedResponse'] =>
  response.status === 0 ? null : { status: response.status, ...messageOf(response) };

const messageOf = ({ headers, body }: MockResponse): LoggedMessage => ({ headers: headerPairs(headers), body });
