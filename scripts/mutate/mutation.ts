/** A change that breaks a guard, and the tests that must fail because of it. */
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
  /** Runs only tests whose full title matches this regular expression, as with `vitest -t`. @default all tests of the files */
  readonly name?: string;
  /** Whether the mutation makes a test time out. Otherwise a timeout does not count as a kill. @default false */
  readonly hangs?: boolean;
}

/** Thrown if a mutation does not match its file. */
export class MutationError extends Error {
  override readonly name = 'MutationError';
}

/**
 * Applies a mutation to the text of its file.
 *
 * @throws {MutationError} if `original` does not occur exactly once, or the mutation changes nothing.
 */
export function mutatedText(text: string, { file, original, mutated }: Mutation): string {
  const count = text.split(original).length - 1;
  if (count !== 1) throw new MutationError(`${file} holds this text ${count} times, not once: ${original}`);
  if (original === mutated) throw new MutationError(`${file}: original and mutated are the same: ${original}`);
  // A function, because `$&` in a replacement string has a special meaning.
  return text.replace(original, () => mutated);
}
