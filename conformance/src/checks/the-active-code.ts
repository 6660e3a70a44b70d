import { operations } from '@referral-codes/sdk/contract';
import type { CheckContext } from '../context/context.ts';
import type { CreatedRecord } from '../context/fixtures.ts';
import type { Pair } from '../context/names.ts';
import { expectRaced, race, raceRounds, timeline } from '../context/races.ts';
import { is2xx, objectOf, type ReceivedResponse } from '../message/exchange.ts';
import { search } from '../message/paths.ts';
import type { Check } from './check.ts';

const isActive = (response: ReceivedResponse): boolean => is2xx(response) && objectOf(response).status === 'active';

/**
 * Expects at most one of the records with these codes to be active, and `active` to respond with that one. Returns the lookups
 * that show an active record.
 */
async function expectOneActive(
  context: CheckContext,
  pair: Pair,
  codes: readonly string[],
  when: string,
  proof: readonly ReceivedResponse[],
): Promise<ReceivedResponse[]> {
  const found = await Promise.all(codes.map((code) => context.lookup(code)));
  const active = found.filter(isActive);
  context.expect(active.length <= 1, `at most one active record of the pair ${when}`, ...proof, ...active);
  const response = await context.active(pair);
  const [only] = active;
  const agrees = only ? objectOf(response).id === objectOf(only).id : !is2xx(response);
  const expected = `getActiveCode to respond with the one active record of the pair ${when}`;
  context.expect(agrees, expected, ...proof, ...active, response);
  return active;
}

/** Races a create for a pair with the deactivation of its active record. */
async function raceWithDeactivation(context: CheckContext, lead: number): Promise<void> {
  const old = await context.createCode();
  const body = { mentor_id: old.mentor_id, org_id: old.org_id, code: context.freshCode() };
  const deactivation = await context.deactivation();
  await context.prepareRace(old.id, { deletes: false });
  const both = [() => context.create(body), () => context.deactivate(old.id, deactivation)];
  const responses = await race(context, both, lead);
  const when = `after a simultaneous create and deactivation (${timeline(responses)})`;
  for (const response of responses) context.expect(response.status < 500, `no 5xx ${when}`, response);
  await expectOneActive(context, old, [old.code, body.code], when, responses);
}

/** Expects the pair of a record, which is no longer active, to accept a new code. */
async function expectPairIsFree(context: CheckContext, { mentor_id, org_id }: CreatedRecord, when: string) {
  const response = await context.create({ mentor_id, org_id, code: context.freshCode() });
  context.expect2xx(response, `a new code ${when}`);
  context.expectSame(await context.active({ mentor_id, org_id }), response, 'the new record to be the active one');
}

/** Pairs that a server takes for the same one if it does not compare mentor and organisation separately. */
function confusablePairs({ mentor_id, org_id }: Pair): Pair[] {
  return [
    { mentor_id, org_id },
    { mentor_id, org_id: `${org_id}2` },
    { mentor_id: `${mentor_id}2`, org_id },
    // The same text if the two are joined, without a separator or with one that an id may contain.
    { mentor_id: `${mentor_id}12`, org_id: `3${org_id}` },
    { mentor_id: `${mentor_id}1`, org_id: `23${org_id}` },
    { mentor_id: `${mentor_id}-1`, org_id },
    { mentor_id, org_id: `1-${org_id}` },
    { mentor_id: `${mentor_id}_1`, org_id },
    { mentor_id, org_id: `1_${org_id}` },
    // Mentor and organisation swapped.
    { mentor_id: org_id, org_id: mentor_id },
  ];
}

