import type { ReferralCodeRecord } from '@referral-codes/sdk/contract';
import type { Effect, Fault } from '../faults/fault.ts';
import type { DrawnFaults } from '../faults/faults.ts';
import { DroppedExchangesError } from '../journal/dropped.ts';
import type { Exchange } from '../journal/exchange.ts';
import { fromJson, type Json } from '../message/json.ts';
import { type ConnectionFault, headerPairs } from '../message/response.ts';
import type { OnActiveConflict } from '../rules/rules.ts';
import type { State } from '../state/state.ts';
import type { IdState } from '../time/ids.ts';

/** Everything that is needed to run the exchanges of a session again. It contains no real time, so that equal runs have equal bundles. */
export interface BugBundle {
  readonly format: 'referral-codes-mock bug bundle';
  readonly version: 1;
  readonly session: string;
  /** Whether requests could choose a fault for themselves. */
  readonly preferFaults: boolean;
  /** The state before the first exchange: records, clock, seed, policy and faults. */
  readonly start: Required<State>;
  /** In the order in which their operations were carried out. */
  readonly exchanges: readonly BundledExchange[];
}

export interface BundledExchange {
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly headers: readonly (readonly [name: string, value: string])[];
    /** Null if it was not read. */
    readonly body: string | null;
    /** Whether it was longer than the contract allows; only its beginning was read then. */
    readonly isTooLong: boolean;
  };
  /** What decided the result beside the request and the records; null if no operation was carried out. */
  readonly circumstances: {
    /** The time of the clock. */
    readonly now: string;
    readonly ids: IdState;
    readonly onActiveConflict: OnActiveConflict;
  } | null;
  /** The fault that happened, except for latency. */
  readonly fault: Effect | null;
  /** Null if the request broke off. */
  readonly response: BundledResponse | null;
}

/** A response as the mock made it, and what a fault did to the connection. Without a response the status is 0. */
export interface BundledResponse {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string | null;
  readonly connectionFault: ConnectionFault | null;
}

/** The state of a session before its first exchange, with the records as the store keeps them. */
export interface Origin {
  readonly settings: Omit<Required<State>, 'records'>;
  readonly records: readonly Json<ReferralCodeRecord>[];
  /** The number of the last exchange before it. */
  readonly since: number;
}

export const stateOf = ({ settings, records }: Origin): Required<State> => ({
  records: records.map(fromJson),
  ...settings,
});

/**
 * Makes a bundle of the exchanges since a state.
 * @param missing how many of them the journal no longer has.
 * @throws {DroppedExchangesError} if the journal no longer has all of them with their bodies.
 */
export function bundleOf(
  session: string,
  preferFaults: boolean,
  origin: Origin,
  { exchanges, missing }: { readonly exchanges: readonly Exchange[]; readonly missing: number },
): BugBundle {
  const incomplete = missing + exchanges.filter(({ bodiesDropped }) => bodiesDropped).length;
  if (incomplete > 0)
    throw new DroppedExchangesError(
      `a bug bundle needs all exchanges since the state of the session was set, and the journal no longer has ${incomplete} of them or their bodies; reset the session, and make the bundle after fewer exchanges`,
    );
  return {
    format: 'referral-codes-mock bug bundle',
    version: 1,
    session,
    preferFaults,
    start: stateOf(origin),
    exchanges: inOrder(exchanges).map(bundled),
  };
}

/** By when their operations were carried out; one without an operation stays behind the one that ended before it. */
function inOrder(exchanges: readonly Exchange[]): Exchange[] {
  let last = 0;
  const keyed = exchanges.map((exchange) => {
    last = exchange.circumstances?.order ?? last;
    return { exchange, order: last };
  });
  return keyed.sort((a, b) => a.order - b.order).map(({ exchange }) => exchange);
}

function bundled(exchange: Exchange): BundledExchange {
  const { method, origin, target, headers, body, problem, circumstances, effect, response } = exchange;
  return {
    request: {
      method,
      url: origin + target,
      headers: headerPairs(headers),
      body,
      isTooLong: problem === 'body-too-large',
    },
    circumstances: circumstances
      ? {
          now: new Date(circumstances.now).toISOString(),
          ids: circumstances.ids,
          onActiveConflict: circumstances.onActiveConflict,
        }
      : null,
    fault: effect ? withoutConditions(effect) : null,
    response: response && {
      status: response.status,
      headers: headerPairs(response.headers),
      body: response.body,
      connectionFault: response.connectionFault ?? null,
    },
  };
}

/** The drawn effect is the armed fault itself; its conditions were met, and must not be examined again. */
function withoutConditions(effect: NonNullable<DrawnFaults['effect']>): Effect {
  const { operation, record, pair, headers, after, times, probability, ...values } = effect as Fault;
  return values;
}
