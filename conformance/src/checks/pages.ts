import type { CheckContext } from '../context/context.ts';
import { recordsOf, totalOf } from '../context/records.ts';
import { expectStable } from '../context/stable-read.ts';
import { instant } from '../context/times.ts';
import { is4xx, type ReceivedResponse } from '../message/exchange.ts';
import type { Query } from '../message/paths.ts';

export const idsOf = (response: ReceivedResponse): unknown[] => recordsOf(response).map(({ id }) => id);

/** Whether two values are equal as JSON. */
export const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** Reads a page of the list, and expects it to be accepted. After the last page, a 404 is as good as an empty page. */
export async function readPage(context: CheckContext, query: Query = {}): Promise<ReceivedResponse> {
  const response = await context.list(query);
  if (!(Number(query.page) > 1 && is4xx(response))) context.expect2xx(response, 'a list');
  return response;
}

/** Expects created_at to be in ascending order on a page. */
export function expectOldestFirst(context: CheckContext, response: ReceivedResponse): void {
  const records = recordsOf(response);
  const times = records.map(({ created_at }) => instant(created_at));
  const late = times.findIndex((time, index) => index > 0 && !(time >= Number(times[index - 1])));
  const [before, after] = [late - 1, late].map((index) => `${records[index]?.id} of ${records[index]?.created_at}`);
  context.expect(late < 0, `created_at in ascending order, but ${after} follows ${before}`, response);
}

/** Expects pages 2n−1 and 2n together to hold the same records as page n with twice the limit. */
export async function expectHalvesMatch(context: CheckContext, whole: number, limit: number): Promise<void> {
  await expectStable(context, async () => {
    const before = await readPage(context, { page: whole, limit: 2 * limit });
    const left = await readPage(context, { page: 2 * whole - 1, limit });
    const right = await readPage(context, { page: 2 * whole, limit });
    const after = await readPage(context, { page: whole, limit: 2 * limit });
    const both = [...idsOf(left), ...idsOf(right)];
    return {
      ok: isSame(both, idsOf(after)) && new Set(both).size === both.length,
      disturbed: !isSame(idsOf(before), idsOf(after)),
      expected: `pages ${2 * whole - 1} and ${2 * whole} with limit ${limit} to hold the records of page ${whole} with limit ${2 * limit}, each once`,
      responses: [left, right, after],
    };
  });
}

/** Expects all pages together to hold each record once, and as many records as the total states. */
export async function expectPagesAddUp(context: CheckContext, limit: number): Promise<void> {
  await expectStable(context, async () => {
    const first = await readPage(context, { page: 1, limit });
    const total = totalOf(first);
    const pages = [first];
    for (let page = 2; page <= Math.ceil(total / limit); page += 1)
      pages.push(await readPage(context, { page, limit }));
    const again = await readPage(context, { page: 1, limit });
    const ids = pages.flatMap(idsOf);
    return {
      ok: new Set(ids).size === ids.length && ids.length === total,
      disturbed: totalOf(again) !== total || !isSame(idsOf(again), idsOf(first)),
      expected: `the pages with limit ${limit} to hold ${total} records, each once (they hold ${ids.length}, ${new Set(ids).size} of them different)`,
      responses: [first, ...pages.slice(-1)],
    };
  });
}
