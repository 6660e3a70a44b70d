import { operations, type RuleId } from '@referral-codes/sdk/contract';
import { type CheckContext, similarId } from '../context/context.ts';
import { faultsOf, paginationOf, recordsOf, summarizeRecord, totalOf } from '../context/story.ts';
import { instant, isTime } from '../context/times.ts';
import { NotApplicable, Undecided } from '../errors.ts';
import { is2xx, type Loose, type ReceivedResponse } from '../message/exchange.ts';
import type { Check } from './check.ts';
import { halves, listing, page } from './listing.ts';

/** How many of the listed records are looked at one by one. */
const SOME = 3;

/** The records of the first page, and the answer. Unexercised where there are none. */
async function listed(context: CheckContext, limit = 20): Promise<{ answer: ReceivedResponse; records: Loose[] }> {
  const answer = await page(context, { limit });
  const records = recordsOf(answer);
  if (records.length === 0) throw new NotApplicable('there are no records to look at');
  return { answer, records };
}

/** Holds another read of some listed records to what the list says. Somebody else may have written in between: then the list is asked again. */
async function agrees(
  context: CheckContext,
  which: (record: Loose) => boolean,
  read: (record: Loose) => Promise<ReceivedResponse>,
  what: string,
): Promise<void> {
  const { records } = await listed(context, 100);
  const some = records.filter(which).slice(-SOME);
  if (some.length === 0) throw new NotApplicable('none of the records on the first page is of that kind');
  for (const record of some) {
    const answer = await read(record);
    if (summarizeRecord(answer) === summarizeRecord(record)) context.expect(true, what);
    else {
      const now = recordsOf(await page(context, { limit: 100 })).find(({ id }) => id === record.id);
      if (now && summarizeRecord(now) === summarizeRecord(record)) context.expectSame(await read(record), record, what);
      else throw new Undecided('the record changed while it was looked at');
    }
  }
}

const byId = (context: CheckContext) => (record: Loose) => context.get(String(record.id));
const byCode = (context: CheckContext) => (record: Loose) => context.lookup(String(record.code));
const byPair = (context: CheckContext) => (record: Loose) =>
  context.active({ mentor_id: String(record.mentor_id), org_id: String(record.org_id) });
const is = (status: string) => (record: Loose) => record.status === status;

/** Holds every listed record to something. */
const everyRecord =
  (holds: (record: Loose) => boolean, expected: string): Check =>
  async (context) => {
    const { answer, records } = await listed(context, 100);
    for (const record of records) context.expect(holds(record), expected, answer);
  };

