import { Undecided } from '../errors.ts';
import { is2xx, is4xx, type Loose, type ReceivedResponse, summary } from '../message/exchange.ts';
import type { CheckContext } from './context.ts';
import { recordsOf, totalOf } from './story.ts';
import { instant } from './times.ts';

/** A list of this many pages is read whole; a longer one is searched by the order it shows. */
const READ_WHOLE = 12;

/** The last place in the list that answers for a record: its page, and the record as listed, if it is. */
export interface Listed {
  answer: ReceivedResponse;
  record: Loose | undefined;
}

/** Finds a record in the list, whatever its order and however long it is, in a bounded number of requests. Undecided if it cannot. */
export async function findListed(context: CheckContext, wanted: Loose): Promise<Listed> {
  const limit = await context.session.pageSize((exchange) => context.exchanges.push(exchange));
  const page = async (number: number): Promise<Listed> => {
    const answer = await context.list({ page: number, limit });
    // Past the end, 404 is as good as an empty page.
    if (!is2xx(answer) && !(number > 1 && is4xx(answer)))
      throw new Undecided(`it needs the list, which answered ${summary(answer)}`);
    return { answer, record: recordsOf(answer).find(({ id }) => id === wanted.id) };
  };
  const first = await page(1);
  const last = Math.max(1, Math.ceil(totalOf(first.answer) / limit) || 1);
  let found = first;
  const seen = new Map([[1, first]]);
  const tryPages = async (numbers: number[]): Promise<boolean> => {
    for (const number of numbers) {
      if (found.record) return true;
      if (number < 1 || seen.has(number)) continue;
      found = await page(number);
      seen.set(number, found);
    }
    return found.record !== undefined;
  };
  // A new record is usually at either end; others may have pushed it a page further.
  if (await tryPages([last, last + 1, last - 1, 2])) return found;
  if (last <= READ_WHOLE) {
    await tryPages(Array.from({ length: last }, (_, index) => index + 1));
    return found;
  }
  // Records of this run may have a deactivated_at in the future, which does not tell where they are.
  const isOlder = ({ mentor_id }: Loose) => !String(mentor_id).startsWith(`cf-${context.session.token}`);
  const ends = [1, last].flatMap((number) => recordsOf(seen.get(number)!.answer).filter(isOlder));
  const order = orderOf(ends);
  if (!order) throw new Undecided(`the list has ${last} pages in an order that cannot be searched`);
  const near = await pageNear(wanted, last, order, async (number) => recordsOf((await page(number)).answer));
  await tryPages([near, near - 1, near + 1, near - 2, near + 2]);
  const place = recordsOf(seen.get(near)!.answer).filter(isOlder);
  if (!found.record && !place.every((one, index) => index === 0 || order(place[index - 1]!, one) <= 0))
    throw new Undecided(`the list has ${last} pages, and is not in the order it seemed to be in`);
  return found;
}

type Order = (one: Loose, other: Loose) => number;

const KEYS: ((record: Loose) => string | number)[] = [
  ({ created_at }) => instant(created_at),
  ({ created_at, deactivated_at: at }) => Math.max(instant(created_at), at === null ? 0 : instant(at)),
  ({ id }) => String(id),
  ({ id }) => Number(id),
  ({ code }) => String(code),
  ({ mentor_id }) => String(mentor_id),
];

/** The order that these records, in sequence, are in. */
function orderOf(records: Loose[]): Order | undefined {
  for (const key of KEYS) {
    const order: Order = (one, other) => (key(one) < key(other) ? -1 : key(one) > key(other) ? 1 : 0);
    if (records.some((record) => Number.isNaN(key(record)))) continue;
    const steps = records.slice(1).map((record, index) => order(records[index]!, record));
    if (steps.every((step) => step <= 0)) return order;
    if (steps.every((step) => step >= 0)) return (one, other) => order(other, one);
  }
  return undefined;
}

/** The page a record belongs on, by halving. */
async function pageNear(
  wanted: Loose,
  last: number,
  order: Order,
  read: (page: number) => Promise<Loose[]>,
): Promise<number> {
  let [low, high] = [1, last];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const end = (await read(middle)).at(-1);
    if (end && order(end, wanted) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Holds the list to show a record. Pages may shift while others write, so it is missed only when three searches miss it. */
export async function expectListed(context: CheckContext, wanted: Loose, what: string): Promise<Loose> {
  let listed = await findListed(context, wanted);
  for (let again = 0; again < 2 && !listed.record; again += 1) listed = await findListed(context, wanted);
  context.expect(listed.record !== undefined, `the list to show ${what}`, listed.answer);
  return listed.record!;
}

/** Holds the list to say nothing of a record. */
export async function expectUnlisted(context: CheckContext, wanted: Loose, what: string): Promise<void> {
  const { record, answer } = await findListed(context, wanted);
  context.expect(record === undefined, `the list to have dropped ${what}`, answer);
}
