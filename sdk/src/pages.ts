interface Item {
  id: string;
}

interface Page<T> {
  data: T[];
  pagination: { limit: number; total: number };
}

/** The promise of one page that is also iterable: over all records from that page on, requesting further pages as needed. */
export interface Paged<P extends Page<Item>> extends Promise<P>, AsyncIterable<P['data'][number]> {
  /** Iterates over pages instead of records. No record appears twice, even if records are added or removed meanwhile. */
  pages(): AsyncIterable<P>;
}

/**
 * Makes the promise of a page iterable.
 *
 * @param first The page that was requested.
 * @param start Its number.
 * @param readPage Requests another page.
 * @param maxItems How many records to iterate over at most.
 */
export function paged<P extends Page<Item>>(
  first: Promise<P>,
  start: number,
  readPage: (page: number) => Promise<P>,
  maxItems = Infinity,
): Paged<P> {
  /** The pages from `start` on, each without the records that were on an earlier one. */
  async function* pages(): AsyncGenerator<P> {
    const seen = new Set<string>();
    let number = start;
    let furthest = 0;
    let previousTotal = 0;
    for (let page = await first; ; page = await readPage(number)) {
      const unseen = page.data.filter(({ id }) => !seen.has(id) && seen.add(id));
      if (unseen.length > 0) yield unseen.length < page.data.length ? { ...page, data: unseen } : page;

      const { limit, total } = page.pagination;
      const removed = previousTotal - total;
      const atEnd = page.data.length === 0 || number * limit >= total;
      const repeated = unseen.length === 0 && number > furthest;
      previousTotal = total;
      furthest = Math.max(furthest, number);
      // Each record that was removed meanwhile moved a later one onto a page already read: go back for it.
      if (removed > 0) number = Math.max(start, number - Math.ceil(removed / limit));
      else if (atEnd || repeated) return;
      else number++;
    }
  }
  async function* records(): AsyncGenerator<P['data'][number]> {
    let left = Math.max(0, maxItems);
    for await (const { data } of pages()) {
      yield* data.slice(0, left);
      left -= data.length;
      if (left <= 0) return;
    }
  }
  return Object.assign(first, { pages, [Symbol.asyncIterator]: records });
}
