import { InputError } from '../errors.ts';
import type { JournalEntry } from '../journal/entry.ts';
import type { JournalFilter } from '../journal/filter.ts';
import { compare } from './compare.ts';
import {
  type Expectation,
  type ExpectedRequest,
  readExpectation,
  readTimes,
  type VerifyOptions,
} from './expectation.ts';
import { describeCount, describeDropped, describeOrder, VerificationError } from './failure.ts';

/** Where the requests are: the journal of a session, or those of all sessions. */
export interface Evidence {
  find(): JournalEntry[];
  droppedFor(filter: JournalFilter): number;
}

/** How often a wait looks at the journal, in milliseconds. */
const INTERVAL = 20;
/** How often a request that matches may start the quiet period again. */
const MAX_RESTARTS = 10;

/**
 * Checks that the expected requests were made, and resolves with them, the first one answered first.
 * @throws {VerificationError} if they were not, or if the journal has dropped what would decide it; `message` says what came instead.
 * @throws {InputError}, a RangeError, if an expectation or an option is invalid.
 * @throws the reason of `signal` when it aborts.
 */
export async function verify(
  evidence: Evidence,
  expected: ExpectedRequest | readonly ExpectedRequest[],
  options: VerifyOptions = {},
): Promise<JournalEntry[]> {
  const expectations = [expected].flat().map(readExpectation);
  if (expectations.length === 0) throw new InputError('there must be at least one expected request');
  const { within, quietFor } = readTimes(options);
  const isOrdered = options.inOrder === true;
  const deadline = performance.now() + within;
  let judged = judge(evidence, expectations, isOrdered);
  while (judged.failure && !judged.failure.isFinal && performance.now() < deadline) {
    await pause(Math.min(INTERVAL, deadline - performance.now()), options.signal);
    judged = judge(evidence, expectations, isOrdered);
  }
  if (judged.failure) throw judged.failure;
  if (quietFor === 0) return judged.matching;
  for (let restart = 0; restart <= MAX_RESTARTS; restart++) {
    const before = judged.matching.length;
    await pause(quietFor, options.signal);
    judged = judge(evidence, expectations, isOrdered);
    if (judged.failure) throw judged.failure;
    if (judged.matching.length <= before) return judged.matching;
  }
  throw new VerificationError(`requests that match kept coming for ${MAX_RESTARTS + 1} times the quiet period`, []);
}

interface Judged {
  /** Undefined if everything is as expected. */
  readonly failure: VerificationError | undefined;
  /** The entries that match any of the expectations. */
  readonly matching: JournalEntry[];
}

function judge(evidence: Evidence, expectations: readonly Expectation[], isOrdered: boolean): Judged {
  const entries = evidence.find();
  const matching = entries.filter((entry) => expectations.some(({ pattern }) => isMatch(pattern, entry)));
  const failures = expectations.map((expectation) => judgeCount(evidence, entries, expectation));
  const failure = failures.find((one) => one?.isFinal) ?? failures.find((one) => one !== undefined);
  return { matching, failure: failure ?? (isOrdered ? judgeOrder(evidence, entries, expectations) : undefined) };
}

const isMatch = (pattern: ExpectedRequest, entry: JournalEntry): boolean => compare(pattern, entry).misses.length === 0;

function judgeCount(
  evidence: Evidence,
  entries: JournalEntry[],
  expectation: Expectation,
): VerificationError | undefined {
  const { pattern, filter, min, max } = expectation;
  const compared = entries.map((entry) => ({ entry, ...compare(pattern, entry) }));
  const matching = compared.filter(({ misses }) => misses.length === 0).map(({ entry }) => entry);
  const dropped = evidence.droppedFor(filter);
  // Each dropped exchange is counted by its operation, so that it certainly matches if nothing else is expected.
  const isCertain = Object.keys(pattern).every((name) => name === 'operation');
  const count = matching.length + (isCertain ? dropped : 0);
  const most = count + (isCertain ? 0 : dropped) + compared.filter(({ isUnknown }) => isUnknown).length;
  if (count > max) return new VerificationError(describeCount(expectation, count, matching), matching, true);
  if (count >= min && most <= max) return undefined;
  if (most >= min && most > count)
    return new VerificationError(describeDropped(expectation, count, most), matching, count >= min);
  const others = compared.filter(({ misses }) => misses.length > 0).sort((a, b) => distance(a) - distance(b));
  return new VerificationError(
    describeCount(expectation, count, matching, others),
    others.map(({ entry }) => entry),
  );
}

/** Another operation is further away than any other difference. Of two that are equally near, the later one comes first. */
const distance = ({ misses, entry }: { misses: readonly string[]; entry: JournalEntry }): number =>
  misses.length + (misses.some((miss) => /^(operation|method|path) /.test(miss)) ? 100 : 0) - entry.seq / 1e9;

/** Whether the entries contain the expected requests one after the other: as early as possible for each. */
function judgeOrder(
  evidence: Evidence,
  entries: JournalEntry[],
  expectations: readonly Expectation[],
): VerificationError | undefined {
  let next = 0;
  for (const [index, expectation] of expectations.entries()) {
    for (let count = 0; count < expectation.min; count++) {
      const found = entries.findIndex((entry, position) => position >= next && isMatch(expectation.pattern, entry));
      if (found >= 0) next = found + 1;
      else {
        const isDropped = evidence.droppedFor({}) > 0;
        return new VerificationError(describeOrder(expectations, index, entries, isDropped), [], isDropped);
      }
    }
  }
  return undefined;
}

function pause(time: number, signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted();
  return new Promise((resolve, reject) => {
    const timer = setTimeout(end, time, resolve);
    const abort = () => end(() => reject(signal?.reason));
    function end(settle: () => void) {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
      settle();
    }
    signal?.addEventListener('abort', abort);
  });
}
