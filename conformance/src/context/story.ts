import { validators } from '@referral-codes/sdk/contract';
import { is2xx, isObject, type Loose, type ReceivedResponse } from '../message/exchange.ts';
import { instant } from './times.ts';

const FIELDS = ['id', 'mentor_id', 'org_id', 'code', 'status', 'created_at', 'deactivated_at'] as const;

/** What an answer, or a record, tells of the seven documented fields; times as instants, fields of the server's own left out. */
export function summarizeRecord(account: ReceivedResponse | Loose | undefined): string {
  if (account === undefined) return 'nothing';
  if (!('exchange' in account)) return written(account as Loose);
  const answer = account as ReceivedResponse;
  if (!is2xx(answer)) return `refused with ${answer.status}`;
  return isObject(answer.json) ? written(answer.json) : `not a record: ${(answer.exchange.text ?? '').slice(0, 80)}`;
}

const written = (record: Loose): string =>
  FIELDS.map((field) => {
    const value = record[field];
    const ms = instant(value);
    // Not String, which falls over an object with a toString of its own.
    return Number.isNaN(ms) ? `${JSON.stringify(value)}` : new Date(ms).toISOString();
  }).join(' ');

/** The records of a page, whatever else is wrong with it. */
export function recordsOf(answer: ReceivedResponse): Loose[] {
  const data = isObject(answer.json) ? answer.json.data : undefined;
  return Array.isArray(data) ? data.filter(isObject) : [];
}

export function paginationOf(answer: ReceivedResponse): Loose {
  const pagination = isObject(answer.json) ? answer.json.pagination : undefined;
  return isObject(pagination) ? pagination : {};
}

export const totalOf = (answer: ReceivedResponse): number => {
  const { total } = paginationOf(answer);
  return typeof total === 'number' ? total : Number.NaN;
};

/** What is wrong with a value by a schema of the contract; empty if nothing is. */
export function faultsOf(schema: keyof typeof validators, value: unknown): string {
  const validate = validators[schema];
  if (validate(value)) return '';
  return (validate.errors ?? [])
    .map(({ instancePath, message }) => `${instancePath || 'the body'} ${message}`)
    .join('; ');
}
