import type { BugBundle, BundledExchange, BundledResponse } from './bundle/bundle.ts';
import type { MockRequest } from './message/request.ts';
import { headerPairs, type MockResponse } from './message/response.ts';
import { splitUrl } from './message/url.ts';
import { createMock, type Mock } from './mock.ts';
import type { Session } from './session.ts';
import { isSessionName, SESSION_HEADER } from './sessions.ts';

/** A difference between a response in a bundle and the response when it was run again. */
export interface ReplayDifference {
  /** The position of the exchange in the bundle, from 1. */
  readonly exchange: number;
  /** What differs: `connection` if only one of the two broke off. */
  readonly part: 'connection' | 'status' | 'headers' | 'body';
  readonly recorded: unknown;
  readonly replayed: unknown;
}

/**
 * Runs the exchanges of a bug bundle again on a mock of their own, one after the other and without delays.
 * @throws {StateError} if its start is not a valid state.
 * @throws {InputError}, a RangeError, if a fault or a time in it is invalid.
 */
export async function replay(bundle: BugBundle): Promise<ReplayDifference[]> {
  const { session: name, start, preferFaults, exchanges } = bundle;
  const mock = createMock({ scenario: start, preferFaults });
  const session = mock.session(name);
  const differences: ReplayDifference[] = [];
  for (const [index, exchange] of exchanges.entries()) {
    prepare(session, exchange);
    const replayed = await run(mock, name, exchange);
    const found = difference(exchange.response, replayed);
    if (found) differences.push({ exchange: index + 1, ...found });
  }
  return differences;
}

/** Restores what decided the result beside the request and the records. */
function prepare(session: Session, { circumstances, fault }: BundledExchange): void {
  if (circumstances) {
    session.clock.set(circumstances.now);
    session.ids.state = circumstances.ids;
    session.onActiveConflict = circumstances.onActiveConflict;
  }
  session.faults.clear();
  if (fault && fault.kind !== 'latency') session.faults.arm(fault);
}

/** Resolves with null if the request broke off. */
async function run(mock: Mock, session: string, exchange: BundledExchange): Promise<BundledResponse | null> {
  const { body, isTooLong } = exchange.request;
  const readBody = async () => {
    if (body === null && exchange.response === null) throw new Error('the request broke off');
    return isTooLong ? undefined : new TextEncoder().encode(body ?? '');
  };
  return mock.handle(requestOf(session, exchange), readBody).then(toBundled, () => null);
}

function requestOf(session: string, { request, fault, circumstances }: BundledExchange): MockRequest {
  const { method, url, headers } = request;
  const find = (wanted: string): string | null => headers.find(([name]) => name.toLowerCase() === wanted)?.[1] ?? null;
  return {
    method,
    ...splitUrl(url),
    headers: headers.flat(),
    header(name) {
      const value = find(name);
      // The session may have been named in another way; a name that is not valid is refused again.
      if (name === SESSION_HEADER.toLowerCase()) return value === null || isSessionName(value) ? session : value;
      // The fault that it asked for is armed. Only if it named no valid fault, it is refused again.
      return name === 'prefer' && (fault || circumstances) ? null : value;
    },
  };
}

const toBundled = ({ status, headers, body, connectionFault }: MockResponse): BundledResponse => ({
  status,
  headers: headerPairs(headers),
  body,
  connectionFault: connectionFault ?? null,
});

function difference(
  recorded: BundledResponse | null,
  replayed: BundledResponse | null,
): Omit<ReplayDifference, 'exchange'> | undefined {
  const connections = [recorded, replayed].map((response) => (response ? response.connectionFault : 'request'));
  if (connections[0] !== connections[1])
    return { part: 'connection', recorded: connections[0], replayed: connections[1] };
  for (const part of ['status', 'headers', 'body'] as const)
    if (JSON.stringify(recorded?.[part]) !== JSON.stringify(replayed?.[part]))
      return { part, recorded: recorded?.[part], replayed: replayed?.[part] };
  return undefined;
}
