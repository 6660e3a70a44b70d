import type { CheckContext } from '../context/context.ts';
import type { CreatedRecord } from '../context/fixtures.ts';
import { findListed } from '../context/list-search.ts';
import { expectRaced, race, timeline } from '../context/races.ts';
import { summarizeRecord } from '../context/records.ts';
import { asTime, instant, isAboutNow, readTime } from '../context/times.ts';
import { Inconclusive } from '../errors.ts';
import { pause } from '../http/pace.ts';
import { is2xx, objectOf, type ReceivedResponse } from '../message/exchange.ts';
import { pathOf } from '../message/paths.ts';
import { jsonText } from '../message/request.ts';
import type { Check } from './check.ts';

const DAY = 86_400_000;

/** When a record was created, in milliseconds since 1970. */
function createdAt({ record }: CreatedRecord): number {
  const time = instant(record.created_at);
  if (Number.isNaN(time)) throw new Inconclusive('the check needs created_at to be a time');
  return time;
}

/** `ms` after the first whole second that is not before the creation of a record. */
const timeAfter = (created: CreatedRecord, ms: number): string =>
  asTime(Math.ceil(createdAt(created) / 1000) * 1000 + ms);

const deactivatedAt = (response: ReceivedResponse): number =>
  readTime(objectOf(response).deactivated_at, 'deactivated_at');

/** A deactivation at a time that differs clearly from now. */
interface TimedDeactivation {
  response: ReceivedResponse;
  created: CreatedRecord;
  at: string;
}

/** Deactivates a record at a time in the future or, if the server does not accept that, in the past. */
async function deactivateAt(context: CheckContext, offset = 'Z'): Promise<TimedDeactivation> {
  const created = await context.createCode();
  const send = async (ms: number): Promise<TimedDeactivation> => {
    const at = timeAfter(created, ms).replace('Z', offset);
    return { response: await context.deactivate(created.id, { status: 'inactive', deactivated_at: at }), created, at };
  };
  const future = await send(DAY);
  if (is2xx(future.response)) return future;
  await pause(2500);
  return send(0);
}

/** Bodies that a deactivation must refuse. */
function badBodies(created: CreatedRecord): [what: string, body: string][] {
  const statuses = ['INACTIVE', 'deleted', '', null, 0, true, ['inactive']];
  const times = ['yesterday', '', '2026-13-45T00:00:00Z', '2026-02-30', 12, {}];
  return [
    ...statuses.map((status): [string, string] => [`status ${JSON.stringify(status)}`, JSON.stringify({ status })]),
    ...times.map((at): [string, string] => [
      `deactivated_at ${JSON.stringify(at)}`,
      JSON.stringify({ status: 'inactive', deactivated_at: at }),
    ]),
    ['an empty object', '{}'],
    ['an empty body', ''],
    ['a time without status', JSON.stringify({ deactivated_at: timeAfter(created, DAY) })],
    ['an array', '[{"status":"inactive"}]'],
    ['null', 'null'],
    ['a string', '"inactive"'],
    ['malformed JSON', '{"status":"inactive"'],
  ];
}

/** Deactivates a record with fields that it must ignore or refuse, and expects all other fields to stay the same. */
async function expectOnlyStatusChanges(context: CheckContext, extra: object): Promise<void> {
  const { id, record } = await context.createCode();
  const response = await context.deactivate(id, { status: 'inactive', ...extra });
  const read = await context.get(id);
  for (const seen of is2xx(response) ? [response, read] : [read])
    for (const field of ['id', 'mentor_id', 'org_id', 'code'])
      context.expect(objectOf(seen)[field] === record[field], `${field} to stay ${record[field]}`, response, seen);
  const now = objectOf(read).created_at;
  const isSame = now === record.created_at || readTime(now, 'created_at') === readTime(record.created_at, 'created_at');
  context.expect(isSame, `created_at to stay ${record.created_at}`, response, read);
}

