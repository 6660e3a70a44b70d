import { Inconclusive } from '../errors.ts';
import { is2xx, is4xx, type JsonObject, type ReceivedResponse, summary } from '../message/exchange.ts';
import type { CheckContext } from './context.ts';
import { type Order, orderOf } from './list-order.ts';
import { isOwnMentor } from './names.ts';
import { recordsOf, totalOf } from './records.ts';

/** A list of at most this many pages is read completely. In a longer list the record is searched by the order of the list. */
const READ_WHOLE = 12;

/** The last page that was read, and the record if it is on that page. */
export interface Listed {
  response: ReceivedResponse;
  record: JsonObject | undefined;
}

/**
 * Finds a record in the list, whatever its order and however long it is, with a limited number of requests.
 * Throws Inconclusive if the list cannot be searched.
 */
export async function findListed(context: CheckContext, wanted: JsonObject): Promise<Listed> {
  const limit = await context.run.pageSize(context.addExchange);
  return new ListSearch(context, wanted, limit).find();
}

/** Searches the list for one record: first at its ends, then on all pages or by bisection. */
class ListSearch {
  readonly #context: CheckContext;
  readonly #wanted: JsonObject;
  readonly #limit: number;
  readonly #pages = new Map<number, Listed>();

  constructor(context: CheckContext, wanted: JsonObject, limit: number) {
    this.#context = context;
    this.#wanted = wanted;
    this.#limit = limit;
  }

  async find(): Promise<Listed> {
    const first = await this.#page(1);
    const last = Math.max(1, Math.ceil(totalOf(first.response) / this.#limit) || 1);
    const atAnEnd = await this.#searchEnds(last);
    if (atAnEnd.record) return atAnEnd;
    return last <= READ_WHOLE ? this.#searchAll(last) : this.#bisect(last);
  }

  /** A new record is usually at one of the ends. Writes of other clients may have moved it by a page. */
  #searchEnds(last: number): Promise<Listed> {
    return this.#searchPages([1, last, last + 1, last - 1, 2]);
  }

  #searchAll(last: number): Promise<Listed> {
    return this.#searchPages(Array.from({ length: last }, (_, index) => index + 1));
  }

  async #bisect(last: number): Promise<Listed> {
    const ends = [...(await this.#olderRecords(1)), ...(await this.#olderRecords(last))];
    const order = orderOf(ends);
    if (!order) throw new Inconclusive(`the list has ${last} pages in an order that cannot be searched`);
    const near = await this.#pageNear(last, order);
    const found = await this.#searchPages([near, near - 1, near + 1, near - 2, near + 2]);
    const neighbours = await this.#olderRecords(near);
    const isSorted = neighbours.every((one, index) => order(neighbours[index - 1] ?? one, one) <= 0);
    if (!found.record && !isSorted)
      throw new Inconclusive(`the list has ${last} pages, and its order differs between the middle and the ends`);
    return found;
  }

  /** The page on which the record belongs in this order. */
  async #pageNear(last: number, order: Order): Promise<number> {
    let [low, high] = [1, last];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const end = recordsOf((await this.#page(middle)).response).at(-1);
      if (end && order(end, this.#wanted) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The records of a page that are not of this run. Those of this run may have a time in the future, which hides the order. */
  async #olderRecords(page: number): Promise<JsonObject[]> {
    const { token } = this.#context.run;
    return recordsOf((await this.#page(page)).response).filter(({ mentor_id }) => !isOwnMentor(mentor_id, token));
  }

  /** The first of these pages that has the record, or the last of them if none has it. */
  async #searchPages(numbers: readonly number[]): Promise<Listed> {
    let page = await this.#page(1);
    for (const number of numbers.filter((number) => number >= 1)) {
      page = await this.#page(number);
      if (page.record) break;
    }
    return page;
  }

  /** Each page is read once. */
  async #page(number: number): Promise<Listed> {
    const known = this.#pages.get(number);
    if (known) return known;
    const response = await this.#context.list({ page: number, limit: this.#limit });
    // After the last page, a 404 is as good as an empty page.
    if (!is2xx(response) && !(number > 1 && is4xx(response)))
      throw new Inconclusive(`the check needs the list, and got ${summary(response)}`);
    const page = { response, record: recordsOf(response).find(({ id }) => id === this.#wanted.id) };
    this.#pages.set(number, page);
    return page;
  }
}

/**
 * Expects the list to show a record. While other clients write, records may move between pages, so the record counts as
 * missing only if three searches do not find it.
 */
export async function expectListed(context: CheckContext, wanted: JsonObject, what: string): Promise<JsonObject> {
  let listed = await findListed(context, wanted);
  for (let attempt = 0; attempt < 2 && !listed.record; attempt += 1) listed = await findListed(context, wanted);
  context.expect(listed.record !== undefined, `the list to show ${what}`, listed.response);
  return listed.record ?? {};
}

/** Expects the list not to show a record. */
export async function expectUnlisted(context: CheckContext, wanted: JsonObject, what: string): Promise<void> {
  const { record, response } = await findListed(context, wanted);
  context.expect(record === undefined, `the list not to show ${what}`, response);
}
