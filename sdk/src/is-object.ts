/** Tells whether a value is an object with fields: not null, not a list. */
export const isObject = (value: unknown): value is Record<string, unknown> =>
  Object(value) === value && !Array.isArray(value);
