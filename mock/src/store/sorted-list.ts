/** How many items a chunk holds before it is split in two: few enough to move them quickly, many enough to have few chunks. */
const MOST = 1024;

/** Items in order, kept as a list of short sorted lists. Inserting, deleting and slicing take O(√n) in practice. */
export class SortedList<T> {
  readonly #compare: (a: T, b: T) => number;
  /** None of them is empty. */
  readonly #chunks: T[][] = [];
  #size = 0;

  /** @param compare negative if `a` comes before `b`, and 0 only for the same item. */
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
    if (chunk.length > MOST) this.#chunks.splice(at + 1, 0, chunk.splice(MOST / 2));
  }

  /** Deletes an item if the list has it. */
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

  /** Up to `limit` items, the first of them at index `offset`. */
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

/** How many elements at the start of a sorted list are before a place, by binary search. */
function lowerBound<T>(list: readonly T[], isBefore: (element: T) => boolean): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (isBefore(list[middle] as T)) low = middle + 1;
    else high = middle;
  }
  return low;
}
