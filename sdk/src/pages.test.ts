import fc from 'fast-check';
import { expect, it, onTestFinished } from 'vitest';
import { json } from '../test/listen.ts';
import { caught, record, serving, status } from '../test/serving.ts';
import { createReferralCodes } from './client.ts';

interface Shelf {
  ids: string[];
  /** What happens on the server before it answers a page. */
  before?: (page: number) => void;
}

/** A server that lists what is on the shelf by then. */
const listing = (shelf: Shelf) =>
  serving(({ url }, response) => {
    const query = new URL(url, 'http://server').searchParams;
    const [page, limit] = [Number(query.get('page') ?? 1), Number(query.get('limit') ?? 20)];
    shelf.before?.(page);
    const ids = shelf.ids.slice((page - 1) * limit, page * limit);
    const data = ids.map((id) => ({ ...record, id }));
    json(response, 200, { data, pagination: { page, limit, total: shelf.ids.length } });
  });

const shelf = (count: number): string[] => Array.from({ length: count }, (_, index) => `rc_${index}`);

async function ids(list: AsyncIterable<{ id: string }>): Promise<string[]> {
  const seen: string[] = [];
  for await (const { id } of list) seen.push(id);
  return seen;
}

it('awaiting a list returns one page', async () => {
  const { codes, received } = await listing({ ids: shelf(5) });
  const page = await codes.listRecords({ page: 2, limit: 2 });
  expect(page.data.map(({ id }) => id)).toEqual(['rc_2', 'rc_3']);
  expect(page.pagination).toEqual({ page: 2, limit: 2, total: 5 });
  expect(received).toHaveLength(1);
});

it.each([
  [0, 1],
  [1, 1],
  [4, 2],
  [5, 3],
])('a list of %i records is iterated over in %i requests, without a needless request', async (count, requests) => {
  const { codes, received } = await listing({ ids: shelf(count) });
  expect(await ids(codes.listRecords({ limit: 2 }))).toEqual(shelf(count));
  expect(received).toHaveLength(requests);
});

it('iteration begins at the requested page', async () => {
  const { codes } = await listing({ ids: shelf(5) });
  expect(await ids(codes.listRecords({ page: 2, limit: 2 }))).toEqual(['rc_2', 'rc_3', 'rc_4']);
});

it('pages() iterates over pages', async () => {
  const { codes } = await listing({ ids: shelf(5) });
  const sizes: number[] = [];
  for await (const page of codes.listRecords({ limit: 2 }).pages()) sizes.push(page.data.length);
  expect(sizes).toEqual([2, 2, 1]);
});

it.each([-1, 0, 1, 2, 3, 99])(
  'iteration ends after maxItems %i records, and requests no further page',
  async (maxItems) => {
    const { codes, received } = await listing({ ids: shelf(5) });
    expect(await ids(codes.listRecords({ limit: 2 }, { maxItems }))).toEqual(shelf(5).slice(0, Math.max(0, maxItems)));
    expect(received).toHaveLength(Math.max(1, Math.ceil(Math.min(maxItems, 5) / 2)));
    const paged: string[] = [];
    for await (const { data } of codes.listRecords({ limit: 2 }, { maxItems }).pages())
      paged.push(...data.map(({ id }) => id));
    expect(paged).toEqual(shelf(5).slice(0, Math.max(0, maxItems)));
  },
);

it('a loop that is left requests no further page', async () => {
  const { codes, received } = await listing({ ids: shelf(50) });
  for await (const { id } of codes.listRecords({ limit: 2 })) if (id === 'rc_2') break;
  expect(received).toHaveLength(2);
});

it('records added in front during the iteration do not make others appear twice', async () => {
  const state: Shelf = { ids: shelf(6) };
  state.before = (page) => page === 2 && state.ids.unshift('rc_new');
  const { codes } = await listing(state);
  expect(await ids(codes.listRecords({ limit: 2 }))).toEqual(shelf(6));
});

it('records removed during the iteration hide no others', async () => {
  for (const page of [2, 3]) {
    for (const removed of [1, 2, 3]) {
      const state: Shelf = { ids: shelf(6) };
      state.before = (asked) => {
        if (asked === page && state.ids.length === 6) state.ids.splice(0, removed);
      };
      const { codes } = await listing(state);
      const seen = await ids(codes.listRecords({ limit: 2 }));
      expect(new Set(seen).size, 'no record twice').toBe(seen.length);
      expect(seen, `${removed} removed before page ${page}`).toEqual(expect.arrayContaining(state.ids));
    }
  }
});

