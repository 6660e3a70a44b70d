import { mounts } from '@referral-codes/sdk/contract';
import type { JournalEntry } from '../journal/entry.ts';
import { splitTarget, splitUrl } from '../message/url.ts';
import type { ExpectedRequest } from './expectation.ts';

export interface Comparison {
  /** In what the request differs, such as `status is 409, not 201`; empty if it matches. */
  readonly misses: readonly string[];
  /** Whether it may match: the journal no longer has the body that decides it. */
  readonly isUnknown: boolean;
}

/** Compares a request with the expected one. */
export function compare(expected: ExpectedRequest, entry: JournalEntry): Comparison {
  const { path, headers = {}, body } = expected;
  const misses: string[] = [];
  const add = (name: string, actual: unknown, wanted: unknown) =>
    misses.push(`${name} is ${shorten(actual)}, not ${shorten(wanted)}`);
  for (const name of ['operation', 'method', 'status', 'rule', 'fault'] as const)
    if (expected[name] !== undefined && entry[name] !== expected[name]) add(name, entry[name], expected[name]);
  if (expected.since !== undefined && entry.seq <= expected.since)
    misses.push(`its number is not above ${expected.since}`);
  if (path !== undefined && !pathsOf(entry.url).includes(path)) add('path', pathsOf(entry.url)[1], path);
  for (const [name, value] of Object.entries(headers)) {
    const sent = entry.request.headers.find(([header]) => header === name.toLowerCase())?.[1];
    if (sent !== value) add(`header ${name}`, sent, value);
  }
  if (body === undefined) return { misses, isUnknown: false };
  if (entry.bodiesDropped)
    return { misses: [...misses, 'its body is no longer in the journal'], isUnknown: misses.length === 0 };
  addBodyMiss(parse(entry.request.body), body, 'body', add);
  return { misses, isUnknown: false };
}

/** The path as it is and without its mount, each with and without the query. */
function pathsOf(url: string): string[] {
  const { target } = splitUrl(url);
  const targets = mounts.filter((mount) => target.startsWith(`${mount}/`)).map((mount) => target.slice(mount.length));
  return [...new Set([target, ...targets])].flatMap((text) => [text, splitTarget(text).pathname]);
}

/** Adds the first difference of each part that is expected. */
function addBodyMiss(
  actual: unknown,
  expected: unknown,
  name: string,
  add: (name: string, actual: unknown, wanted: unknown) => void,
): void {
  if (!isContainer(expected) || !isContainer(actual) || !areAlike(actual, expected)) {
    if (actual !== expected) add(name, actual, expected);
    return;
  }
  for (const [key, part] of Object.entries(expected))
    addBodyMiss(Object.hasOwn(actual, key) ? actual[key] : undefined, part, `${name}.${key}`, add);
}

/** Two objects, or two arrays of the same length. */
const areAlike = (a: object, b: object): boolean =>
  Array.isArray(a) ? Array.isArray(b) && a.length === b.length : !Array.isArray(b);

const isContainer = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** Text that is not JSON stays text. */
function parse(text: string | null): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return text ?? undefined;
  }
}

const MAX_SHOWN = 100;

function shorten(value: unknown): string {
  if (value === undefined) return 'missing';
  const text = JSON.stringify(value);
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
}
