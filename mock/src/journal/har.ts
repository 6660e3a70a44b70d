import type { Entry, Har, Header, Request, Response } from 'har-format';
import { splitTarget } from '../message/url.ts';
import { type Dropped, describeDropped } from './dropped.ts';
import type { JournalEntry, LoggedMessage } from './entry.ts';

/**
 * Converts journal entries to an HTTP Archive (HAR 1.2), which the network panels of browsers and many other tools can open.
 * @param dropped what the journal no longer has; the archive says so in a comment.
 */
export function toHar(entries: readonly JournalEntry[], dropped: Dropped = { exchanges: 0, bodies: 0 }): Har {
  const creator = { name: 'referral-codes-mock', version: '1' };
  const comment = describeDropped(dropped);
  return { log: { version: '1.2', creator, entries: entries.map(harEntry), ...(comment && { comment }) } };
}

function harEntry(entry: JournalEntry): Entry {
  const { at, duration, session, seq, bodiesDropped } = entry;
  return {
    startedDateTime: at,
    time: duration,
    request: harRequest(entry),
    response: harResponse(entry),
    cache: {},
    timings: { send: 0, wait: duration, receive: 0 },
    comment: `session ${session}, number ${seq}${bodiesDropped ? ', its bodies were dropped' : ''}`,
  };
}

/** What the client received. A status of -1 and `_failureText` stand for a broken exchange, as in the files of Playwright. */
function harResponse({
  status,
  response,
  fault,
  connectionFault,
  intendedResponse,
  bodiesDropped,
}: JournalEntry): Response {
  return {
    status: status ?? -1,
    statusText: '',
    httpVersion: 'HTTP/1.1',
    cookies: [],
    headers: headersOf(response),
    content: {
      size: sizeOf(response),
      mimeType: headerOf(response, 'content-type'),
      ...(!bodiesDropped && { text: response?.body ?? '' }),
    },
    redirectURL: '',
    headersSize: -1,
    bodySize: bodiesDropped || !response ? -1 : sizeOf(response),
    ...(fault && { comment: `fault: ${fault}` }),
    ...((connectionFault || !response) && { _failureText: FAILURES[connectionFault ?? 'aborted'] }),
    ...(intendedResponse && { _intendedResponse: intendedResponse }),
  };
}

/** How Chromium, and so a HAR of Playwright, names what the client noticed. The client ends a silence itself. */
const FAILURES = {
  reset: 'net::ERR_CONNECTION_RESET',
  truncate: 'net::ERR_CONTENT_LENGTH_MISMATCH',
  silence: 'net::ERR_ABORTED',
  aborted: 'net::ERR_ABORTED',
} as const;

function harRequest({ method, url, request }: JournalEntry): Request {
  return {
    method,
    url,
    httpVersion: 'HTTP/1.1',
    cookies: [],
    headers: headersOf(request),
    // `new URL` would throw if the Host header is not a valid host.
    queryString: [...new URLSearchParams(splitTarget(url).search)].map(([name, value]) => ({ name, value })),
    ...(request.body !== null && {
      postData: { mimeType: headerOf(request, 'content-type'), text: request.body },
    }),
    headersSize: -1,
    bodySize: sizeOf(request),
  };
}

const headersOf = (message: LoggedMessage | null): Header[] =>
  (message?.headers ?? []).map(([name, value]) => ({ name, value }));

const headerOf = (message: LoggedMessage | null, name: string): string =>
  message?.headers.find(([header]) => header === name)?.[1] ?? '';

const sizeOf = (message: LoggedMessage | null): number => new TextEncoder().encode(message?.body ?? '').length;
