/** Thrown for an invalid value; `message` says which and why. */
export class InputError extends RangeError {}

/** Thrown when a limit is reached; `message` says which limit, and what to do. */
export class LimitError extends Error {
  override readonly name = 'LimitError';
}

/** Thrown for a command line that cannot be used; `message` says why, and what to do. */
export class UsageError extends Error {}
