import type { Mutation } from './mutation.ts';
import type { TestRun } from './sandbox.ts';

/** The result of a mutation: a test failed, all passed, or it could not be judged. */
export interface Verdict {
  readonly outcome: 'killed' | 'SURVIVED' | 'error';
  /** Which test failed, or why the mutation could not be judged. */
  readonly why: string;
}

/** Judges a mutation by the results of its tests. It is killed only if a test failed without a timeout. */
export function judge({ hangs = false }: Mutation, { passed, failed, timedOut, trouble }: TestRun): Verdict {
  const noticed = failed.find((test) => !test.timedOut);
  if (noticed) return killed(noticed.title);
  if (timedOut || failed.length > 0) {
    const what = failed[0] ? `the time-out of ${failed[0].title}` : 'a time-out';
    return hangs ? killed(what) : error(`${what}: if this is how the mutation shows, add hangs: true`);
  }
  const [first] = trouble;
  if (passed.length === 0) return error(`no test ran; ${first ?? 'no title matches the name'}`);
  if (first !== undefined) return error(`something failed outside of a test: ${first}`);
  return { outcome: 'SURVIVED', why: `${passed.length} ${passed.length === 1 ? 'test' : 'tests'} ran and passed` };
}

const killed = (by: string): Verdict => ({ outcome: 'killed', why: `by ${by}` });

export const error = (why: string): Verdict => ({ outcome: 'error', why });
