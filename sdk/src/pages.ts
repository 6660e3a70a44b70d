interface Item {
  id: string;
}

interface Page<T> {
  data: T[];
  pagination: { limit: number; total: number };
}

/** A page that is on its way, and all the records from that page on: await it, or iterate over it. */
export interface Paged<P extends Page<Item>> extends Promise<P>, AsyncIterable<P['data'][number]> {
  /** The pages from the one asked for on. No record is on two of them, also if records come and go meanwhile. */
  pages(): AsyncIterable<P>;
}

/** Makes a promise of the page number `start` iterable. `turn` gets another page. */
export function paged<P extends Page<Item>>(
  first: Promise<P>,
  start: number,
  turn: (page: number) => Promise<P>,
  maxItems = Number.POSITIVE_INFINITY,
): Paged<P> {
  async function* pages(): AsyncGenerator<P> {
    const seen = new Set<string>();
    let furthest = 0;
    let before = 0;
    for (let number = start, page = await first; ; page = await turn(number)) {
      const fresh = page.data.filter(({ id }) => !seen.has(id) && seen.add(id));
      if (fresh.length > 0) yield fresh.length < page.data.length ? { ...page, data: fresh } : page;
      const { limit, total } = page.pagination;
      // Each record that was removed meanwhile pulled a later one onto a page that has been read: go back for it.
      const back = total < before ? Math.ceil((before - total) / limit) : -1;
      const nothingNew = fresh.length === 0 && number > furthest;
      if (back < 0 && (page.data.length === 0 || number * limit >= total || nothingNew)) return;
      before = total;
      furthest = Math.max(furthest, number);
      number = Math.max(start, number - back);
    }
  }
  async function* items(): AsyncGenerator<P['data'][number]> {
    let left = Math.max(0, maxItems);
    for await (const { data } of pages()) {
      yield* data.slice(0, left);
      left -= data.length;
      if (left <= 0) return;
    }
  }
  return Object.assign(first, { pages, [Symbol.asyncIterator]: items });
}
