import { operations } from '@referral-codes/sdk/contract';
import type { CheckContext } from '../context/context.ts';
import { expectRaced, race, timeline } from '../context/races.ts';
import type { Pair } from '../context/run-state.ts';
import { is2xx, objectOf, type ReceivedResponse } from '../message/exchange.ts';
import { search } from '../message/paths.ts';
import type { Check } from './check.ts';

/** Widths of the races, a round each. */
const WIDTHS = [2, 4, 8, 8];

const isActive = (answer: ReceivedResponse): boolean => is2xx(answer) && objectOf(answer).status === 'active';

/** Holds a pair to at most one active record among those that have these codes, and `active` to answer that one. */
async function expectOneActive(
  context: CheckContext,
  pair: Pair,
  codes: string[],
  what: string,
  proof: ReceivedResponse[],
): Promise<ReceivedResponse[]> {
  const found = await Promise.all(codes.map((code) => context.lookup(code)));
  const active = found.filter(isActive);
  context.expect(active.length <= 1, `at most one active record of the pair ${what}`, ...proof, ...active);
  const answer = await context.active(pair);
  const agrees = active.length === 1 ? objectOf(answer).id === objectOf(active[0]!).id : !is2xx(answer);
  context.expect(agrees, `getActiveCode to answer the pair's one active record ${what}`, ...proof, ...active, answer);
  return active;
}

export const theActiveCode = {
  'one-active-per-pair': async (context) => {
    const first = await context.createCode();
    const { mentor_id, org_id } = first;
    // A record of another pair between the two: the newest record need not be the pair's.
    await context.createCode();
    const second = { mentor_id, org_id, code: context.freshCode() };
    const conflict = await context.create(second);
    await expectOneActive(context, first, [first.code, second.code], 'after a second create', [conflict]);

    // However it got there: a record that was inactive must not come back beside an active one.
    const pair = context.freshPair();
    const old = await context.createInactive(pair);
    const next = await context.createCode(pair);
    for (const body of [{ status: 'active' }, { status: 'active', deactivated_at: null }]) {
      const answer = await context.deactivate(old.id, body);
      await expectOneActive(context, pair, [old.code, next.code], 'after status "active" was sent', [answer]);
    }
    // A third create, and one after a refusal, are no different from the second.
    const more = [context.freshCode(), context.freshCode()];
    const again = [await context.create({ ...pair, code: more[0] }), await context.create({ ...pair, code: more[1] })];
    await expectOneActive(context, pair, [old.code, next.code, ...more], 'after two more creates', again);
  },

  'one-active-under-race': async (context) => {
    for (const width of WIDTHS) {
      const pair = context.freshPair();
      const codes = Array.from({ length: width }, () => context.freshCode());
      const answers = await race(
        context,
        codes.map((code) => () => context.create({ ...pair, code })),
      );
      const what = `after ${width} simultaneous creates (${timeline(answers)})`;
      for (const answer of answers) context.expect(answer.status < 500, `no 5xx for a loser ${what}`, answer);
      const active = await expectOneActive(context, pair, codes, what, answers);
      context.expect(active.length === 1, `exactly one active record ${what}`, ...answers);
    }
    for (let round = 0; round < 3; round += 1) {
      const old = await context.createCode();
      const body = { mentor_id: old.mentor_id, org_id: old.org_id, code: context.freshCode() };
      const now = await context.deactivation();
      await context.prepareRace(old.id, { deletes: false });
      const answers = await race(
        context,
        [() => context.create(body), () => context.deactivate(old.id, now)],
        4 * round,
      );
      const what = `after a create and a deactivation at once (${timeline(answers)})`;
      for (const answer of answers) context.expect(answer.status < 500, `no 5xx ${what}`, answer);
      await expectOneActive(context, old, [old.code, body.code], what, answers);
    }
    expectRaced(context);
  },

  'active-conflict-is-409': async (context) => {
    const made = await context.createCode();
    const { mentor_id, org_id } = made;
    const answer = await context.create({ mentor_id, org_id, code: context.freshCode() });
    context.expect(answer.status === 409, '409', answer);
    context.expectSame(await context.active(made), made.answer, 'the active record to stay active');
    context.expectSame(await context.get(made.id), made.answer, 'the active record to stay as it was');
  },

  'pairs-are-independent': async (context) => {
    const { mentor_id, org_id } = context.freshPair();
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
      const body = { ...pair, code: context.freshCode() };
      const answer = await context.create(body);
      context.expect2xx(answer, `a code for ${pair.mentor_id} and ${pair.org_id}, a pair without one,`);
      made.push({ body, answer });
    }
    for (const { body, answer } of made)
      context.expectSame(
        await context.active(body),
        answer,
        `${body.mentor_id} and ${body.org_id} to hold their own active code`,
      );
    const [first, ...others] = made;
    await context.deactivate(String(objectOf(first!.answer).id));
    for (const { body, answer } of others.slice(0, 2))
      context.expectSame(await context.active(body), answer, 'another pair to keep its active code');
  },

  'pair-is-free-after-deactivation': async (context) => {
    const old = await context.createInactive();
    const body = { mentor_id: old.mentor_id, org_id: old.org_id, code: context.freshCode() };
    const answer = await context.create(body);
    context.expect2xx(answer, 'a new code once the old one is inactive');
    context.expectSame(await context.active(old), answer, 'the new record to be the active one');
  },

  'pair-is-free-after-deletion': async (context) => {
    const old = await context.createCode();
    await context.delete(old.id);
    const body = { mentor_id: old.mentor_id, org_id: old.org_id, code: context.freshCode() };
    const answer = await context.create(body);
    context.expect2xx(answer, 'a new code once the old record is deleted');
    context.expectSame(await context.active(old), answer, 'the new record to be the active one');
  },

  'active-answers-the-active-record': async (context) => {
    const made = await context.createCode();
    context.expectSame(await context.active(made), made.answer, 'getActiveCode to answer the active record');
    // With inactive records of the pair about, before and after it.
    const old = await context.createInactive();
    const { mentor_id, org_id } = old;
    const current = await context.createCode({ mentor_id, org_id });
    context.expectSame(
      await context.active(old),
      current.answer,
      'getActiveCode to answer the active record, not an older one',
    );
  },

  'active-none-is-404': async (context) => {
    context.expect404(await context.active(context.freshPair()), 'a pair that never had a code');
    const made = await context.createInactive();
    context.expect404(await context.active(made), 'a pair whose only record is inactive');
    const other = await context.createCode();
    context.expect404(
      await context.active({ ...other, org_id: made.org_id }),
      'a mentor with an active code elsewhere',
    );
    context.expect404(
      await context.active({ ...other, mentor_id: made.mentor_id }),
      'an org with an active code of another mentor',
    );
  },

  'active-needs-mentor-and-org': async (context) => {
    const { mentor_id, org_id } = await context.createCode();
    for (const query of ['', `?${search({ mentor_id })}`, `?${search({ org_id })}`])
      context.expect4xx(
        await context.send({ method: 'GET', path: operations.getActiveCode.path + query }),
        `active${query || ' without parameters'}`,
      );
  },
} satisfies Record<string, Check>;
