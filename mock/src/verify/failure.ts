import { toShownJson, toShownText } from '../journal/control-characters.ts';
import type { JournalEntry } from '../journal/entry.ts';
import type { Expectation } from './expectation.ts';

/** Thrown if the expected requests were not made; the message says what came instead, the nearest first. */
export class VerificationError extends Error {
  override readonly name = 'VerificationError';
  /** The exchanges that the message is about, the nearest first. */
  readonly nearest: readonly JournalEntry[];
  /** Whether no further request can change it. */
  readonly isFinal: boolean;

  constructor(message: string, nearest: readonly JournalEntry[], isFinal = false) {
    super(message);
    this.nearest = nearest;
    this.isFinal = isFinal;
  }
}

const MAX_LISTED = 5;

interface Other {
  readonly entry: JournalEntry;
  readonly misses: readonly string[];
}

/** Says how many requests there were, and lists them, or else the others. */
export function describeCount(
  expectation: Expectation,
  count: number,
  matching: readonly JournalEntry[],
  others: readonly Other[] = [],
): string {
  const lines = [`${describe(expectation)}; there ${count === 1 ? 'was 1' : `were ${count}`}.`];
  lines.push(...list(matching.map((entry) => lineOf(entry))));
  if (count > expectation.max) return lines.join('\n');
  if (others.length > 0)
    lines.push(count > 0 ? 'The others, the nearest first:' : 'What came instead, the nearest first:');
  else lines.push('There were no other requests.');
  lines.push(...list(others.map(({ entry, misses }) => `${lineOf(entry)}: ${toShownText(misses.join('; '))}`)));
  return lines.join('\n');
}

/** Says why it cannot be decided. */
export const describeDropped = (expectation: Expectation, count: number, most: number): string =>
  `${describe(expectation)}; this cannot be decided: there were from ${count} to ${most}, because the journal has dropped ` +
  'exchanges or bodies to stay within its limits. Verify earlier, clear the journal before the part that you verify, or ' +
  'expect nothing but an operation.';

/** Says which request is missing in the order. */
export function describeOrder(
  expectations: readonly Expectation[],
  missing: number,
  entries: readonly JournalEntry[],
  isDropped: boolean,
): string {
  const order = expectations.map(({ pattern }, index) => `  ${index + 1}. ${toShownJson(pattern)}`);
  return [
    'expected requests in this order:',
    ...order,
    missing === 0 ? 'number 1 was missing.' : `number ${missing + 1} did not come after number ${missing}.`,
    ...(isDropped ? ['The journal has dropped older exchanges, which may have contained it.'] : []),
    'The last requests, the oldest first:',
    ...entries.slice(-2 * MAX_LISTED).map((entry) => lineOf(entry)),
  ].join('\n');
}

function describe({ pattern, min, max }: Expectation): string {
  const plural = (count: number) => `${count} request${count === 1 ? '' : 's'}`;
  const numbers =
    min === max
      ? `exactly ${plural(min)}`
      : [min > 0 && `at least ${plural(min)}`, Number.isFinite(max) && `at most ${plural(max)}`]
          .filter(Boolean)
          .join(' and ');
  return `expected ${numbers} like ${toShownJson(pattern)}`;
}

function list(lines: readonly string[]): string[] {
  const more = lines.length - MAX_LISTED;
  return more > 0 ? [...lines.slice(0, MAX_LISTED), `  and ${more} more`] : [...lines];
}

function lineOf({ seq, session, method, url, status, operation, fault }: JournalEntry): string {
  const result = `${status ?? 'no response'}${fault ? ` (fault ${fault})` : ''}`;
  return toShownText(`  ${session} ${seq}: ${operation ?? 'no operation'}, ${method} ${url} → ${result}`);
}
