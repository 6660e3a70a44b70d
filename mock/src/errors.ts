/** A value that was given cannot be used; `message` says which and why. */
export class InputError extends RangeError {}

/** As many as may be at a time are there already; `message` says how many and what to do. */
export class LimitError extends Error {
  override readonly name = 'LimitError';
}

/** A command line that cannot be used; the message says why and what to do. */
export class UsageError extends Error {}
