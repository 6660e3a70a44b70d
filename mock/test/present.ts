/** A value that the test needs. Throws if it is not there. */
export function present<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error('a value that the test needs is not there');
  return value;
}
