import { EventSourceParserStream } from 'eventsource-parser/stream';
import type { Har } from 'har-format';
import type { Client } from 'openapi-fetch';
import type { JournalEntry } from '../journal/entry.ts';
import type { JournalFilter } from '../journal/filter.ts';
import type { Duration } from '../time/duration.ts';
import type { paths } from './generated/control-schema.ts';
import { dataOf, done, type Result, textOf } from './result.ts';

/** The methods of the control client for the journal of a session. */
export const journalOf = (api: Client<paths>) => ({
  /** The entries that match, the oldest first. @param limit returns only the newest entries, at most this many */
  find: (filter: JournalFilter = {}, limit?: number) =>
    entriesOf(api.GET('/journal', { params: { query: { ...filter, ...(limit !== undefined && { limit }) } } })),
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
  /** The entries that match, as an HTTP Archive 1.2. */
  har: async (filter: JournalFilter = {}) =>
    (await dataOf(api.GET('/journal/har', { params: { query: filter } }))) as Har,
  /** The requests that match, as curl commands for bash, one in each line. */
  curl: (filter: JournalFilter = {}) =>
    textOf(api.GET('/journal/curl', { params: { query: filter }, parseAs: 'text' })),
  clear: () => done(api.DELETE('/journal')),
  /** Yields every entry that is added after the first call of `next`, until the iterator is closed. */
  async *stream(): AsyncGenerator<JournalEntry, void> {
    yield* entriesIn(await dataOf(api.GET('/journal/stream', { parseAs: 'stream' })));
  },
});

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
