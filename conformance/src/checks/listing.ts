import type { CheckContext } from '../context/context.ts';
import { expectListed, expectUnlisted, findListed } from '../context/listing.ts';
import { whileQuiet } from '../context/quiescence.ts';
import { paginationOf, recordsOf, summarizeRecord, totalOf } from '../context/story.ts';
import { instant } from '../context/times.ts';
import { Undecided } from '../errors.ts';
import { is2xx, is4xx, type ReceivedResponse } from '../message/exchange.ts';
import type { Query } from '../message/paths.ts';
import type { Check } from './check.ts';

const idsOf = (answer: ReceivedResponse): unknown[] => recordsOf(answer).map(({ id }) => id);
const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** A page of the list. */
export async function page(context: CheckContext, query: Query): Promise<ReceivedResponse> {
  const answer = await context.list(query);
  // Past the end, 404 is as good as an empty page.
  if (!(Number(query.page) > 1 && is4xx(answer))) context.expect2xx(answer, 'a list');
  return answer;
}

/** Some records, so that there are pages to speak of. */
const several = async (context: CheckContext, count: number) => {
  const made = [];
  for (let index = 0; index < count; index += 1) made.push(await context.createCode());
  return made;
};

/** Some records for the rules that only look at pages, made once for all of them. */
const someRecords = (context: CheckContext) => context.shared('some records', (shared) => several(shared, 7));

/** Pages 2n−1 and 2n of a limit against page n of twice the limit: both tell of the same records. */
export async function halves(context: CheckContext, whole: number, limit: number): Promise<void> {
  await whileQuiet(context, async () => {
    const before = await page(context, { page: whole, limit: 2 * limit });
    const left = await page(context, { page: 2 * whole - 1, limit });
    const right = await page(context, { page: 2 * whole, limit });
    const after = await page(context, { page: whole, limit: 2 * limit });
    const both = [...idsOf(left), ...idsOf(right)];
    return {
      ok: same(both, idsOf(after)) && new Set(both).size === both.length,
      disturbed: !same(idsOf(before), idsOf(after)),
      expected: `pages ${2 * whole - 1} and ${2 * whole} of ${limit} to hold the records of page ${whole} of ${2 * limit}, each once`,
      answers: [left, right, after],
    };
  });
}

/** Every page of the list up to `pages`; together they hold each record once, and as many as total says. */
async function wholeList(context: CheckContext, limit: number): Promise<void> {
  await whileQuiet(context, async () => {
    const first = await page(context, { page: 1, limit });
    const pages = [first];
    for (let number = 2; number <= Math.ceil(totalOf(first) / limit); number += 1)
      pages.push(await page(context, { page: number, limit }));
    const again = await page(context, { page: 1, limit });
    const ids = pages.flatMap(idsOf);
    return {
      ok: new Set(ids).size === ids.length && ids.length === totalOf(first),
      disturbed: totalOf(again) !== totalOf(first) || !same(idsOf(again), idsOf(first)),
      expected: `the pages of ${limit} to hold ${totalOf(first)} records, each once (they hold ${ids.length}, ${new Set(ids).size} of them different)`,
      answers: [first, pages.at(-1)!],
    };
  });
}

/** A list this long is read whole; of a longer one the ends are looked at. */
const READ_WHOLE = 500;

