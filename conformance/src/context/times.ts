import type { ReceivedResponse } from '../message/exchange.ts';

const RFC3339 = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/;

/** Whether a value is an RFC 3339 time with a zone. */
export const isTime = (value: unknown): value is string => typeof value === 'string' && RFC3339.test(value);

/** A time as milliseconds, however it is written; NaN if it is none. */
export function instant(value: unknown): number {
  return isTime(value) ? Date.parse(value.replace(' ', 'T').toUpperCase()) : Number.NaN;
}

/** A moment as the source document writes times: UTC, whole seconds. */
export const asTime = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');

/** The server's own idea of now, by its Date header; this machine's if it has none. */
export function serverNow({ headers }: ReceivedResponse): { now: number; tolerance: number } {
  const date = Date.parse(headers.get('date') ?? '');
  return Number.isNaN(date) ? { now: Date.now(), tolerance: 300_000 } : { now: date, tolerance: 60_000 };
}

/** Whether a time is about when the answer was given: within a minute by the server's own clock, five by ours. */
export function isAboutNow(value: unknown, answer: ReceivedResponse): boolean {
  const { now, tolerance } = serverNow(answer);
  return Math.abs(instant(value) - now) <= tolerance;
}
