/** Thrown for an invalid value; `message` names it and gives the reason. */
export class InputError extends RangeError {}

/** Thrown when a limit is reached; `message` names the limit and tells what to do. */
export class LimitError extends Error {
  override readonly name = 'LimitError';
}

/** Thrown for a command line that cannot be used; `message` gives the reason and tells what to do. */
export class UsageError extends Error {}
