import { operations, type RuleId } from '@referral-codes/sdk/contract';
import type { CheckContext } from '../context/context.ts';
import { similarId } from '../context/fixtures.ts';
import { paginationOf, recordsOf, schemaErrors, summarizeRecord, totalOf } from '../context/records.ts';
import { isTime } from '../context/times.ts';
import { Inconclusive, NotApplicable } from '../errors.ts';
import { is2xx, type JsonObject, objectOf, type ReceivedResponse } from '../message/exchange.ts';
import { activePath, lookupPath, pathOf } from '../message/paths.ts';
import type { Check } from './check.ts';
import { expectStableOrder, listing } from './listing.ts';
import { expectHalvesMatch, expectOldestFirst, readPage } from './pages.ts';
import { mediaTypeOf } from './shapes.ts';

/** How many of the listed records are read individually. */
const SAMPLE = 3;

interface FirstPage {
  response: ReceivedResponse;
  /** The first of its records. */
  first: JsonObject;
  records: JsonObject[];
}

/** The first page of the list. Throws NotApplicable if it has no records. */
async function firstPage(context: CheckContext, limit = 20): Promise<FirstPage> {
  const response = await readPage(context, { limit });
  const records = recordsOf(response);
  const [first] = records;
  if (!first) throw new NotApplicable('the server holds no records');
  return { response, first, records };
}

/** Another way to read a listed record. */
type Read = (context: CheckContext, record: JsonObject) => Promise<ReceivedResponse>;
const byId: Read = (context, { id }) => context.get(String(id));
const byCode: Read = (context, { code }) => context.lookup(String(code));
const byPair: Read = (context, { mentor_id, org_id }) =>
  context.active({ mentor_id: String(mentor_id), org_id: String(org_id) });

const any = (): boolean => true;
const hasStatus = (status: string) => (record: JsonObject) => record.status === status;

/** Expects another read of some listed records to agree with the list. */
const listAgreesWith =
  (read: Read, isOfKind: (record: JsonObject) => boolean, what: string): Check =>
  async (context) => {
    const { records } = await firstPage(context, 100);
    const sample = records.filter(isOfKind).slice(-SAMPLE);
    if (sample.length === 0) throw new NotApplicable('the first page has no such record');
    for (const record of sample) await expectAgreement(context, record, read, what);
  };

/** If the read differs from the list, another client may have written in between. Then both are read again. */
async function expectAgreement(context: CheckContext, record: JsonObject, read: Read, what: string): Promise<void> {
  const isListed = (other: JsonObject): boolean => summarizeRecord(other) === summarizeRecord(record);
  const response = await read(context, record);
  if (summarizeRecord(response) === summarizeRecord(record)) return context.expectSame(response, record, what);
  const page = await readPage(context, { limit: 100 });
  if (!recordsOf(page).some(isListed)) throw new Inconclusive('the record changed during the check');
  context.expectSame(await read(context, record), record, what);
}

/** Expects something of every listed record. */
const everyRecord =
  (holds: (record: JsonObject) => boolean, expected: string): Check =>
  async (context) => {
    const { response, records } = await firstPage(context, 100);
    for (const record of records) context.expect(holds(record), `${expected} (the record ${record.id})`, response);
  };

/** Expects no two of the listed records to have the same key. Records without a key are left out. */
const noTwoWithTheSame =
  (key: (record: JsonObject) => string | undefined, expected: string): Check =>
  async (context) => {
    const { response, records } = await firstPage(context, 100);
    const keys = records.flatMap((record) => key(record) ?? []);
    const twice = keys.find((value, index) => keys.indexOf(value) !== index);
    context.expect(twice === undefined, `${expected} (${twice} occurs twice)`, response);
  };

