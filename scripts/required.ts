/** Returns a value that the surrounding code guarantees to exist. @throws {Error} if it does not, which is a defect. */
export function required<T>(value: T | null | undefined): T {
  if (value === undefined || value === null) throw new Error('a value that must exist is missing');
  return value;
}
