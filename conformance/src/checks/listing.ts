import type { CheckContext } from '../context/context.ts';
import type { CreatedRecord } from '../context/fixtures.ts';
import { expectListed, expectUnlisted, findListed } from '../context/list-search.ts';
import { paginationOf, recordsOf, summarizeRecord, totalOf } from '../context/records.ts';
import { expectStable } from '../context/stable-read.ts';
import type { ReceivedResponse } from '../message/exchange.ts';
import type { Check } from './check.ts';
import { expectHalvesMatch, expectOldestFirst, expectPagesAddUp, idsOf, isSame, readPage } from './pages.ts';

/** All pages of a list of at most this many records are read. Of a longer list, its ends are read. */
const READ_WHOLE = 500;

/** Some records for the rules that only read pages, created once for all of them. */
const someRecords = (context: CheckContext) => context.shared('some records', (shared) => shared.createSeveral(7));

/** Small pages that exist once there are some records. */
const SMALL_PAGES = [
  { page: 1, limit: 1 },
  { page: 2, limit: 1 },
  { page: 1, limit: 2 },
  { page: 2, limit: 2 },
] as const;

/** Expects a write to change the total. Totals are compared only if no other client was seen to write meanwhile. */
const expectTotalChange = (context: CheckContext, change: number, write: () => Promise<unknown>, what: string) =>
  expectStable(context, async () => {
    const idle = await readPage(context);
    const before = await readPage(context);
    await write();
    const after = await readPage(context);
    const last = await readPage(context);
    return {
      ok: totalOf(after) === totalOf(before) + change,
      disturbed: totalOf(idle) !== totalOf(before) || totalOf(after) !== totalOf(last),
      expected: `total to be ${totalOf(before) + change} after ${what}`,
      responses: [before, after],
    };
  });

const expectSameTotalOnEveryPage = (context: CheckContext) =>
  expectStable(context, async () => {
    const first = await readPage(context, { limit: 1 });
    const responses = [first];
    for (const query of [{ page: 2, limit: 1 }, { limit: 3 }]) responses.push(await readPage(context, query));
    const again = await readPage(context, { limit: 1 });
    return {
      ok: responses.every((response) => totalOf(response) === totalOf(again)),
      disturbed: totalOf(first) !== totalOf(again),
      expected: 'the same total on every page',
      responses,
    };
  });

/** Expects new records at the end of the list, in the order of their creation. */
async function expectNewestAtTheEnd(
  context: CheckContext,
  created: readonly CreatedRecord[],
  limit: number,
): Promise<void> {
  const total = totalOf(await readPage(context, { limit }));
  const responses: ReceivedResponse[] = [];
  // Backwards: if a record is deleted meanwhile, later records move to an earlier page, which is read afterwards.
  for (const offset of [1, 0, -1])
    responses.unshift(await readPage(context, { page: Math.max(1, Math.ceil(total / limit) + offset), limit }));
  const ids = [...new Set(responses.flatMap(idsOf))];
  const positions = created.map(({ id }) => ids.indexOf(id));
  context.expect(!positions.includes(-1), 'the newest records at the end of the list', ...responses.slice(1, 2));
  const isSorted = isSame(
    positions,
    positions.toSorted((one, other) => one - other),
  );
  context.expect(isSorted, 'the order of creation', ...responses.slice(1, 2));
}

/** Expects three equal requests for a page to list the same order: for the first page and for the last. */
export async function expectStableOrder(context: CheckContext): Promise<void> {
  const last = Math.max(1, Math.ceil(totalOf(await readPage(context)) / 20));
  for (const query of [{ limit: 20 }, { page: last, limit: 20 }])
    await expectStable(context, async () => {
      const first = await readPage(context, query);
      const responses = [first, await readPage(context, query), await readPage(context, query)];
      const order = recordsOf(first).map(summarizeRecord);
      const orders = responses.map((response) => recordsOf(response).map(summarizeRecord));
      return {
        ok: orders.every((other) => isSame(other, order)),
        // If the records and their content are the same, no write can explain another order.
        disturbed: orders.some((other) => !isSame(other.toSorted(), order.toSorted())),
        expected: 'the same order for each of three equal requests',
        responses,
      };
    });
}

