/**
 * The element at an index.
 *
 * @throws {RangeError} There is none.
 */
export function at<T>(list: readonly (T | undefined)[], index: number): T {
  const element = list[index];
  if (element === undefined) throw new RangeError(`no element ${index} in a list of ${list.length}`);
  return element;
}
