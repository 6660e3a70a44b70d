import { EventSourceParserStream } from 'eventsource-parser/stream';
import type { Har } from 'har-format';
import type { Client } from 'openapi-fetch';
import type { JournalEntry } from '../journal/entry.ts';
import type { JournalFilter } from '../journal/filter.ts';
import type { Duration } from '../time/duration.ts';
import type { ExpectedRequest, VerifyOptions } from '../verify/expectation.ts';
import { VerificationError } from '../verify/failure.ts';
import type { paths } from './generated/control-schema.ts';
import { ControlError, dataOf, done, type Result, textOf } from './result.ts';

/** Whose exchanges: those of the session of the client, or those of all sessions. */
type Scope = { sessions?: 'all' };

/** The methods of the control client for the journals of all sessions, and those that a single journal shares with them. */
export const journalsOf = (api: Client<paths>, scope: Scope) => ({
  /** The entries that match, the oldest first. @param limit returns only the newest entries, at most this many */
  find: (filter: JournalFilter = {}, limit?: number) =>
    entriesOf(
      api.GET('/journal', { params: { query: { ...scope, ...filter, ...(limit !== undefined && { limit }) } } }),
    ),
  /**
   * How many exchanges have matched since the journal was cleared. Rejects with a ControlError if exchanges that may match were
   * dropped, so that the count would be too low.
   */
  count: async (filter: JournalFilter = {}) =>
    (await dataOf(api.GET('/journal/count', { params: { query: { ...scope, ...filter } } }))).count,
  /** The entries that match, as an HTTP Archive 1.2. */
  har: async (filter: JournalFilter = {}) =>
    (await dataOf(api.GET('/journal/har', { params: { query: { ...scope, ...filter } } }))) as Har,
  /** The requests that match, as curl commands for bash, one in each line. */
  curl: (filter: JournalFilter = {}) =>
    textOf(api.GET('/journal/curl', { params: { query: { ...scope, ...filter } }, parseAs: 'text' })),
  clear: () => done(api.DELETE('/journal', { params: { query: scope } })),
});

/** The methods of the control client for the journal of a session. */
export const journalOf = (api: Client<paths>) => ({
  ...journalsOf(api, {}),
  /**
   * Waits until `count` entries match (by default 1), for at most `within` (by default 2s), and resolves with them. Rejects with
   * a ControlError if fewer match by then.
   */
  waitFor(filter: JournalFilter, { count, within }: { count?: number; within?: Duration } = {}) {
    const options = {
      ...(count !== undefined && { count }),
      ...(within !== undefined && { within: durationText(within) }),
    };
    return entriesOf(api.GET('/journal/wait', { params: { query: { ...filter, ...options } } }));
  },
  /** Yields every entry that is added after the first call of `next`, until the iterator is closed. */
  async *stream(): AsyncGenerator<JournalEntry, void> {
    yield* entriesIn(await dataOf(api.GET('/journal/stream', { parseAs: 'stream' })));
  },
});

/**
 * Checks which requests were received.
 * @throws {VerificationError} if they are not as expected.
 */
export async function verifyWith(
  api: Client<paths>,
  scope: Scope,
  expected: ExpectedRequest | readonly ExpectedRequest[],
  options: Omit<VerifyOptions, 'signal'> = {},
): Promise<readonly JournalEntry[]> {
  const { inOrder, within, quietFor } = options;
  const body = {
    requests: [expected].flat(),
    ...(inOrder !== undefined && { inOrder }),
    ...(within !== undefined && { within }),
    ...(quietFor !== undefined && { quietFor }),
  };
  try {
    return await entriesOf(api.POST('/verify', { params: { query: scope }, body }));
  } catch (error) {
    if (error instanceof ControlError && error.status === 409) throw new VerificationError(error.message, []);
    throw error;
  }
}

const durationText = (duration: Duration): string => (typeof duration === 'number' ? `${duration}ms` : duration);

/** openapi-fetch types a tuple as an array, so that the pairs of a header's name and value lose their length. */
const entriesOf = (result: Promise<Result<Entries>>) => dataOf(result) as Promise<readonly JournalEntry[]>;

type Entries = readonly (Omit<JournalEntry, 'request' | 'response' | 'intendedResponse'> & {
  readonly request: object;
  readonly response: object | null;
  readonly intendedResponse: object | null;
})[];

async function* entriesIn(body: ReadableStream<Uint8Array>): AsyncGenerator<JournalEntry, void> {
  const text = body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>);
  const reader = text.pipeThrough(new EventSourceParserStream()).getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield JSON.parse(next.value.data);
  } finally {
    await reader.cancel().catch(() => {}); // The connection may be closed already.
  }
}
