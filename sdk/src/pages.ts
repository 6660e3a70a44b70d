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
    let stepsBack = 0;
    let seenAtReturn = 0;
    for (let page = await first; maxItems > 0; page = await readPage(number)) {
      const left = maxItems - seen.size;
      const unseen = page.data.filter(({ id }) => !seen.has(id) && seen.add(id)).slice(0, left);
      if (unseen.length > 0) yield unseen.length < page.data.length ? { ...page, data: unseen } : page;
      if (seen.size >= maxItems) return;

      const { limit, total } = page.pagination;
      const atEnd = page.data.length === 0 || number * limit >= total;
      const repeated = unseen.length === 0 && number > furthest;
      furthest = Math.max(furthest, number);
      // Each record that was removed meanwhile moved a later one onto a page already read: go back for it. No record is
      // removed twice, and a total that falls again although nothing new was read since comes from another server.
      const back = Math.min(Math.ceil((previousTotal - total) / limit), number - start, seen.size - stepsBack);
      previousTotal = total;
      if (back > 0 && seen.size > seenAtReturn) {
        number -= back;
        stepsBack += back;
        seenAtReturn = seen.size;
      } else if (atEnd || repeated) return;
      else number++;
    }
  }
  async function* records(): AsyncGenerator<P['data'][number]> {
    for await (const { data } of pages()) yield* data;
  }
  /** Who iterates gets the error of the first page then, so that its rejection is not unhandled until then. */
  const later =
    <T>(iterate: () => T) =>
    (): T => {
      first.catch(() => {});
      return iterate();
    };
  return Object.assign(first, { pages: later(pages), [Symbol.asyncIterator]: later(records) });
}