export const listing = {
  'list-defaults': async (context) => {
    await context.createCode();
    const answer = await page(context, {});
    const { page: number, limit } = paginationOf(answer);
    context.expect(number === 1 && limit === 20, 'page 1 with limit 20', answer);
    context.expect(recordsOf(answer).length <= 20, 'at most 20 records', answer);
    await whileQuiet(context, async () => {
      const bare = await page(context, {});
      const asked = await page(context, { page: 1, limit: 20 });
      const again = await page(context, {});
      return {
        ok: same(idsOf(bare), idsOf(asked)),
        disturbed: !same(idsOf(bare), idsOf(again)),
        expected: 'the records of page 1 with limit 20',
        answers: [bare, asked],
      };
    });
  },

  'list-echoes-its-page': async (context) => {
    await someRecords(context);
    for (const [number, limit] of [
      [1, 1],
      [2, 1],
      [1, 2],
      [2, 2],
      [1, 97],
    ] as const) {
      const answer = await page(context, { page: number, limit });
      const { page: shownPage, limit: shownLimit } = paginationOf(answer);
      context.expect(shownPage === number && shownLimit === limit, `page ${number} and limit ${limit}`, answer);
    }
  },

  'list-holds-at-most-limit': async (context) => {
    await someRecords(context);
    for (const [number, limit] of [
      [1, 1],
      [2, 1],
      [1, 2],
      [2, 2],
      [1, 3],
    ] as const) {
      const answer = await page(context, { page: number, limit });
      const { length } = recordsOf(answer);
      context.expect(length <= limit, `at most ${limit} records, not ${length}`, answer);
    }
  },

  'list-pages-partition': async (context) => {
    await someRecords(context);
    await halves(context, 1, 1);
    await halves(context, 1, 3);
    await halves(context, 2, 1);
    const total = totalOf(await page(context, {}));
    context.notes.push('pages side by side held what one page of twice the size held');
    if (total <= READ_WHOLE) {
      await wholeList(context, 20);
      await wholeList(context, Math.max(3, Math.ceil(total / 12)));
    } else await halves(context, Math.floor(total / 20), 10);
  },

  'list-total-is-every-record': async (context) => {
    const total = async (query: Query = {}): Promise<ReceivedResponse> => page(context, query);
    // Totals are compared only between two looks that nobody else was seen to write between.
    const held = (change: number, act: () => Promise<unknown>, what: string) =>
      whileQuiet(context, async () => {
        const idle = await total();
        const before = await total();
        await act();
        const after = await total();
        const last = await total();
        return {
          ok: totalOf(after) === totalOf(before) + change,
          disturbed: totalOf(idle) !== totalOf(before) || totalOf(after) !== totalOf(last),
          expected: `total to be ${totalOf(before) + change} after ${what}`,
          answers: [before, after],
        };
      });
    const made: { id: string }[] = [];
    await held(2, async () => made.push(...(await several(context, 2))), 'two creates');
    await held(0, async () => context.createInactive().then(({ id }) => context.delete(id)), 'a record came and went');
    await held(1, async () => made.push(await context.createInactive()), 'an inactive record was added');
    await held(-1, async () => context.delete((made.pop() ?? (await context.createCode())).id), 'a deletion');
    await whileQuiet(context, async () => {
      const answers = [await total({ limit: 1 }), await total({ page: 2, limit: 1 }), await total({ limit: 3 })];
      const again = await total({ limit: 1 });
      return {
        ok: answers.every((answer) => totalOf(answer) === totalOf(again)),
        disturbed: totalOf(answers[0]!) !== totalOf(again),
        expected: 'the same total on every page',
        answers,
      };
    });
    if (totalOf(await total()) <= READ_WHOLE) await wholeList(context, 50);
  },

  'list-shows-created': async (context) => {
    for (const made of await several(context, 2)) {
      const listed = await expectListed(context, made.record, `the record ${made.id}`);
      context.expect(
        summarizeRecord(listed) === summarizeRecord(made.record),
        `the list to show it as created: ${summarizeRecord(made.record)}`,
        made.answer,
      );
    }
  },

  'list-keeps-inactive': async (context) => {
    const made = await context.createInactive();
    const listed = await expectListed(context, made.record, `the inactive record ${made.id}`);
    const where = await findListed(context, made.record);
    context.expect(listed.status === 'inactive', 'the list to show it inactive', where.answer);
  },

  'list-hides-deleted': async (context) => {
    for (const made of [await context.createCode(), await context.createInactive()]) {
      await expectListed(context, made.record, `the record ${made.id}`);
      const answer = await context.delete(made.id);
      if (!is2xx(answer)) throw new Undecided(`it needs a deletion, which answered ${answer.status}`);
      await expectUnlisted(context, made.record, `the deleted record ${made.id}`);
    }
  },

  'list-order-is-stable': async (context) => {
    await someRecords(context);
    const last = Math.max(1, Math.ceil(totalOf(await page(context, {})) / 20));
    for (const query of [{ limit: 20 }, { page: last, limit: 20 }])
      await whileQuiet(context, async () => {
        const looks = [await page(context, query), await page(context, query), await page(context, query)];
        const orders = looks.map((look) => recordsOf(look).map(summarizeRecord));
        const [one] = orders;
        return {
          ok: orders.every((order) => same(order, one)),
          // The same records with the same content in another order: nothing changed that could have moved them.
          disturbed: orders.some((order) => !same(order.toSorted(), one!.toSorted())),
          expected: 'the same request to list the same order each time',
          answers: looks,
        };
      });
  },

  'list-oldest-first': async (context) => {
    const made = await several(context, 4);
    // What happens to a record later does not move it.
    await context.deactivate(made[0]!.id);
    const limit = await context.session.pageSize((exchange) => context.exchanges.push(exchange));
    for (const number of [1, 2]) {
      const answer = await page(context, { page: number, limit });
      const times = recordsOf(answer).map(({ created_at }) => instant(created_at));
      const sorted = times.every((time, index) => index === 0 || time >= times[index - 1]!);
      context.expect(sorted, 'created_at never to go back', answer);
    }
    const total = totalOf(await page(context, { limit }));
    const answers: ReceivedResponse[] = [];
    // From the end on: when a record is deleted meanwhile, those after it move to an earlier page, which is read later.
    for (const number of [1, 0, -1])
      answers.unshift(await page(context, { page: Math.max(1, Math.ceil(total / limit) + number), limit }));
    const ids = [...new Set(answers.flatMap(idsOf))];
    const places = made.map(({ id }) => ids.indexOf(id));
    const last = answers[1] as ReceivedResponse;
    context.expect(!places.includes(-1), 'the newest records at the end of the list', last);
    context.expect(
      same(
        places,
        places.toSorted((one, other) => one - other),
      ),
      'the order of creation',
      last,
    );
  },

  'list-past-the-end-is-empty': async (context) => {
    await context.createCode();
    await whileQuiet(context, async () => {
      const before = await page(context, {});
      const far = Math.ceil(totalOf(before) / 20) + 1000;
      const answer = await context.list({ page: far, limit: 20 });
      const after = await page(context, {});
      // Nobody else fills a thousand pages meanwhile; only the total is theirs to change.
      const empty = answer.status === 200 && recordsOf(answer).length === 0;
      context.expect(empty, `200 with no data on page ${far}`, answer);
      return {
        ok: totalOf(answer) === totalOf(after),
        disturbed: totalOf(before) !== totalOf(after),
        expected: `200 with no data and total ${totalOf(after)} on page ${far}`,
        answers: [answer],
      };
    });
  },

  'list-refuses-bad-paging': async (context) => {
    for (const query of [
      'page=0',
      'page=-1',
      'page=abc',
      'page=1.5',
      'page=',
      'limit=0',
      'limit=-1',
      'limit=abc',
      'limit=2.5',
      'limit=101',
    ]) {
      const answer = await context.list(query);
      context.expect(answer.status === 400, `400 for ${query}`, answer);
    }
  },
} satisfies Record<string, Check>;
