import type { Mutation } from './mutation.ts';
import type { TestRun } from './sandbox.ts';

/** What became of a mutation: a test noticed it, no test did, or it could not be told. */
export interface Verdict {
  readonly outcome: 'killed' | 'SURVIVED' | 'error';
  /** Which test noticed it, or why it could not be told. */
  readonly why: string;
}

/** Judges a mutation by the run of its tests. Only a test that ran to its end and failed is a kill. */
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
