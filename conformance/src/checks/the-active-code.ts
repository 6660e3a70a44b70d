import { operations } from '@referral-codes/sdk/contract';
import type { World } from '../context/context.ts';
import { expectRaced, race, timeline } from '../context/races.ts';
import type { Pair } from '../context/run-state.ts';
import { type Answer, is2xx, objectOf } from '../message/exchange.ts';
import { search } from '../message/paths.ts';
import type { Check } from './check.ts';

/** Widths of the races, a round each. */
const WIDTHS = [2, 4, 8, 8];

const isActive = (answer: Answer): boolean => is2xx(answer) && objectOf(answer).status === 'active';

/** Holds a pair to at most one active record among those that have these codes, and `active` to answer that one. */
async function expectOneActive(
  world: World,
  pair: Pair,
  codes: string[],
  what: string,
  proof: Answer[],
): Promise<Answer[]> {
  const found = await Promise.all(codes.map((code) => world.lookup(code)));
  const active = found.filter(isActive);
  world.expect(active.length <= 1, `at most one active record of the pair ${what}`, ...proof, ...active);
  const answer = await world.active(pair);
  const agrees = active.length === 1 ? objectOf(answer).id === objectOf(active[0]!).id : !is2xx(answer);
  world.expect(agrees, `getActiveCode to answer the pair's one active record ${what}`, ...proof, ...active, answer);
  return active;
}