it('iteration ends if the server responds with the same page for ever', async () => {
  const { codes, received } = await serving((_, response) =>
    json(response, 200, { data: [record], pagination: { page: 1, limit: 1, total: 1e15 } }),
  );
  expect(await ids(codes.listRecords())).toEqual([record.id]);
  expect(received).toHaveLength(2);
});

it('a total that alternates between two servers costs one more request per page at most', async () => {
  let requests = 0;
  const state: Shelf = { ids: shelf(100) };
  const fetch = async (url: string) => {
    if (++requests > 50) expect.fail('it requests pages for ever');
    const page = Number(new URL(url).searchParams.get('page') ?? 1);
    const data = state.ids.slice((page - 1) * 10, page * 10).map((id) => ({ ...record, id }));
    return Response.json({ data, pagination: { page, limit: 10, total: requests % 2 ? 101 : 100 } });
  };
  const codes = createReferralCodes({ baseUrl: 'http://server.test', fetch });
  expect(await ids(codes.listRecords({ limit: 10 }))).toEqual(shelf(100));
  expect(requests).toBeLessThanOrEqual(20);
});

it('a total that falls with every response costs at most 3 requests per record', async () => {
  let requests = 0;
  const fetch = async (url: string) => {
    const page = Number(new URL(url).searchParams.get('page') ?? 1);
    const data = shelf(30)
      .slice(page - 1, page)
      .map((id) => ({ ...record, id }));
    return Response.json({ data, pagination: { page, limit: 1, total: 1e6 - 1e3 * ++requests } });
  };
  expect(await ids(createReferralCodes({ baseUrl: 'http://server.test', fetch }).listRecords())).toEqual(shelf(30));
  expect(requests).toBeLessThanOrEqual(3 * 30 + 2);
});

it('iteration ends whatever the server responds, after at most 3 requests per record it had', async () => {
  const pagination = fc.record({ limit: fc.integer({ min: -2, max: 5 }), total: fc.integer({ min: -2, max: 200 }) });
  const page = fc.record({ ids: fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 5 }), pagination });
  await fc.assert(
    fc.asyncProperty(fc.array(page, { minLength: 1, maxLength: 40 }), async (script) => {
      const served = new Set<number>();
      let requests = 0;
      const fetch = async () => {
        const { ids, pagination } = script[requests++ % script.length] as (typeof script)[0];
        for (const id of ids) served.add(id);
        if (requests > 3 * served.size + 2) expect.fail('too many requests');
        return Response.json({ data: ids.map((id) => ({ ...record, id: `rc_${id}` })), pagination });
      };
      const seen = await ids(createReferralCodes({ baseUrl: 'http://server.test', fetch }).listRecords());
      expect(new Set(seen).size).toBe(seen.length);
    }),
    { numRuns: 500 },
  );
});

it('iteration ends at an empty page, whatever the total is', async () => {
  const { codes, received } = await serving((_, response) =>
    json(response, 200, { data: [], pagination: { page: 1, limit: 1, total: 1e15 } }),
  );
  expect(await ids(codes.listRecords())).toEqual([]);
  expect(received).toHaveLength(1);
});

it('an abort ends the iteration', async () => {
  const controller = new AbortController();
  const { codes, received } = await listing({ ids: shelf(50) });
  const iterate = async () => {
    for await (const { id } of codes.listRecords({ limit: 2 }, { signal: controller.signal }))
      if (id === 'rc_3') controller.abort();
  };
  expect(await caught(iterate())).toMatchObject({ kind: 'aborted' });
  expect(received).toHaveLength(2);
});

it('an error of a page is thrown by the iteration', async () => {
  const { codes } = await serving(status(500));
  expect(await caught(ids(codes.listRecords()))).toMatchObject({ kind: 'unexpected-status' });
});

it.each(['pages()', 'the iterator'])('%s of a failed list may be kept for later', async (kind) => {
  const unhandled: unknown[] = [];
  const listener = (reason: unknown) => unhandled.push(reason);
  process.on('unhandledRejection', listener);
  onTestFinished(() => void process.off('unhandledRejection', listener));
  const { codes } = await serving(status(500));
  const list = codes.listRecords();
  const iterator = kind === 'pages()' ? list.pages()[Symbol.asyncIterator]() : list[Symbol.asyncIterator]();
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(unhandled).toEqual([]);
  expect(await caught(iterator.next())).toMatchObject({ kind: 'unexpected-status' });
});

it.each(['{}', '{"data":{},"pagination":{}}', '{"data":[]}', '[]'])('%s is not a page', async (body) => {
  const { codes } = await serving((_, response) => void response.end(body));
  expect(await caught(codes.listRecords())).toMatchObject({ kind: 'malformed-body' });
});