export const theActiveCode = {
  'one-active-per-pair': async (context) => {
    const first = await context.createCode();
    const { mentor_id, org_id } = first;
    // A record of another pair in between, so that the newest record is not one of this pair.
    await context.createCode();
    const second = { mentor_id, org_id, code: context.freshCode() };
    const conflict = await context.create(second);
    await expectOneActive(context, first, [first.code, second.code], 'after a second create', [conflict]);

    // An inactive record must not become active beside another one.
    const pair = context.freshPair();
    const old = await context.createInactive(pair);
    const next = await context.createCode(pair);
    for (const body of [{ status: 'active' }, { status: 'active', deactivated_at: null }]) {
      const response = await context.deactivate(old.id, body);
      await expectOneActive(context, pair, [old.code, next.code], 'after a PUT with status "active"', [response]);
    }
    // A third create, and one after a refusal, must not differ from the second.
    const more = [context.freshCode(), context.freshCode()];
    const creates: ReceivedResponse[] = [];
    for (const code of more) creates.push(await context.create({ ...pair, code }));
    await expectOneActive(context, pair, [old.code, next.code, ...more], 'after two more creates', creates);
  },

  'one-active-under-race': async (context) => {
    await raceRounds(context, async (width, race) => {
      const pair = context.freshPair();
      const codes = Array.from({ length: width }, () => context.freshCode());
      const responses = await race(codes.map((code) => () => context.create({ ...pair, code })));
      const when = `after ${width} simultaneous creates (${timeline(responses)})`;
      for (const response of responses) context.expect(response.status < 500, `no 5xx ${when}`, response);
      const active = await expectOneActive(context, pair, codes, when, responses);
      context.expect(active.length === 1, `exactly one active record ${when}`, ...responses);
    });
    for (let round = 0; round < 3; round += 1) await raceWithDeactivation(context, 4 * round);
    expectRaced(context);
  },

  'active-conflict-is-409': async (context) => {
    const created = await context.createCode();
    const { id, mentor_id, org_id } = created;
    const response = await context.create({ mentor_id, org_id, code: context.freshCode() });
    context.expect(response.status === 409, '409', response);
    context.expectSame(await context.active(created), created.response, 'the active record to stay active');
    context.expectSame(await context.get(id), created.response, 'the active record to stay unchanged');
  },

  'pairs-are-independent': async (context) => {
    const pairs = confusablePairs(context.freshPair());
    const creates: { pair: Pair; response: ReceivedResponse }[] = [];
    for (const pair of pairs) {
      const response = await context.create({ ...pair, code: context.freshCode() });
      context.expect2xx(response, `a create for ${pair.mentor_id} and ${pair.org_id}, which have no code,`);
      creates.push({ pair, response });
    }
    for (const { pair, response } of creates) {
      const what = `${pair.mentor_id} and ${pair.org_id} to have their own active code`;
      context.expectSame(await context.active(pair), response, what);
    }
    for (const { response } of creates.slice(0, 1)) await context.deactivateNow(String(objectOf(response).id));
    for (const { pair, response } of creates.slice(1, 3))
      context.expectSame(await context.active(pair), response, 'another pair to keep its active code');
  },

  'pair-is-free-after-deactivation': async (context) =>
    expectPairIsFree(context, await context.createInactive(), 'after the deactivation of the old one'),

  'pair-is-free-after-deletion': async (context) => {
    const old = await context.createCode();
    await context.delete(old.id);
    await expectPairIsFree(context, old, 'after the deletion of the old record');
  },

  'active-answers-the-active-record': async (context) => {
    const what = 'getActiveCode to respond with the active record';
    const created = await context.createCode();
    context.expectSame(await context.active(created), created.response, what);
    // The pair may also have inactive records.
    const old = await context.createInactive();
    const { mentor_id, org_id } = old;
    const current = await context.createCode({ mentor_id, org_id });
    context.expectSame(await context.active(old), current.response, `${what}, not with an older one`);
  },

  'active-none-is-404': async (context) => {
    context.expect404(await context.active(context.freshPair()), 'a pair that never had a code');
    const inactive = await context.createInactive();
    context.expect404(await context.active(inactive), 'a pair whose only record is inactive');
    const active = await context.createCode();
    const [sameMentor, sameOrg] = [
      { mentor_id: active.mentor_id, org_id: inactive.org_id },
      { mentor_id: inactive.mentor_id, org_id: active.org_id },
    ];
    context.expect404(await context.active(sameMentor), 'a mentor with an active code in another organisation');
    context.expect404(await context.active(sameOrg), 'an organisation with an active code of another mentor');
  },

  'active-needs-mentor-and-org': async (context) => {
    const { mentor_id, org_id } = await context.createCode();
    for (const query of ['', `?${search({ mentor_id })}`, `?${search({ org_id })}`]) {
      const response = await context.send({ method: 'GET', path: operations.getActiveCode.path + query });
      context.expect4xx(response, `active${query || ' without parameters'}`);
    }
  },
} satisfies Record<string, Check>;