export const listing = {
  'list-defaults': async (context) => {
    await context.createCode();
    const response = await readPage(context);
    const { page, limit } = paginationOf(response);
    context.expect(page === 1 && limit === 20, 'page 1 with limit 20', response);
    context.expect(recordsOf(response).length <= 20, 'at most 20 records', response);
    await expectStable(context, async () => {
      const bare = await readPage(context);
      const explicit = await readPage(context, { page: 1, limit: 20 });
      const again = await readPage(context);
      return {
        ok: isSame(idsOf(bare), idsOf(explicit)),
        disturbed: !isSame(idsOf(bare), idsOf(again)),
        expected: 'the records of page 1 with limit 20',
        responses: [bare, explicit],
      };
    });
  },

  'list-echoes-its-page': async (context) => {
    await someRecords(context);
    for (const query of [...SMALL_PAGES, { page: 1, limit: 97 }]) {
      const response = await readPage(context, query);
      const { page, limit } = paginationOf(response);
      const { page: wantedPage, limit: wantedLimit } = query;
      const echoes = page === wantedPage && limit === wantedLimit;
      context.expect(echoes, `page ${wantedPage} and limit ${wantedLimit}`, response);
    }
  },

  'list-holds-at-most-limit': async (context) => {
    await someRecords(context);
    for (const query of [...SMALL_PAGES, { page: 1, limit: 3 }]) {
      const response = await readPage(context, query);
      const { length } = recordsOf(response);
      context.expect(length <= query.limit, `at most ${query.limit} records, not ${length}`, response);
    }
  },

  'list-pages-partition': async (context) => {
    await someRecords(context);
    await expectHalvesMatch(context, 1, 1);
    await expectHalvesMatch(context, 1, 3);
    await expectHalvesMatch(context, 2, 1);
    const total = totalOf(await readPage(context));
    context.notes.push('two pages held the same records as one page of twice the size');
    if (total > READ_WHOLE) return expectHalvesMatch(context, Math.floor(total / 20), 10);
    await expectPagesAddUp(context, 20);
    await expectPagesAddUp(context, Math.max(3, Math.ceil(total / 12)));
  },

  'list-total-is-every-record': async (context) => {
    const created: CreatedRecord[] = [];
    const add = async () => created.push(...(await context.createSeveral(2)));
    const addAndDelete = async () => context.delete((await context.createInactive()).id);
    const addInactive = async () => created.push(await context.createInactive());
    const remove = async () => context.delete((created.pop() ?? (await context.createCode())).id);
    await expectTotalChange(context, 2, add, 'two creates');
    await expectTotalChange(context, 0, addAndDelete, 'a create and the deletion of that record');
    await expectTotalChange(context, 1, addInactive, 'a create and the deactivation of that record');
    await expectTotalChange(context, -1, remove, 'a deletion');
    await expectSameTotalOnEveryPage(context);
    if (totalOf(await readPage(context)) <= READ_WHOLE) await expectPagesAddUp(context, 50);
  },

  'list-shows-created': async (context) => {
    for (const { id, record, response } of await context.createSeveral(2)) {
      const listed = await expectListed(context, record, `the record ${id}`);
      const created = summarizeRecord(record);
      context.expect(summarizeRecord(listed) === created, `the list to show it as created: ${created}`, response);
    }
  },

  'list-keeps-inactive': async (context) => {
    const { id, record } = await context.createInactive();
    const listed = await expectListed(context, record, `the inactive record ${id}`);
    const { response } = await findListed(context, record);
    context.expect(listed.status === 'inactive', 'the list to show it inactive', response);
  },

  'list-hides-deleted': async (context) => {
    for (const { id, record } of [await context.createCode(), await context.createInactive()]) {
      await expectListed(context, record, `the record ${id}`);
      await context.deleteCode(id);
      await expectUnlisted(context, record, `the deleted record ${id}`);
    }
  },

  'list-order-is-stable': async (context) => {
    await someRecords(context);
    await expectStableOrder(context);
  },

  'list-oldest-first': async (context) => {
    const created = await context.createSeveral(4);
    // A later change of a record must not move it.
    for (const { id } of created.slice(0, 1)) await context.deactivateNow(id);
    const limit = await context.run.pageSize(context.addExchange);
    for (const page of [1, 2]) expectOldestFirst(context, await readPage(context, { page, limit }));
    await expectNewestAtTheEnd(context, created, limit);
  },

  'list-past-the-end-is-empty': async (context) => {
    await context.createCode();
    await expectStable(context, async () => {
      const before = await readPage(context);
      const page = Math.ceil(totalOf(before) / 20) + 1000;
      const response = await context.list({ page, limit: 20 });
      const after = await readPage(context);
      // Other clients may change the total, but they do not fill a thousand pages meanwhile.
      const isEmpty = response.status === 200 && recordsOf(response).length === 0;
      context.expect(isEmpty, `200 with no data on page ${page}`, response);
      return {
        ok: totalOf(response) === totalOf(after),
        disturbed: totalOf(before) !== totalOf(after),
        expected: `200 with no data and total ${totalOf(after)} on page ${page}`,
        responses: [response],
      };
    });
  },

  'list-refuses-bad-paging': async (context) => {
    const page = ['0', '-1', 'abc', '1.5', ''].map((value) => `page=${value}`);
    const limit = ['0', '-1', 'abc', '2.5', '101'].map((value) => `limit=${value}`);
    for (const query of [...page, ...limit]) {
      const response = await context.list(query);
      context.expect(response.status === 400, `400 for ${query}`, response);
    }
  },
} satisfies Record<string, Check>;
