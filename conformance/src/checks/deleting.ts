import type { CheckContext } from '../context/context.ts';
import type { CreatedRecord } from '../context/fixtures.ts';
import { expectListed, expectUnlisted } from '../context/list-search.ts';
import { expectRaced, race, timeline } from '../context/races.ts';
import { schemaErrors } from '../context/records.ts';
import { isAboutNow } from '../context/times.ts';
import { is2xx, objectOf, type ReceivedResponse } from '../message/exchange.ts';
import type { Check } from './check.ts';

/** Expects get, lookup and active not to show a record. */
async function expectNotFound(
  context: CheckContext,
  created: CreatedRecord,
  when: string,
  ...proof: ReceivedResponse[]
): Promise<void> {
  for (const response of [await context.get(created.id), await context.lookup(created.code)])
    context.expect(response.status === 404, `404 for the record ${created.id} ${when}`, ...proof, response);
  const active = await context.active(created);
  const isShown = objectOf(active).id === created.id;
  context.expect(!isShown, `active not to show the record ${created.id} ${when}`, ...proof, active);
}

/** Races a deletion and a deactivation. If the deletion is accepted, the deactivation must not bring the record back. */
async function raceWithDeactivation(context: CheckContext, round: number): Promise<void> {
  const created = await context.createCode();
  const body = await context.deactivation();
  await context.prepareRace(created.id, { deletes: true });
  const both = [() => context.delete(created.id), () => context.deactivate(created.id, body)];
  const responses = await race(context, round % 2 ? both.toReversed() : both, 4 * round);
  const deletions = responses.filter(({ exchange }) => exchange.method === 'DELETE');
  const when = `after a simultaneous deletion and deactivation (${timeline(responses)})`;
  if (deletions.every(is2xx)) await expectNotFound(context, created, when, ...responses);
}

export const deleting = {
  'delete-answers-a-receipt': async (context) => {
    for (const { id } of [await context.createCode(), await context.createInactive()]) {
      const response = await context.delete(id);
      context.expect2xx(response, 'a deletion');
      const errors = schemaErrors('DeletionReceipt', response.json);
      context.expect(!errors, `{id, deleted: true, deleted_at} (${errors})`, response);
      const receipt = objectOf(response);
      context.expect(receipt.id === id, `a receipt for ${id}`, response);
      context.expect(isAboutNow(receipt.deleted_at, response), 'deleted_at to be close to the current time', response);
    }
  },

  'delete-removes-everywhere': async (context) => {
    for (const created of [await context.createCode(), await context.createInactive()]) {
      await expectListed(context, created.record, `the record ${created.id}`);
      const response = await context.deleteCode(created.id);
      await expectNotFound(context, created, 'after its deletion', response);
      await expectUnlisted(context, created.record, `the deleted record ${created.id}`);
    }
    for (let round = 0; round < 4; round += 1) await raceWithDeactivation(context, round);
    expectRaced(context);
  },

  'delete-touches-one-record': async (context) => {
    const created = await context.createInactive();
    const { mentor_id, org_id } = created;
    const similar = [
      await context.createCode({ mentor_id, org_id }),
      await context.createCode({ mentor_id }),
      await context.createCode({ org_id }),
      await context.createInactive(),
      await context.createCode({ code: `${created.code}-2` }),
    ];
    const before = await context.snapshot(...similar);
    await context.deleteCode(created.id);
    await context.expectUnchanged(before, 'the deletion of another record');
    for (const { id, record } of similar)
      await expectListed(context, record, `the record ${id} after the deletion of another one`);
  },

  'delete-unknown-is-404': async (context) => {
    const unused = await context.unusedId();
    context.expect404(await context.delete(unused), `deleting the unknown id ${unused}`);
  },

  'delete-again-is-404': async (context) => {
    const { id } = await context.createCode();
    await context.deleteCode(id);
    context.expect404(await context.delete(id), `deleting ${id} again`);
  },

  'delete-under-race': async (context) => {
    for (const width of [2, 4, 8]) {
      const created = await context.createCode();
      await context.prepareRace(created.id, { deletes: true });
      const deletion = () => context.delete(created.id);
      const responses = await race(context, Array<typeof deletion>(width).fill(deletion));
      const accepted = responses.filter(is2xx).length;
      const what = `of ${width} simultaneous deletions (${timeline(responses)})`;
      context.expect(accepted === 1, `one ${what} to be accepted, not ${accepted}`, ...responses);
      for (const response of responses) context.expect(response.status < 500, `no 5xx ${what}`, response);
      await expectNotFound(context, created, `after ${width} simultaneous deletions`, ...responses);
    }
    expectRaced(context);
  },
} satisfies Record<string, Check>;
