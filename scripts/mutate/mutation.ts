/** One change that breaks a guard, and the tests that must notice it. */
export interface Mutation {
  /** The file to change, as a path from the repository's root. */
  readonly file: string;
  /** What the guard protects, in one sentence. */
  readonly guard: string;
  /** The text to replace. It must occur exactly once in the file. */
  readonly original: string;
  readonly mutated: string;
  /** The test files to run, as paths from the repository's root. At least one of their tests must fail. */
  readonly tests: readonly string[];
  /** Only tests whose full title matches this regular expression are run, as with `vitest -t`. Default: all of the files. */
  readonly name?: string;
  /** Whether the mutation shows by a test that never ends. Default: a time-out is an error and not a kill. */
  readonly hangs?: boolean;
}

/** Thrown when a mutation does not fit the file that it names. */
export class MutationError extends Error {
  override readonly name = 'MutationError';
}

/**
 * The text of the mutation's file with the mutation in it.
 *
 * @throws {MutationError} `original` does not occur exactly once, or the mutation changes nothing.
 */
export function mutatedText(text: string, { file, original, mutated }: Mutation): string {
  const count = text.split(original).length - 1;
  if (count !== 1) throw new MutationError(`${file} holds this text ${count} times, not once: ${original}`);
  if (original === mutated) throw new MutationError(`${file}: original and mutated are the same: ${original}`);
  // A function, because a replacement given as text would expand `$&`.
  return text.replace(original, () => mutated);
}
