import type { Made, World } from '../context/context.ts';
import { findListed } from '../context/listing.ts';
import { expectRaced, race, timeline } from '../context/races.ts';
import { told } from '../context/story.ts';
import { asTime, instant, isAboutNow } from '../context/times.ts';
import { Undecided } from '../errors.ts';
import { pause } from '../http/transport.ts';
import { type Answer, is2xx, is4xx, objectOf } from '../message/exchange.ts';
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
async function deactivateAt(world: World, offset = 'Z'): Promise<{ answer: Answer; made: Made; at: string }> {
  const made = await world.createCode();
  const inZone = (time: string) => (offset === 'Z' ? time : time.replace('Z', offset));
  const at = inZone(after(made, DAY));
  const answer = await world.deactivate(made.id, { status: 'inactive', deactivated_at: at });
  if (is2xx(answer)) return { answer, made, at };
  const soon = inZone(after(made, 0));
  await pause(2500);
  return { answer: await world.deactivate(made.id, { status: 'inactive', deactivated_at: soon }), made, at: soon };
}

export const deactivating = {
  'deactivate-answers-inactive': async (world) => {
    const made = await world.createCode();
    const answer = await world.deactivate(made.id);
    world.expect2xx(answer, 'a deactivation');
    const { id, status, deactivated_at: at } = objectOf(answer);
    world.expect(id === made.id, `the record ${made.id}`, answer);
    world.expect(status === 'inactive', 'status inactive', answer);
    world.expect(!Number.isNaN(instant(at)), 'deactivated_at as a time', answer);
  },

  'deactivate-keeps-the-given-time': async (world) => {
    const { answer, made, at } = await deactivateAt(world);
    world.expect2xx(answer, 'a deactivation with a time');
    const read = await world.get(made.id);
    for (const seen of [answer, read])
      world.expect(instant(objectOf(seen).deactivated_at) === instant(at), `deactivated_at ${at}`, answer, seen);
    // The same in another zone: a server may refuse it, but not take it for another instant.
    const zoned = await deactivateAt(world, '+05:30');
    for (const seen of [zoned.answer, await world.get(zoned.made.id)])
      if (is2xx(zoned.answer))
        world.expect(
          instant(objectOf(seen).deactivated_at) === instant(zoned.at),
          `the instant ${zoned.at}`,
          zoned.answer,
          seen,
        );
  },

  'deactivate-fills-in-the-time': async (world) => {
    const { id } = await world.createCode();
    const answer = await world.deactivate(id, { status: 'inactive' });
    world.expect2xx(answer, 'a deactivation without a time');
    world.expect(isAboutNow(objectOf(answer).deactivated_at, answer), 'deactivated_at to be about now', answer);
  },

  'deactivate-lasts': async (world) => {
    const made = await world.createInactive();
    const { mentor_id, org_id } = made;
    const again = async (when: string) => {
      for (const read of [await world.get(made.id), await world.lookup(made.code)])
        world.expectSame(read, made.answer, `the deactivation to show ${when}`);
    };
    await again('at once');
    const { record, answer } = await findListed(world, made.record);
    if (record) world.expect(told(record) === told(made.record), `the list to show it: ${told(made.record)}`, answer);
    await world.createCode({ mentor_id, org_id });
    await again('after the pair got another code');
  },

  'deactivate-changes-nothing-else': async (world) => {
    const other = world.freshBody();
    const foreign = { ...other, id: 'cf-other', created_at: '2001-02-03T04:05:06Z' };
    for (const extra of [{}, foreign, ...Object.entries(foreign).map(([field, value]) => ({ [field]: value }))]) {
      const made = await world.createCode();
      const answer = await world.deactivate(made.id, { status: 'inactive', ...extra });
      const read = await world.get(made.id);
      // What it may have become under another id or code must not be there either.
      for (const seen of is2xx(answer) ? [answer, read] : [read])
        for (const field of ['id', 'mentor_id', 'org_id', 'code'])
          world.expect(
            objectOf(seen)[field] === made.record[field],
            `${field} to stay ${made.record[field]}`,
            answer,
            seen,
          );
      const created = instant(objectOf(read).created_at);
      world.expect(
        created === instant(made.record.created_at),
        `created_at to stay ${made.record.created_at}`,
        answer,
        read,
      );
      await world.expectNotStored(other, 'a deactivation that names another record');
    }
  },

  'deactivate-touches-one-record': async (world) => {
    const made = await world.createCode();
    const { mentor_id, org_id } = made;
    const near = [
      await world.createCode({ mentor_id }),
      await world.createCode({ org_id }),
      await world.createInactive(),
      await world.createCode({ code: `${made.code}-2` }),
    ];
    const before = await world.snapshot(...near);
    const answer = await world.deactivate(made.id);
    if (!is2xx(answer)) throw new Undecided(`it needs a deactivation, which answered ${answer.status}`);
    await world.expectUnchanged(before, 'another record was deactivated');
    // Nor an inactive record of the same pair, whose time has been told.
    const old = await world.snapshot(made);
    const next = await world.createCode({ mentor_id, org_id });
    const later = { status: 'inactive', deactivated_at: after(next, DAY) };
    if (!is2xx(await world.deactivate(next.id, later))) await world.deactivate(next.id);
    await world.expectUnchanged(old, 'the pair’s next record was deactivated');
  },

  'deactivate-again-moves-nothing': async (world) => {
    const { answer: first, made, at } = await deactivateAt(world);
    if (!is2xx(first)) throw new Undecided(`it needs a deactivation, which answered ${first.status}`);
    for (const body of [
      { status: 'inactive' },
      { status: 'inactive', deactivated_at: asTime(instant(at) + 2 * DAY) },
    ]) {
      const again = await world.deactivate(made.id, body);
      const read = await world.get(made.id);
      const moved = instant(objectOf(read).deactivated_at) !== instant(objectOf(first).deactivated_at);
      world.expect(!moved, `deactivated_at to stay ${objectOf(first).deactivated_at}`, first, again, read);
      if (is2xx(again)) world.expectSame(again, read, 'the repeated deactivation to answer the record as it is');
    }
  },

  'deactivate-again-is-200': async (world) => {
    const { id } = await world.createInactive();
    const answer = await world.deactivate(id);
    world.expect(answer.status === 200, '200', answer);
  },

  'deactivation-is-final': async (world) => {
    const made = await world.createInactive();
    for (const body of [{ status: 'active' }, { status: 'active', deactivated_at: null }]) {
      const answer = await world.deactivate(made.id, body);
      world.expect(is4xx(answer), 'status "active" to be refused', answer);
      world.expectSame(await world.get(made.id), made.answer, 'the record to stay inactive');
    }
  },

  'deactivate-unknown-is-404': async (world) => {
    const unknown = await world.unknownId();
    world.expect404(await world.deactivate(unknown), `deactivating the unknown id ${unknown}`);
    const read = await world.get(unknown);
    world.expect404(read, 'what a refused deactivation named: it must not come to be');
  },

  'deactivate-refuses-bad-body': async (world) => {
    const made = await world.createCode();
    const before = await world.snapshot(made);
    const put = (body: string) =>
      world.send({ method: 'PUT', path: pathOf(made.id), headers: { 'content-type': 'application/json' }, body });
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
      world.expect4xx(await put(body), `a deactivation with ${what}`);
      world.expectSame(await world.get(made.id), made.answer, `a deactivation with ${what} to change nothing`);
    }
    await world.expectUnchanged(before, 'refused deactivations');
  },

  'deactivate-before-created-is-refused': async (world) => {
    const made = await world.createCode();
    for (const ms of [-3650 * DAY, -60_000]) {
      const at = asTime(createdAt(made) + ms);
      const answer = await world.deactivate(made.id, { status: 'inactive', deactivated_at: at });
      world.expect(answer.status === 422, `422 for a deactivated_at of ${at}`, answer);
    }
    world.expectSame(await world.get(made.id), made.answer, 'the record to stay as it was');
  },

  'deactivate-under-race': async (world) => {
    for (const width of [2, 4, 8]) {
      const made = await world.createCode();
      const at = (index: number) => after(made, DAY + index * 60_000);
      const last = await world.createCode();
      const future = is2xx(await world.deactivate(last.id, { status: 'inactive', deactivated_at: after(last, DAY) }));
      const now = await world.deactivation();
      // Times of their own, so that two winners show; a server that takes no future moment gets the same one from all.
      const bodies = Array.from({ length: width }, (_, index) =>
        future ? { status: 'inactive', deactivated_at: at(index) } : now,
      );
      await world.prepareRace(made.id, { deletes: false });
      const answers = await race(
        world,
        bodies.map((body) => () => world.deactivate(made.id, body)),
      );
      const read = await world.get(made.id);
      const what = `after ${width} simultaneous deactivations (${timeline(answers)})`;
      for (const answer of answers) world.expect(answer.status < 500, `no 5xx ${what}`, answer);
      if (!answers.some(is2xx)) throw new Undecided('the server took none of the simultaneous deactivations');
      for (const answer of answers.filter(is2xx))
        world.expectSame(answer, read, `every accepted answer and the record to agree ${what}`);
    }
    expectRaced(world);
  },
} satisfies Record<string, Check>;
