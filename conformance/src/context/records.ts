import { validators } from '@referral-codes/sdk/contract';
import { is2xx, isObject, type JsonObject, type ReceivedResponse } from '../message/exchange.ts';
import { instant, readTime } from './times.ts';

const FIELDS = ['id', 'mentor_id', 'org_id', 'code', 'status', 'created_at', 'deactivated_at'] as const;

/**
 * The seven documented fields of a record, or of the record in a response, as one text that can be compared. Times are written
 * in UTC, and undocumented fields are left out.
 */
export function summarizeRecord(source: ReceivedResponse | JsonObject): string {
  if (!isResponse(source)) return summarizeFields(source);
  if (!is2xx(source)) return `refused with ${source.status}`;
  return isObject(source.json)
    ? summarizeFields(source.json)
    : `not a record: ${(source.exchange.text ?? '').slice(0, 80)}`;
}

/** Whether this is a response, and not a record. */
export const isResponse = (source: ReceivedResponse | JsonObject): source is ReceivedResponse => 'exchange' in source;

/**
 * What differs between a record and the one that is wanted: the first field, or all if one of them is no record. Undefined if
 * nothing does. Throws Inconclusive if times differ that cannot be read.
 */
export function differenceOf(seen: ReceivedResponse, wanted: JsonObject | ReceivedResponse): string | undefined {
  const record = isResponse(wanted) ? wanted.json : wanted;
  if (!is2xx(seen) || !isObject(seen.json) || !isObject(record) || (isResponse(wanted) && !is2xx(wanted)))
    return summarizeRecord(seen) === summarizeRecord(wanted) ? undefined : summarizeRecord(wanted);
  const shown = seen.json;
  const field = FIELDS.find((name) => !isSameValue(name, shown[name], record[name]));
  return field && `${field} ${JSON.stringify(record[field])}, not ${JSON.stringify(shown[field])}`;
}

function isSameValue(field: string, one: unknown, other: unknown): boolean {
  if (JSON.stringify(one) === JSON.stringify(other)) return true;
  return field.endsWith('_at') && readTime(one, field) === readTime(other, field);
}

const summarizeFields = (record: JsonObject): string =>
  FIELDS.map((field) => {
    const value = record[field];
    const ms = instant(value);
    // Not String, which throws if the value has a toString that is not a function.
    return Number.isNaN(ms) ? `${JSON.stringify(value)}` : new Date(ms).toISOString();
  }).join(' ');

/** The records in a page of the list, even if the page is wrong otherwise. */
export function recordsOf(response: ReceivedResponse): JsonObject[] {
  const data = isObject(response.json) ? response.json.data : undefined;
  return Array.isArray(data) ? data.filter(isObject) : [];
}

export function paginationOf(response: ReceivedResponse): JsonObject {
  const pagination = isObject(response.json) ? response.json.pagination : undefined;
  return isObject(pagination) ? pagination : {};
}

export const totalOf = (response: ReceivedResponse): number => {
  const { total } = paginationOf(response);
  return typeof total === 'number' ? total : Number.NaN;
};

/** How a value violates a schema of the contract; empty if it does not. */
export function schemaErrors(schema: keyof typeof validators, value: unknown): string {
  const validate = validators[schema];
  if (validate(value)) return '';
  return (validate.errors ?? [])
    .map(({ instancePath, message }) => `${instancePath || 'the body'} ${message}`)
    .join('; ');
}
