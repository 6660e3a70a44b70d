import { operations } from '@referral-codes/sdk/contract';
import type { Transport } from '../http/transport.ts';
import { is2xx, isObject, type JsonObject, objectOf } from '../message/exchange.ts';
import { search } from '../message/paths.ts';

/** A list of more records than this is not read. */
const MOST = 500;
const LIMIT = 100;

/**
 * Every record that the server lists. Undefined if there are more than 500, if a page could not be read, or if the pages do
 * not add up to the total that each of them states. Then a record that is not listed may still exist.
 */
export async function readWholeList(transport: Transport): Promise<readonly JsonObject[] | undefined> {
  const records = new Map<unknown, JsonObject>();
  let total = Number.POSITIVE_INFINITY;
  for (let page = 1; (page - 1) * LIMIT < Math.min(total, MOST); page += 1) {
    const path = `${operations.listRecords.path}?${search({ page, limit: LIMIT })}`;
    const response = await transport.send({ method: 'GET', path }, () => {}).catch(() => undefined);
    const { data, pagination } = response && is2xx(response) ? objectOf(response) : {};
    if (!Array.isArray(data) || !isObject(pagination) || typeof pagination.total !== 'number') return undefined;
    if (page > 1 && pagination.total !== total) return undefined;
    total = pagination.total;
    for (const record of data.filter(isObject)) records.set(record.id, record);
  }
  return records.size === total ? [...records.values()] : undefined;
}
