/** One request and what came back, as reports show it: user-given header values and long bodies are left out. */
export interface Exchange {
  method: string;
  url: string;
  /** What was sent; the values given by the user appear as `$NAME`. */
  headers: Record<string, string>;
  /** The request body, cut at 2,000 characters. */
  body?: string;
  /** None if no answer came. */
  status?: number;
  responseHeaders?: Record<string, string>;
  /** The response body, cut at 2,000 characters. */
  text?: string;
  /** Milliseconds from the start of the run. */
  sentAt: number;
  durationMs: number;
  /** Why no answer came. */
  error?: string;
}

/** What a server answered. */
export interface Answer {
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

export const is2xx = ({ status }: Answer): boolean => status >= 200 && status < 300;
export const is4xx = ({ status }: Answer): boolean => status >= 400 && status < 500;

/** The object an answer carries, or an empty one, so that a check can ask for a field that may be missing. */
export const objectOf = ({ json }: Answer): Loose => (isObject(json) ? json : {});

const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** The exchange as a line for a shell. A header value of the user's is a variable there, in double quotes. */
export function curl({ method, url, headers, body }: Exchange): string {
  const given = Object.entries(headers).map(([name, value]) =>
    value.startsWith('$') ? `-H "${name}: ${value}"` : `-H ${quote(`${name}: ${value}`)}`,
  );
  const data = body === undefined ? [] : [`--data-binary ${quote(body)}`];
  return ['curl -i', ...(method === 'GET' ? [] : [`-X ${method}`]), quote(url), ...given, ...data].join(' ');
}

/** An answer in a few words: `404 {"type":…`. */
export function summary({ exchange: { status, text = '' } }: Answer): string {
  return `${status} ${text.length > 240 ? `${text.slice(0, 240)}…` : text || '(no body)'}`;
}