export const theActiveCode = {
  'one-active-per-pair': async (world) => {
    const first = await world.createCode();
    const { mentor_id, org_id } = first;
    // A record of another pair between the two: the newest record need not be the pair's.
    await world.createCode();
    const second = { mentor_id, org_id, code: world.freshCode() };
    const conflict = await world.create(second);
    await expectOneActive(world, first, [first.code, second.code], 'after a second create', [conflict]);

    // However it got there: a record that was inactive must not come back beside an active one.
    const pair = world.freshPair();
    const old = await world.createInactive(pair);
    const next = await world.createCode(pair);
    for (const body of [{ status: 'active' }, { status: 'active', deactivated_at: null }]) {
      const answer = await world.deactivate(old.id, body);
      await expectOneActive(world, pair, [old.code, next.code], 'after status "active" was sent', [answer]);
    }
    // A third create, and one after a refusal, are no different from the second.
    const more = [world.freshCode(), world.freshCode()];
    const again = [await world.create({ ...pair, code: more[0] }), await world.create({ ...pair, code: more[1] })];
    await expectOneActive(world, pair, [old.code, next.code, ...more], 'after two more creates', again);
  },

  'one-active-under-race': async (world) => {
    for (const width of WIDTHS) {
      const pair = world.freshPair();
      const codes = Array.from({ length: width }, () => world.freshCode());
      const answers = await race(
        world,
        codes.map((code) => () => world.create({ ...pair, code })),
      );
      const what = `after ${width} simultaneous creates (${timeline(answers)})`;
      for (const answer of answers) world.expect(answer.status < 500, `no 5xx for a loser ${what}`, answer);
      const active = await expectOneActive(world, pair, codes, what, answers);
      world.expect(active.length === 1, `exactly one active record ${what}`, ...answers);
    }
    for (let round = 0; round < 3; round += 1) {
      const old = await world.createCode();
      const body = { mentor_id: old.mentor_id, org_id: old.org_id, code: world.freshCode() };
      const now = await world.deactivation();
      await world.prepareRace(old.id, { deletes: false });
      const answers = await race(world, [() => world.create(body), () => world.deactivate(old.id, now)], 4 * round);
      const what = `after a create and a deactivation at once (${timeline(answers)})`;
      for (const answer of answers) world.expect(answer.status < 500, `no 5xx ${what}`, answer);
      await expectOneActive(world, old, [old.code, body.code], what, answers);
    }
    expectRaced(world);
  },

  'active-conflict-is-409': async (world) => {
    const made = await world.createCode();
    const { mentor_id, org_id } = made;
    const answer = await world.create({ mentor_id, org_id, code: world.freshCode() });
    world.expect(answer.status === 409, '409', answer);
    world.expectSame(await world.active(made), made.answer, 'the active record to stay active');
    world.expectSame(await world.get(made.id), made.answer, 'the active record to stay as it was');
  },

  'pairs-are-independent': async (world) => {
    const { mentor_id, org_id } = world.freshPair();
    const pairs = [
      { mentor_id, org_id },
      { mentor_id, org_id: `${org_id}2` },
      { mentor_id: `${mentor_id}2`, org_id },
      // The same text once the two are joined, without a separator or with any that an id may hold.
      { mentor_id: `${mentor_id}12`, org_id: `3${org_id}` },
      { mentor_id: `${mentor_id}1`, org_id: `23${org_id}` },
      { mentor_id: `${mentor_id}-1`, org_id },
      { mentor_id, org_id: `1-${org_id}` },
      { mentor_id: `${mentor_id}_1`, org_id },
      { mentor_id, org_id: `1_${org_id}` },
      // Mentor and organisation change places.
      { mentor_id: org_id, org_id: mentor_id },
    ];
    const made = [];
    for (const pair of pairs) {
      const body = { ...pair, code: world.freshCode() };
      const answer = await world.create(body);
      world.expect2xx(answer, `a code for ${pair.mentor_id} and ${pair.org_id}, a pair without one,`);
      made.push({ body, answer });
    }
    for (const { body, answer } of made)
      world.expectSame(
        await world.active(body),
        answer,
        `${body.mentor_id} and ${body.org_id} to hold their own active code`,
      );
    const [first, ...others] = made;
    await world.deactivate(String(objectOf(first!.answer).id));
    for (const { body, answer } of others.slice(0, 2))
      world.expectSame(await world.active(body), answer, 'another pair to keep its active code');
  },

  'pair-is-free-after-deactivation': async (world) => {
    const old = await world.createInactive();
    const body = { mentor_id: old.mentor_id, org_id: old.org_id, code: world.freshCode() };
    const answer = await world.create(body);
    world.expect2xx(answer, 'a new code once the old one is inactive');
    world.expectSame(await world.active(old), answer, 'the new record to be the active one');
  },

  'pair-is-free-after-deletion': async (world) => {
    const old = await world.createCode();
    await world.delete(old.id);
    const body = { mentor_id: old.mentor_id, org_id: old.org_id, code: world.freshCode() };
    const answer = await world.create(body);
    world.expect2xx(answer, 'a new code once the old record is deleted');
    world.expectSame(await world.active(old), answer, 'the new record to be the active one');
  },

  'active-answers-the-active-record': async (world) => {
    const made = await world.createCode();
    world.expectSame(await world.active(made), made.answer, 'getActiveCode to answer the active record');
    // With inactive records of the pair about, before and after it.
    const old = await world.createInactive();
    const { mentor_id, org_id } = old;
    const current = await world.createCode({ mentor_id, org_id });
    world.expectSame(
      await world.active(old),
      current.answer,
      'getActiveCode to answer the active record, not an older one',
    );
  },

  'active-none-is-404': async (world) => {
    world.expect404(await world.active(world.freshPair()), 'a pair that never had a code');
    const made = await world.createInactive();
    world.expect404(await world.active(made), 'a pair whose only record is inactive');
    const other = await world.createCode();
    world.expect404(await world.active({ ...other, org_id: made.org_id }), 'a mentor with an active code elsewhere');
    world.expect404(
      await world.active({ ...other, mentor_id: made.mentor_id }),
      'an org with an active code of another mentor',
    );
  },

  'active-needs-mentor-and-org': async (world) => {
    const { mentor_id, org_id } = await world.createCode();
    for (const query of ['', `?${search({ mentor_id })}`, `?${search({ org_id })}`])
      world.expect4xx(
        await world.send({ method: 'GET', path: operations.getActiveCode.path + query }),
        `active${query || ' without parameters'}`,
      );
  },
} satisfies Record<string, Check>;
