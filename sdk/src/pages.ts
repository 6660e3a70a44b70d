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
    let furthest = start;
    let before = 0;
    for (let number = start, page = await first; ; page = await turn(number)) {
      const fresh = page.data.filter(({ id }) => !seen.has(id) && seen.add(id));
      if (fresh.length > 0) yield fresh.length < page.data.length ? { ...page, data: fresh } : page;
      const { limit, total } = page.pagination;
      // Each record that was removed meanwhile pulled a later one onto a page that has been read: read that one again.
      const back = total < before ? Math.ceil((before - total) / limit) : 0;
      if (!back && (page.data.length === 0 || number * limit >= total || (!fresh.length && number >= furthest))) return;
      before = total;
      number = Math.max(start, number + 1 - back);
      furthest = Math.max(furthest, number);
    }
  }
  async function* items(): AsyncGenerator<P['data'][number]> {
    let left = maxItems;
    for await (const { data } of pages()) {
      for (const item of data) {
        if (left-- <= 0) return;
        yield item;
      }
      if (left <= 0) return;
    }
  }
  return Object.assign(first, { pages, [Symbol.asyncIterator]: items });
}
