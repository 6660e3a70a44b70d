/** Returns a value that a test relies on. Throws if it is null or undefined. */
export function defined<T>(value: T): NonNullable<T> {
  if (value === null || value === undefined) throw new Error(`a test relies on a value, and got ${value}`);
  return value;
}
