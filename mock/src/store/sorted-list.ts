/** How many items a chunk holds before it is split in two: few enough to move them, many enough to have few chunks. */
const MOST = 512;

/** Items in order, kept as a list of short sorted lists. Inserting, deleting and slicing take O(√n) in practice. */
export class SortedList<T> {
  readonly #compare: (a: T, b: T) => number;
  /** None is empty. */
  readonly #chunks: T[][] = [];
  #size = 0;

  /** `compare` is negative where `a` comes before `b`, and 0 only for one and the same item. */
  constructor(compare: (a: T, b: T) => number) {
    this.#compare = compare;
  }

  get size(): number {
    return this.#size;
  }

  insert(item: T): void {
    this.#size += 1;
    const at = Math.min(this.#chunkOf(item), this.#chunks.length - 1);
    const chunk = this.#chunks[at];
    if (!chunk) {
      this.#chunks.push([item]);
      return;
    }
    chunk.splice(this.#indexIn(chunk, item), 0, item);
    if (chunk.length > MOST) this.#chunks.splice(at + 1, 0, chunk.splice(chunk.length >> 1));
  }

  /** Deletes an item, if it is there. */
  delete(item: T): void {
    const at = this.#chunkOf(item);
    const chunk = this.#chunks[at];
    const index = chunk ? this.#indexIn(chunk, item) : 0;
    const found = chunk?.[index];
    if (!chunk || found === undefined || this.#compare(found, item) !== 0) return;
    chunk.splice(index, 1);
    this.#size -= 1;
    if (chunk.length === 0) this.#chunks.splice(at, 1);
  }

  /** Up to `limit` items from the `offset`th on. */
  slice(offset: number, limit: number): T[] {
    const items: T[] = [];
    let before = 0;
    for (const chunk of this.#chunks) {
      if (items.length >= limit) break;
      const from = offset + items.length - before;
      if (from < chunk.length) items.push(...chunk.slice(from, from + limit - items.length));
      before += chunk.length;
    }
    return items;
  }

  /** The first chunk whose last item does not come before this one; the number of chunks if there is none. */
  #chunkOf(item: T): number {
    return lowerBound(this.#chunks, (chunk) => this.#compare(chunk[chunk.length - 1] as T, item) < 0);
  }

  #indexIn(chunk: readonly T[], item: T): number {
    return lowerBound(chunk, (other) => this.#compare(other, item) < 0);
  }
}

/** How many of the first elements are before a place. Most items are added at the end, which is looked at first. */
function lowerBound<T>(list: readonly T[], isBefore: (element: T) => boolean): number {
  let [low, high] = [0, list.length];
  if (high > 0 && isBefore(list[high - 1] as T)) return high;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBefore(list[middle] as T)) low = middle + 1;
    else high = middle;
  }
  return low;
}
