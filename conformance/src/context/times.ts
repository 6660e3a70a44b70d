import { Inconclusive } from '../errors.ts';
import type { ReceivedResponse } from '../message/exchange.ts';
import { excerpt } from '../message/printable.ts';

const RFC3339 = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/;

/** Whether a value is an RFC 3339 time with a zone. */
export const isTime = (value: unknown): value is string => typeof value === 'string' && RFC3339.test(value);

/** An RFC 3339 time in milliseconds since 1970; NaN if the value is not such a time. */
export function instant(value: unknown): number {
  return isTime(value) ? Date.parse(value.replace(' ', 'T').toUpperCase()) : Number.NaN;
}

/**
 * Like `instant`, for comparisons. It throws Inconclusive if the value is a text that cannot be read as a time: only
 * `times-carry-a-zone` judges that, and nothing can be said about the instant that is meant.
 */
export function readTime(value: unknown, field: string): number {
  if (typeof value === 'string' && Number.isNaN(instant(value)))
    throw new Inconclusive(
      `${field} is not a time in RFC 3339 with a zone, so it cannot be compared: ${excerpt(value)}`,
    );
  return instant(value);
}

/** A time in the format of the source document: UTC, whole seconds. */
export const asTime = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');

/** The current time by the server's Date header, or else by this machine's clock, and how far it may be off; in milliseconds. */
export function serverNow({ headers }: ReceivedResponse): { now: number; tolerance: number } {
  const date = Date.parse(headers.get('date') ?? '');
  return Number.isNaN(date) ? { now: Date.now(), tolerance: 300_000 } : { now: date, tolerance: 60_000 };
}

/** Whether a time is close to the time of the response: within a minute by the server's clock, or else five by ours. */
export function isAboutNow(value: unknown, response: ReceivedResponse): boolean {
  const { now, tolerance } = serverNow(response);
  return Math.abs(readTime(value, 'the time') - now) <= tolerance;
}
