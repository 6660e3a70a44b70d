import { printable, shellWord } from './printable.ts';

/**
 * One request and what came back, as reports show it. The header values given by the user appear as `$NAME`, also where the
 * server repeats them. Each text is cut at 2,000 characters, and so are the headers of the answer together.
 */
export interface Exchange {
  method: string;
  url: string;
  /** What was sent. */
  headers: Record<string, string>;
  body?: string;
  /** None if no answer came. */
  status?: number;
  responseHeaders?: Record<string, string>;
  /** The response body. */
  text?: string;
  /** Milliseconds from the start of the run. */
  sentAt: number;
  durationMs: number;
  /** Why no answer came. */
  error?: string;
}

/** What a server answered. Its body can be given up where large ones pile up; text and json then throw Undecided. */
export interface ReceivedResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body read as JSON; undefined if it is none. */
  readonly json: unknown;
  readonly exchange: Exchange;
}

export type Loose = Record<string, unknown>;

export const isObject = (value: unknown): value is Loose =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const is2xx = ({ status }: ReceivedResponse): boolean => status >= 200 && status < 300;
export const is4xx = ({ status }: ReceivedResponse): boolean => status >= 400 && status < 500;

/** The object an answer carries, or an empty one, so that a check can ask for a field that may be missing. */
export const objectOf = ({ json }: ReceivedResponse): Loose => (isObject(json) ? json : {});

/** A header of the user's: its name is a word of its own where a shell would read more than a name in it. */
const variableHeader = (name: string, variable: string): string =>
  /^[\w-]+$/.test(name) ? `-H "${name}: ${variable}"` : `-H ${shellWord(`${name}: `)}"${variable}"`;

/** The exchange as a line for bash. A header value of the user's is a variable there, in double quotes. */
export function curl({ method, url, headers, body }: Exchange): string {
  const given = Object.entries(headers).map(([name, value]) =>
    /^\$[A-Z0-9_]+$/.test(value) ? variableHeader(name, value) : `-H ${shellWord(`${name}: ${value}`)}`,
  );
  return [
    'curl -i',
    // Else curl takes brackets for a pattern of its own.
    ...(/[[\]{}]/.test(url) ? ['-g'] : []),
    ...(method === 'GET' ? [] : [`-X ${method}`]),
    shellWord(url),
    ...given,
    ...(body === undefined ? [] : [`--data-binary ${shellWord(body)}`]),
  ].join(' ');
}

/** An answer in a few words: `404 {"type":…`. */
export function summary({ exchange: { status, text = '' } }: ReceivedResponse): string {
  return `${status} ${printable(text.length > 240 ? `${text.slice(0, 240)}…` : text) || '(no body)'}`;
}
