import type { CheckContext, Made } from '../context/context.ts';
import { findListed } from '../context/listing.ts';
import { expectRaced, race, timeline } from '../context/races.ts';
import { summarizeRecord } from '../context/story.ts';
import { asTime, instant, isAboutNow } from '../context/times.ts';
import { Undecided } from '../errors.ts';
import { pause } from '../http/transport.ts';
import { is2xx, is4xx, objectOf, type ReceivedResponse } from '../message/exchange.ts';
import { pathOf } from '../message/paths.ts';
import type { Check } from './check.ts';

const DAY = 86_400_000;

/** When the record was created, in milliseconds. */
function createdAt({ record }: Made): number {
  const created = instant(record.created_at);
  if (Number.isNaN(created)) throw new Undecided('it needs created_at to be a time');
  return created;
}

/** A whole second that is no earlier than the record, with `ms` added. */
const after = (made: Made, ms: number): string => asTime(Math.ceil(createdAt(made) / 1000) * 1000 + ms);

/** Deactivates at a moment that cannot be mistaken for now. A server that takes no future moment is given a past one. */
async function deactivateAt(
  context: CheckContext,
  offset = 'Z',
): Promise<{ answer: ReceivedResponse; made: Made; at: string }> {
  const made = await context.createCode();
  const inZone = (time: string) => (offset === 'Z' ? time : time.replace('Z', offset));
  const at = inZone(after(made, DAY));
  const answer = await context.deactivate(made.id, { status: 'inactive', deactivated_at: at });
  if (is2xx(answer)) return { answer, made, at };
  const soon = inZone(after(made, 0));
  await pause(2500);
  return { answer: await context.deactivate(made.id, { status: 'inactive', deactivated_at: soon }), made, at: soon };
}

