import { operations, type RuleId } from '@referral-codes/sdk/contract';
import { unlike, type World } from '../context/context.ts';
import { faultsOf, paginationOf, recordsOf, told, totalOf } from '../context/story.ts';
import { instant, isTime } from '../context/times.ts';
import { Undecided, Unexercised } from '../errors.ts';
import { type Answer, is2xx, type Loose } from '../message/exchange.ts';
import type { Check } from './check.ts';
import { halves, listing, page } from './listing.ts';

/** How many of the listed records are looked at one by one. */
const SOME = 3;

/** The records of the first page, and the answer. Unexercised where there are none. */
async function listed(world: World, limit = 20): Promise<{ answer: Answer; records: Loose[] }> {
  const answer = await page(world, { limit });
  const records = recordsOf(answer);
  if (records.length === 0) throw new Unexercised('there are no records to look at');
  return { answer, records };
}

/** Holds another read of some listed records to what the list says. Somebody else may have written in between: then the list is asked again. */
async function agrees(
  world: World,
  which: (record: Loose) => boolean,
  read: (record: Loose) => Promise<Answer>,
  what: string,
): Promise<void> {
  const { records } = await listed(world, 100);
  const some = records.filter(which).slice(-SOME);
  if (some.length === 0) throw new Unexercised('none of the records on the first page is of that kind');
  for (const record of some) {
    const answer = await read(record);
    if (told(answer) === told(record)) world.expect(true, what);
    else {
      const now = recordsOf(await page(world, { limit: 100 })).find(({ id }) => id === record.id);
      if (now && told(now) === told(record)) world.expectSame(await read(record), record, what);
      else throw new Undecided('the record changed while it was looked at');
    }
  }
}

const byId = (world: World) => (record: Loose) => world.get(String(record.id));
const byCode = (world: World) => (record: Loose) => world.lookup(String(record.code));
const byPair = (world: World) => (record: Loose) =>
  world.active({ mentor_id: String(record.mentor_id), org_id: String(record.org_id) });
const is = (status: string) => (record: Loose) => record.status === status;

/** Holds every listed record to something. */
const everyRecord =
  (holds: (record: Loose) => boolean, expected: string): Check =>
  async (world) => {
    const { answer, records } = await listed(world, 100);
    for (const record of records) world.expect(holds(record), expected, answer);
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
  'list-envelope': async (world) => {
    const answer = await page(world, {});
    const faults = faultsOf('RecordPage', { data: [], pagination: paginationOf(answer) });
    world.expect(!faults, `a list as documented (${faults})`, answer);
  },
  'list-defaults': async (world) => {
    const answer = await page(world, {});
    const { page: number, limit } = paginationOf(answer);
    world.expect(number === 1 && limit === 20, 'page 1 with limit 20', answer);
  },
  'list-echoes-its-page': async (world) => {
    for (const query of [
      { page: 1, limit: 1 },
      { page: 1, limit: 7 },
    ]) {
      const answer = await page(world, query);
      const { page: number, limit } = paginationOf(answer);
      world.expect(
        number === query.page && limit === query.limit,
        `page ${query.page} and limit ${query.limit}`,
        answer,
      );
    }
  },
  'list-holds-at-most-limit': async (world) => {
    for (const limit of [1, 3]) {
      const answer = await page(world, { limit });
      world.expect(recordsOf(answer).length <= limit, `at most ${limit} records`, answer);
    }
  },
  'list-pages-partition': async (world) => {
    const { answer } = await listed(world);
    await halves(world, 1, 10);
    const last = Math.floor(totalOf(answer) / 20);
    if (last > 1) await halves(world, last, 10);
  },
  'list-total-is-every-record': async (world) => {
    const total = totalOf((await listed(world)).answer);
    const last = await page(world, { page: Math.max(1, Math.ceil(total / 20)), limit: 20 });
    const beyond = await world.list({ page: Math.ceil(total / 20) + 1, limit: 20 });
    const again = totalOf(await page(world, {}));
    if (again !== total) throw new Undecided(`others kept writing: total went from ${total} to ${again}`);
    const expected = total - Math.max(0, Math.ceil(total / 20) - 1) * 20;
    world.expect(recordsOf(last).length === expected, `${expected} records on the last page of ${total}`, last);
    world.expect(recordsOf(beyond).length === 0, 'no record past the end', beyond);
  },
  'list-oldest-first': async (world) => {
    const { answer, records } = await listed(world, 100);
    const times = records.map(({ created_at }) => instant(created_at));
    const sorted = times.every((time, index) => index === 0 || time >= times[index - 1]!);
    world.expect(sorted, 'created_at never to go back', answer);
  },
  'list-refuses-bad-paging': listing['list-refuses-bad-paging'],
  'get-answers-the-record': (world) => agrees(world, () => true, byId(world), 'get to answer the record'),
  'get-unknown-is-404': async (world) => {
    const { records } = await listed(world);
    const id = unlike(String(records[0]!.id));
    world.expect404(await world.get(id), `the unknown id ${id}`);
  },
  'active-and-lookup-are-not-ids': async (world) => {
    for (const { path } of [operations.getActiveCode, operations.findByCode]) {
      const answer = await world.send({ method: 'GET', path });
      world.expect(!is2xx(answer), `${path} without parameters to be refused`, answer);
    }
  },
  'reads-agree': async (world) => {
    await agrees(world, () => true, byId(world), 'get to agree with the list');
    await agrees(world, () => true, byCode(world), 'lookup to agree with the list');
  },
  'one-active-per-pair': async (world) => {
    const { answer, records } = await listed(world, 100);
    const pairs = records.filter(is('active')).map(({ mentor_id, org_id }) => JSON.stringify([mentor_id, org_id]));
    const twice = pairs.find((pair, index) => pairs.indexOf(pair) !== index);
    world.expect(twice === undefined, `one active record of each pair that is listed (${twice} has two)`, answer);
  },
  'active-answers-the-active-record': (world) =>
    agrees(world, is('active'), byPair(world), 'getActiveCode to answer the active record'),
  'active-none-is-404': async (world) =>
    world.expect404(await world.active(world.freshPair()), 'a pair without a code'),
  'active-needs-mentor-and-org': async (world) =>
    world.expect4xx(
      await world.send({ method: 'GET', path: operations.getActiveCode.path }),
      'active without parameters',
    ),
  'code-is-unique': async (world) => {
    const { answer, records } = await listed(world, 100);
    const codes = records.map(({ code }) => code);
    world.expect(new Set(codes).size === codes.length, 'a code of its own for each record listed', answer);
  },
  'lookup-finds-active': (world) => agrees(world, is('active'), byCode(world), 'lookup to find the active record'),
  'lookup-finds-inactive': (world) =>
    agrees(world, is('inactive'), byCode(world), 'lookup to find the inactive record'),
  'lookup-is-exact': async (world) => {
    const { records } = await listed(world);
    const { code, id } = records[0]!;
    for (const other of [String(code).slice(0, -1), `${code}%`, String(code).toLowerCase()]) {
      const answer = await world.lookup(other || '%');
      const found = is2xx(answer) ? (answer.json as Loose)?.id : undefined;
      world.expect(other === code || found !== id, `${JSON.stringify(other)} not to find ${code}`, answer);
    }
  },
  'lookup-unknown-is-404': async (world) => world.expect404(await world.lookup(world.freshCode()), 'an unknown code'),
  'lookup-needs-code': async (world) =>
    world.expect4xx(await world.send({ method: 'GET', path: operations.findByCode.path }), 'lookup without a code'),
};
