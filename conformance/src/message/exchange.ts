import { excerpt } from './printable.ts';

/**
 * A request and its response, as reports show them. Header values given by the user are replaced by `$NAME`, also where the
 * server repeats them. A response body is cut to 2,000 characters, and all response headers together as well.
 */
export interface Exchange {
  method: string;
  url: string;
  /** The request headers. */
  headers: Record<string, string>;
  body?: string;
  /** Undefined if there was no response. */
  status?: number;
  responseHeaders?: Record<string, string>;
  /** The response body. */
  text?: string;
  /** How many characters the response body has, if `text` is cut. */
  textLength?: number;
  /** Milliseconds from the start of the run. */
  sentAt: number;
  durationMs: number;
  /** Why there was no response. */
  error?: string;
}

/** Receives each exchange when it is complete. */
export type OnExchange = (exchange: Exchange) => void;

/** A response of the server. A large body may have been discarded to save memory; `text` and `json` then throw Inconclusive. */
export interface ReceivedResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The parsed body; undefined if it is not JSON. */
  readonly json: unknown;
  readonly exchange: Exchange;
}

/** A JSON object of unknown shape. */
export type JsonObject = Record<string, unknown>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const is2xx = ({ status }: ReceivedResponse): boolean => status >= 200 && status < 300;
export const is4xx = ({ status }: ReceivedResponse): boolean => status >= 400 && status < 500;

/** The object in the body, or an empty object, so that a check can read a field that may be missing. */
export const objectOf = ({ json }: ReceivedResponse): JsonObject => (isObject(json) ? json : {});

/** A response in one line: `404 {"type":…`. */
export function summary({ exchange: { status, text = '', textLength } }: Pick<ReceivedResponse, 'exchange'>): string {
  return `${status} ${excerpt(text, textLength) || '(no body)'}`;
}