export const deactivating = {
  'deactivate-answers-inactive': async (context) => {
    const made = await context.createCode();
    const answer = await context.deactivate(made.id);
    context.expect2xx(answer, 'a deactivation');
    const { id, status, deactivated_at: at } = objectOf(answer);
    context.expect(id === made.id, `the record ${made.id}`, answer);
    context.expect(status === 'inactive', 'status inactive', answer);
    context.expect(!Number.isNaN(instant(at)), 'deactivated_at as a time', answer);
  },

  'deactivate-keeps-the-given-time': async (context) => {
    const { answer, made, at } = await deactivateAt(context);
    context.expect2xx(answer, 'a deactivation with a time');
    const read = await context.get(made.id);
    for (const seen of [answer, read])
      context.expect(instant(objectOf(seen).deactivated_at) === instant(at), `deactivated_at ${at}`, answer, seen);
    // The same in another zone: a server may refuse it, but not take it for another instant.
    const zoned = await deactivateAt(context, '+05:30');
    for (const seen of [zoned.answer, await context.get(zoned.made.id)])
      if (is2xx(zoned.answer))
        context.expect(
          instant(objectOf(seen).deactivated_at) === instant(zoned.at),
          `the instant ${zoned.at}`,
          zoned.answer,
          seen,
        );
  },

  'deactivate-fills-in-the-time': async (context) => {
    const { id } = await context.createCode();
    const answer = await context.deactivate(id, { status: 'inactive' });
    context.expect2xx(answer, 'a deactivation without a time');
    context.expect(isAboutNow(objectOf(answer).deactivated_at, answer), 'deactivated_at to be about now', answer);
  },

  'deactivate-lasts': async (context) => {
    const made = await context.createInactive();
    const { mentor_id, org_id } = made;
    const again = async (when: string) => {
      for (const read of [await context.get(made.id), await context.lookup(made.code)])
        context.expectSame(read, made.answer, `the deactivation to show ${when}`);
    };
    await again('at once');
    const { record, answer } = await findListed(context, made.record);
    if (record)
      context.expect(
        summarizeRecord(record) === summarizeRecord(made.record),
        `the list to show it: ${summarizeRecord(made.record)}`,
        answer,
      );
    await context.createCode({ mentor_id, org_id });
    await again('after the pair got another code');
  },

  'deactivate-changes-nothing-else': async (context) => {
    const other = context.freshBody();
    const foreign = { ...other, id: 'cf-other', created_at: '2001-02-03T04:05:06Z' };
    for (const extra of [{}, foreign, ...Object.entries(foreign).map(([field, value]) => ({ [field]: value }))]) {
      const made = await context.createCode();
      const answer = await context.deactivate(made.id, { status: 'inactive', ...extra });
      const read = await context.get(made.id);
      // What it may have become under another id or code must not be there either.
      for (const seen of is2xx(answer) ? [answer, read] : [read])
        for (const field of ['id', 'mentor_id', 'org_id', 'code'])
          context.expect(
            objectOf(seen)[field] === made.record[field],
            `${field} to stay ${made.record[field]}`,
            answer,
            seen,
          );
      const created = instant(objectOf(read).created_at);
      context.expect(
        created === instant(made.record.created_at),
        `created_at to stay ${made.record.created_at}`,
        answer,
        read,
      );
      await context.expectNotStored(other, 'a deactivation that names another record');
    }
  },

  'deactivate-touches-one-record': async (context) => {
    const made = await context.createCode();
    const { mentor_id, org_id } = made;
    const near = [
      await context.createCode({ mentor_id }),
      await context.createCode({ org_id }),
      await context.createInactive(),
      await context.createCode({ code: `${made.code}-2` }),
    ];
    const before = await context.snapshot(...near);
    const answer = await context.deactivate(made.id);
    if (!is2xx(answer)) throw new Undecided(`it needs a deactivation, which answered ${answer.status}`);
    await context.expectUnchanged(before, 'another record was deactivated');
    // Nor an inactive record of the same pair, whose time has been told.
    const old = await context.snapshot(made);
    const next = await context.createCode({ mentor_id, org_id });
    const later = { status: 'inactive', deactivated_at: after(next, DAY) };
    if (!is2xx(await context.deactivate(next.id, later))) await context.deactivate(next.id);
    await context.expectUnchanged(old, 'the pair’s next record was deactivated');
  },

  'deactivate-again-moves-nothing': async (context) => {
    const { answer: first, made, at } = await deactivateAt(context);
    if (!is2xx(first)) throw new Undecided(`it needs a deactivation, which answered ${first.status}`);
    for (const body of [
      { status: 'inactive' },
      { status: 'inactive', deactivated_at: asTime(instant(at) + 2 * DAY) },
    ]) {
      const again = await context.deactivate(made.id, body);
      const read = await context.get(made.id);
      const moved = instant(objectOf(read).deactivated_at) !== instant(objectOf(first).deactivated_at);
      context.expect(!moved, `deactivated_at to stay ${objectOf(first).deactivated_at}`, first, again, read);
      if (is2xx(again)) context.expectSame(again, read, 'the repeated deactivation to answer the record as it is');
    }
  },

  'deactivate-again-is-200': async (context) => {
    const { id } = await context.createInactive();
    const answer = await context.deactivate(id);
    context.expect(answer.status === 200, '200', answer);
  },

  'deactivation-is-final': async (context) => {
    const made = await context.createInactive();
    for (const body of [{ status: 'active' }, { status: 'active', deactivated_at: null }]) {
      const answer = await context.deactivate(made.id, body);
      context.expect(is4xx(answer), 'status "active" to be refused', answer);
      context.expectSame(await context.get(made.id), made.answer, 'the record to stay inactive');
    }
  },

  'deactivate-unknown-is-404': async (context) => {
    const unknown = await context.unknownId();
    context.expect404(await context.deactivate(unknown), `deactivating the unknown id ${unknown}`);
    const read = await context.get(unknown);
    context.expect404(read, 'what a refused deactivation named: it must not come to be');
  },

  'deactivate-refuses-bad-body': async (context) => {
    const made = await context.createCode();
    const before = await context.snapshot(made);
    const put = (body: string) =>
      context.send({ method: 'PUT', path: pathOf(made.id), headers: { 'content-type': 'application/json' }, body });
    const bad: [string, string][] = [
      ...['INACTIVE', 'deleted', '', null, 0, true, ['inactive']].map((status): [string, string] => [
        `status ${JSON.stringify(status)}`,
        JSON.stringify({ status }),
      ]),
      ...['yesterday', '', '2026-13-45T00:00:00Z', '2026-02-30', 12, {}].map((at): [string, string] => [
        `deactivated_at ${JSON.stringify(at)}`,
        JSON.stringify({ status: 'inactive', deactivated_at: at }),
      ]),
      ['an empty object', '{}'],
      ['an empty body', ''],
      ['a time without status', JSON.stringify({ deactivated_at: after(made, DAY) })],
      ['an array', '[{"status":"inactive"}]'],
      ['null', 'null'],
      ['a string', '"inactive"'],
      ['malformed JSON', '{"status":"inactive"'],
    ];
    for (const [what, body] of bad) {
      context.expect4xx(await put(body), `a deactivation with ${what}`);
      context.expectSame(await context.get(made.id), made.answer, `a deactivation with ${what} to change nothing`);
    }
    await context.expectUnchanged(before, 'refused deactivations');
  },

  'deactivate-before-created-is-refused': async (context) => {
    const made = await context.createCode();
    for (const ms of [-3650 * DAY, -60_000]) {
      const at = asTime(createdAt(made) + ms);
      const answer = await context.deactivate(made.id, { status: 'inactive', deactivated_at: at });
      context.expect(answer.status === 422, `422 for a deactivated_at of ${at}`, answer);
    }
    context.expectSame(await context.get(made.id), made.answer, 'the record to stay as it was');
  },

  'deactivate-under-race': async (context) => {
    for (const width of [2, 4, 8]) {
      const made = await context.createCode();
      const at = (index: number) => after(made, DAY + index * 60_000);
      const last = await context.createCode();
      const future = is2xx(await context.deactivate(last.id, { status: 'inactive', deactivated_at: after(last, DAY) }));
      const now = await context.deactivation();
      // Times of their own, so that two winners show; a server that takes no future moment gets the same one from all.
      const bodies = Array.from({ length: width }, (_, index) =>
        future ? { status: 'inactive', deactivated_at: at(index) } : now,
      );
      await context.prepareRace(made.id, { deletes: false });
      const answers = await race(
        context,
        bodies.map((body) => () => context.deactivate(made.id, body)),
      );
      const read = await context.get(made.id);
      const what = `after ${width} simultaneous deactivations (${timeline(answers)})`;
      for (const answer of answers) context.expect(answer.status < 500, `no 5xx ${what}`, answer);
      if (!answers.some(is2xx)) throw new Undecided('the server took none of the simultaneous deactivations');
      for (const answer of answers.filter(is2xx))
        context.expectSame(answer, read, `every accepted answer and the record to agree ${what}`);
    }
    expectRaced(context);
  },
} satisfies Record<string, Check>;