/** Bodies for a race. With different times it shows if two requests succeed. Not every server accepts times in the future. */
async function bodiesForRace(context: CheckContext, created: CreatedRecord, width: number): Promise<object[]> {
  const at = (one: CreatedRecord, ms: number) => ({ status: 'inactive', deactivated_at: timeAfter(one, DAY + ms) });
  const sample = await context.createCode();
  const acceptsFuture = is2xx(await context.deactivate(sample.id, at(sample, 0)));
  const now = await context.deactivation();
  return Array.from({ length: width }, (_, index) => (acceptsFuture ? at(created, index * 60_000) : now));
}

export const deactivating = {
  'deactivate-answers-inactive': async (context) => {
    const created = await context.createCode();
    const response = await context.deactivateNow(created.id);
    context.expect2xx(response, 'a deactivation');
    const { id, status } = objectOf(response);
    context.expect(id === created.id, `the record ${created.id}`, response);
    context.expect(status === 'inactive', 'status inactive', response);
    context.expect(!Number.isNaN(deactivatedAt(response)), 'deactivated_at as a time', response);
  },

  'deactivate-keeps-the-given-time': async (context) => {
    const { response, created, at } = await deactivateAt(context);
    context.expect2xx(response, 'a deactivation with a time');
    for (const seen of [response, await context.get(created.id)])
      context.expect(deactivatedAt(seen) === instant(at), `deactivated_at ${at}`, response, seen);
    // A server may refuse a time in another zone, but must not take it for another instant.
    const zoned = await deactivateAt(context, '+05:30');
    if (!is2xx(zoned.response)) return;
    for (const seen of [zoned.response, await context.get(zoned.created.id)])
      context.expect(deactivatedAt(seen) === instant(zoned.at), `the instant ${zoned.at}`, zoned.response, seen);
  },

  'deactivate-fills-in-the-time': async (context) => {
    const { id } = await context.createCode();
    const response = await context.deactivate(id, { status: 'inactive' });
    context.expect2xx(response, 'a deactivation without a time');
    const isNow = isAboutNow(objectOf(response).deactivated_at, response);
    context.expect(isNow, 'deactivated_at to be close to the current time', response);
  },

  'deactivate-lasts': async (context) => {
    const { id, code, mentor_id, org_id, record, response } = await context.createInactive();
    const expectShown = async (when: string) => {
      for (const read of [await context.get(id), await context.lookup(code)])
        context.expectSame(read, response, `the deactivation to show ${when}`);
    };
    await expectShown('at once');
    const listed = await findListed(context, record);
    const summary = summarizeRecord(record);
    if (listed.record)
      context.expect(summarizeRecord(listed.record) === summary, `the list to show it: ${summary}`, listed.response);
    await context.createCode({ mentor_id, org_id });
    await expectShown('after the pair got a new code');
  },

  'deactivate-changes-nothing-else': async (context) => {
    const other = context.freshBody();
    const foreign = { ...other, id: 'cf-other', created_at: '2001-02-03T04:05:06Z' };
    for (const extra of [{}, foreign, ...Object.entries(foreign).map(([field, value]) => ({ [field]: value }))]) {
      await expectOnlyStatusChanges(context, extra);
      // Nor must a record appear with the values that were sent.
      await context.expectNotStored(other, 'a deactivation that names another record');
    }
  },

  'deactivate-touches-one-record': async (context) => {
    const created = await context.createCode();
    const { id, mentor_id, org_id, code } = created;
    const similar = [
      await context.createCode({ mentor_id }),
      await context.createCode({ org_id }),
      await context.createInactive(),
      await context.createCode({ code: `${code}-2` }),
    ];
    const before = await context.snapshot(...similar);
    const response = await context.deactivateNow(id);
    if (!is2xx(response)) throw new Inconclusive(`the check needs a deactivation, which got ${response.status}`);
    await context.expectUnchanged(before, 'the deactivation of another record');
    // Nor must it change an earlier record of the same pair, which has its own time.
    const earlier = await context.snapshot(created);
    const next = await context.createCode({ mentor_id, org_id });
    const later = { status: 'inactive', deactivated_at: timeAfter(next, DAY) };
    if (!is2xx(await context.deactivate(next.id, later))) await context.deactivateNow(next.id);
    await context.expectUnchanged(earlier, 'the deactivation of the next record of the pair');
  },

  'deactivate-again-moves-nothing': async (context) => {
    const { response: first, created, at } = await deactivateAt(context);
    if (!is2xx(first)) throw new Inconclusive(`the check needs a deactivation, which got ${first.status}`);
    for (const time of [{}, { deactivated_at: asTime(instant(at) + 2 * DAY) }]) {
      const again = await context.deactivate(created.id, { status: 'inactive', ...time });
      const read = await context.get(created.id);
      const isKept = deactivatedAt(read) === deactivatedAt(first);
      context.expect(isKept, `deactivated_at to stay ${objectOf(first).deactivated_at}`, first, again, read);
      if (is2xx(again)) context.expectSame(again, read, 'the repeated deactivation to respond with the stored record');
    }
  },

  'deactivate-again-is-200': async (context) => {
    const { id } = await context.createInactive();
    const response = await context.deactivateNow(id);
    context.expect(response.status === 200, '200', response);
  },

  'deactivation-is-final': async (context) => {
    const created = await context.createInactive();
    for (const body of [{ status: 'active' }, { status: 'active', deactivated_at: null }]) {
      context.expect4xx(await context.deactivate(created.id, body), 'status "active"');
      context.expectSame(await context.get(created.id), created.response, 'the record to stay inactive');
    }
  },

  'deactivate-unknown-is-404': async (context) => {
    const unused = await context.unusedId();
    context.expect404(await context.deactivateNow(unused), `deactivating the unknown id ${unused}`);
    context.expect404(await context.get(unused), 'the same id after a refused deactivation');
  },

  'deactivate-refuses-bad-body': async (context) => {
    const created = await context.createCode();
    const before = await context.snapshot(created);
    for (const [what, body] of badBodies(created)) {
      const response = await context.send({ method: 'PUT', path: pathOf(created.id), ...jsonText(body) });
      context.expect4xx(response, `a deactivation with ${what}`);
      context.expectSame(
        await context.get(created.id),
        created.response,
        `a deactivation with ${what} to change nothing`,
      );
    }
    await context.expectUnchanged(before, 'refused deactivations');
  },

  'deactivate-before-created-is-refused': async (context) => {
    const created = await context.createCode();
    for (const ms of [-3650 * DAY, -60_000]) {
      const at = asTime(createdAt(created) + ms);
      const response = await context.deactivate(created.id, { status: 'inactive', deactivated_at: at });
      context.expect(response.status === 422, `422 for a deactivated_at of ${at}`, response);
    }
    context.expectSame(await context.get(created.id), created.response, 'the record to stay unchanged');
  },

  'deactivate-under-race': async (context) => {
    for (const width of [2, 4, 8]) {
      const created = await context.createCode();
      const bodies = await bodiesForRace(context, created, width);
      await context.prepareRace(created.id, { deletes: false });
      const responses = await race(
        context,
        bodies.map((body) => () => context.deactivate(created.id, body)),
      );
      const read = await context.get(created.id);
      const when = `after ${width} simultaneous deactivations (${timeline(responses)})`;
      for (const response of responses) context.expect(response.status < 500, `no 5xx ${when}`, response);
      const accepted = responses.filter(is2xx);
      if (accepted.length === 0) throw new Inconclusive('the server accepted none of the simultaneous deactivations');
      for (const response of accepted)
        context.expectSame(response, read, `every accepted response to agree with the record ${when}`);
    }
    expectRaced(context);
  },
} satisfies Record<string, Check>;