/** What can be judged of a rule without a write. The rest of the rules are skipped. */
export const readOnlyChecks: Partial<Record<RuleId, Check>> = {
  'record-shape': everyRecord((record) => !faultsOf('ReferralCodeRecord', record), 'records as documented'),
  'status-agrees-with-deactivated-at': everyRecord(
    ({ status, deactivated_at: at }) => (status === 'active') === (at === null),
    'records that are active exactly while deactivated_at is null',
  ),
  'times-carry-a-zone': everyRecord(
    ({ created_at, deactivated_at: at }) => isTime(created_at) && (at === null || isTime(at)),
    'times in RFC 3339 with a zone',
  ),
  'list-envelope': async (context) => {
    const answer = await page(context, {});
    const faults = faultsOf('RecordPage', { data: [], pagination: paginationOf(answer) });
    context.expect(!faults, `a list as documented (${faults})`, answer);
  },
  'list-defaults': async (context) => {
    const answer = await page(context, {});
    const { page: number, limit } = paginationOf(answer);
    context.expect(number === 1 && limit === 20, 'page 1 with limit 20', answer);
  },
  'list-echoes-its-page': async (context) => {
    for (const query of [
      { page: 1, limit: 1 },
      { page: 1, limit: 7 },
    ]) {
      const answer = await page(context, query);
      const { page: number, limit } = paginationOf(answer);
      context.expect(
        number === query.page && limit === query.limit,
        `page ${query.page} and limit ${query.limit}`,
        answer,
      );
    }
  },
  'list-holds-at-most-limit': async (context) => {
    for (const limit of [1, 3]) {
      const answer = await page(context, { limit });
      context.expect(recordsOf(answer).length <= limit, `at most ${limit} records`, answer);
    }
  },
  'list-pages-partition': async (context) => {
    const { answer } = await listed(context);
    await halves(context, 1, 10);
    const last = Math.floor(totalOf(answer) / 20);
    if (last > 1) await halves(context, last, 10);
  },
  'list-total-is-every-record': async (context) => {
    const total = totalOf((await listed(context)).answer);
    const last = await page(context, { page: Math.max(1, Math.ceil(total / 20)), limit: 20 });
    const beyond = await context.list({ page: Math.ceil(total / 20) + 1, limit: 20 });
    const again = totalOf(await page(context, {}));
    if (again !== total) throw new Undecided(`others kept writing: total went from ${total} to ${again}`);
    const expected = total - Math.max(0, Math.ceil(total / 20) - 1) * 20;
    context.expect(recordsOf(last).length === expected, `${expected} records on the last page of ${total}`, last);
    context.expect(recordsOf(beyond).length === 0, 'no record past the end', beyond);
  },
  'list-oldest-first': async (context) => {
    const { answer, records } = await listed(context, 100);
    const times = records.map(({ created_at }) => instant(created_at));
    const sorted = times.every((time, index) => index === 0 || time >= times[index - 1]!);
    context.expect(sorted, 'created_at never to go back', answer);
  },
  'list-refuses-bad-paging': listing['list-refuses-bad-paging'],
  'get-answers-the-record': (context) => agrees(context, () => true, byId(context), 'get to answer the record'),
  'get-unknown-is-404': async (context) => {
    const { records } = await listed(context);
    const id = similarId(String(records[0]!.id));
    context.expect404(await context.get(id), `the unknown id ${id}`);
  },
  'active-and-lookup-are-not-ids': async (context) => {
    for (const { path } of [operations.getActiveCode, operations.findByCode]) {
      const answer = await context.send({ method: 'GET', path });
      context.expect(!is2xx(answer), `${path} without parameters to be refused`, answer);
    }
  },
  'reads-agree': async (context) => {
    await agrees(context, () => true, byId(context), 'get to agree with the list');
    await agrees(context, () => true, byCode(context), 'lookup to agree with the list');
  },
  'one-active-per-pair': async (context) => {
    const { answer, records } = await listed(context, 100);
    const pairs = records.filter(is('active')).map(({ mentor_id, org_id }) => JSON.stringify([mentor_id, org_id]));
    const twice = pairs.find((pair, index) => pairs.indexOf(pair) !== index);
    context.expect(twice === undefined, `one active record of each pair that is listed (${twice} has two)`, answer);
  },
  'active-answers-the-active-record': (context) =>
    agrees(context, is('active'), byPair(context), 'getActiveCode to answer the active record'),
  'active-none-is-404': async (context) =>
    context.expect404(await context.active(context.freshPair()), 'a pair without a code'),
  'active-needs-mentor-and-org': async (context) =>
    context.expect4xx(
      await context.send({ method: 'GET', path: operations.getActiveCode.path }),
      'active without parameters',
    ),
  'code-is-unique': async (context) => {
    const { answer, records } = await listed(context, 100);
    const codes = records.map(({ code }) => code);
    context.expect(new Set(codes).size === codes.length, 'a code of its own for each record listed', answer);
  },
  'lookup-finds-active': (context) =>
    agrees(context, is('active'), byCode(context), 'lookup to find the active record'),
  'lookup-finds-inactive': (context) =>
    agrees(context, is('inactive'), byCode(context), 'lookup to find the inactive record'),
  'lookup-is-exact': async (context) => {
    const { records } = await listed(context);
    const { code, id } = records[0]!;
    for (const other of [String(code).slice(0, -1), `${code}%`, String(code).toLowerCase()]) {
      const answer = await context.lookup(other || '%');
      const found = is2xx(answer) ? (answer.json as Loose)?.id : undefined;
      context.expect(other === code || found !== id, `${JSON.stringify(other)} not to find ${code}`, answer);
    }
  },
  'lookup-unknown-is-404': async (context) =>
    context.expect404(await context.lookup(context.freshCode()), 'an unknown code'),
  'lookup-needs-code': async (context) =>
    context.expect4xx(await context.send({ method: 'GET', path: operations.findByCode.path }), 'lookup without a code'),
};