/** The checks that need no write. `--read-only` skips all other rules. */
export const readOnlyChecks: Partial<Record<RuleId, Check>> = {
  'record-shape': everyRecord((record) => !schemaErrors('ReferralCodeRecord', record), 'records as documented'),
  'status-agrees-with-deactivated-at': everyRecord(
    ({ status, deactivated_at: at }) => (status === 'active') === (at === null),
    'every record to be active if, and only if, deactivated_at is null',
  ),
  'times-carry-a-zone': everyRecord(
    ({ created_at, deactivated_at: at }) => isTime(created_at) && (at === null || isTime(at)),
    'times in RFC 3339 with a zone',
  ),
  'answers-are-json': async (context) => {
    const { response: list, first } = await firstPage(context);
    const reads = [await context.get(String(first.id)), await context.lookup(context.freshCode())];
    for (const response of [list, ...reads, await context.active(context.freshPair())]) {
      // A response without a body has no type.
      if (!response.text) continue;
      const type = mediaTypeOf(response);
      const isJson = is2xx(response) ? type === 'application/json' : /^application\/(.+\+)?json$/.test(type);
      context.expect(isJson && response.json !== undefined, `JSON with a JSON content type, not ${type}`, response);
    }
  },
  'open-to-all': async (context) => {
    const { path: list } = operations.listRecords;
    const { mentor_id, org_id } = context.freshPair();
    for (const path of [list, pathOf('none'), lookupPath(context.freshCode()), activePath(mentor_id, org_id)]) {
      const response = await context.send({ method: 'GET', path, bare: true });
      context.expect(![401, 403, 407].includes(response.status), `GET ${path} to need no credentials`, response);
    }
  },
  'list-envelope': async (context) => {
    const response = await readPage(context);
    const errors = schemaErrors('RecordPage', { data: [], pagination: paginationOf(response) });
    context.expect(!errors, `a list as documented (${errors})`, response);
  },
  'list-defaults': async (context) => {
    const response = await readPage(context);
    const { page, limit } = paginationOf(response);
    context.expect(page === 1 && limit === 20, 'page 1 with limit 20', response);
  },
  'list-echoes-its-page': async (context) => {
    for (const wanted of [1, 7]) {
      const response = await readPage(context, { page: 1, limit: wanted });
      const { page, limit } = paginationOf(response);
      context.expect(page === 1 && limit === wanted, `page 1 and limit ${wanted}`, response);
    }
  },
  'list-holds-at-most-limit': async (context) => {
    for (const limit of [1, 3]) {
      const response = await readPage(context, { limit });
      context.expect(recordsOf(response).length <= limit, `at most ${limit} records`, response);
    }
  },
  'list-pages-partition': async (context) => {
    const { response } = await firstPage(context);
    await expectHalvesMatch(context, 1, 10);
    const last = Math.floor(totalOf(response) / 20);
    if (last > 1) await expectHalvesMatch(context, last, 10);
  },
  'list-total-is-every-record': async (context) => {
    const total = totalOf((await firstPage(context)).response);
    const pages = Math.max(1, Math.ceil(total / 20));
    const last = await readPage(context, { page: pages, limit: 20 });
    const beyond = await context.list({ page: Math.ceil(total / 20) + 1, limit: 20 });
    const again = totalOf(await readPage(context));
    if (again !== total) throw new Inconclusive(`other clients kept writing: total went from ${total} to ${again}`);
    const expected = total - (pages - 1) * 20;
    context.expect(recordsOf(last).length === expected, `${expected} records on the last page of ${total}`, last);
    context.expect(recordsOf(beyond).length === 0, 'no record after the last page', beyond);
  },
  'list-order-is-stable': expectStableOrder,
  'list-oldest-first': async (context) => expectOldestFirst(context, (await firstPage(context, 100)).response),
  'list-refuses-bad-paging': listing['list-refuses-bad-paging'],
  'get-answers-the-record': listAgreesWith(byId, any, 'get to respond with the record'),
  'get-unknown-is-404': async (context) => {
    const id = similarId(String((await firstPage(context)).first.id));
    context.expect404(await context.get(id), `the unknown id ${id}`);
  },
  'active-and-lookup-are-not-ids': async (context) => {
    for (const { path } of [operations.getActiveCode, operations.findByCode]) {
      const response = await context.send({ method: 'GET', path });
      context.expect(!is2xx(response), `${path} without parameters to be refused`, response);
    }
  },
  'reads-agree': async (context) => {
    await listAgreesWith(byId, any, 'get to agree with the list')(context);
    await listAgreesWith(byCode, any, 'lookup to agree with the list')(context);
  },
  'one-active-per-pair': noTwoWithTheSame(
    ({ status, mentor_id, org_id }) => (status === 'active' ? JSON.stringify([mentor_id, org_id]) : undefined),
    'at most one active record for each pair in the list',
  ),
  'active-answers-the-active-record': listAgreesWith(
    byPair,
    hasStatus('active'),
    'getActiveCode to respond with the active record',
  ),
  'active-none-is-404': async (context) =>
    context.expect404(await context.active(context.freshPair()), 'a pair without a code'),
  'active-needs-mentor-and-org': async (context) => {
    const response = await context.send({ method: 'GET', path: operations.getActiveCode.path });
    context.expect4xx(response, 'active without parameters');
  },
  'code-is-unique': noTwoWithTheSame(({ code }) => String(code), 'a different code for each record in the list'),
  'lookup-finds-active': listAgreesWith(byCode, hasStatus('active'), 'lookup to find the active record'),
  'lookup-finds-inactive': listAgreesWith(byCode, hasStatus('inactive'), 'lookup to find the inactive record'),
  'lookup-is-exact': async (context) => {
    const { code, id } = (await firstPage(context)).first;
    for (const other of [String(code).slice(0, -1), `${code}%`, String(code).toLowerCase()]) {
      const response = await context.lookup(other || '%');
      const isFound = other !== code && is2xx(response) && objectOf(response).id === id;
      context.expect(!isFound, `${JSON.stringify(other)} not to find ${code}`, response);
    }
  },
  'lookup-unknown-is-404': async (context) =>
    context.expect404(await context.lookup(context.freshCode()), 'an unknown code'),
  'lookup-needs-code': async (context) => {
    const response = await context.send({ method: 'GET', path: operations.findByCode.path });
    context.expect4xx(response, 'lookup without a code');
  },
};
