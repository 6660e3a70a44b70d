import type { Made, World } from '../context/context.ts';
import { expectListed, expectUnlisted } from '../context/listing.ts';
import { expectRaced, race, timeline } from '../context/races.ts';
import { faultsOf } from '../context/story.ts';
import { isAboutNow } from '../context/times.ts';
import { Undecided } from '../errors.ts';
import { type Answer, is2xx, objectOf } from '../message/exchange.ts';
import type { Check } from './check.ts';

async function deleted(world: World, { id }: Made): Promise<Answer> {
  const answer = await world.delete(id);
  if (!is2xx(answer)) throw new Undecided(`it needs a deletion, which answered ${answer.status}`);
  return answer;
}

async function expectGone(world: World, made: Made, what: string, ...proof: Answer[]): Promise<void> {
  for (const answer of [await world.get(made.id), await world.lookup(made.code)])
    world.expect(answer.status === 404, `404 for the record ${made.id} ${what}`, ...proof, answer);
  const active = await world.active(made);
  world.expect(
    objectOf(active).id !== made.id,
    `active to have forgotten the record ${made.id} ${what}`,
    ...proof,
    active,
  );
}

export const deleting = {
  'delete-answers-a-receipt': async (world) => {
    for (const made of [await world.createCode(), await world.createInactive()]) {
      const answer = await world.delete(made.id);
      world.expect2xx(answer, 'a deletion');
      const faults = faultsOf('DeletionReceipt', answer.json);
      world.expect(!faults, `{id, deleted: true, deleted_at} (${faults})`, answer);
      const receipt = objectOf(answer);
      world.expect(receipt.id === made.id, `a receipt for ${made.id}`, answer);
      world.expect(isAboutNow(receipt.deleted_at, answer), 'deleted_at to be about now', answer);
    }
  },

  'delete-removes-everywhere': async (world) => {
    for (const made of [await world.createCode(), await world.createInactive()]) {
      await expectListed(world, made.record, `the record ${made.id}`);
      const answer = await deleted(world, made);
      await expectGone(world, made, 'once it is deleted', answer);
      await expectUnlisted(world, made.record, `the deleted record ${made.id}`);
    }
    for (let round = 0; round < 4; round += 1) {
      const made = await world.createCode();
      const body = await world.deactivation();
      await world.prepareRace(made.id, { deletes: true });
      const both = [() => world.delete(made.id), () => world.deactivate(made.id, body)];
      const answers = await race(world, round % 2 ? both.toReversed() : both, 4 * round);
      if (is2xx(answers[round % 2]!))
        await expectGone(world, made, `after a deletion and a deactivation at once (${timeline(answers)})`, ...answers);
    }
    expectRaced(world);
  },

  'delete-touches-one-record': async (world) => {
    const made = await world.createInactive();
    const { mentor_id, org_id } = made;
    const near = [
      await world.createCode({ mentor_id, org_id }),
      await world.createCode({ mentor_id }),
      await world.createCode({ org_id }),
      await world.createInactive(),
      await world.createCode({ code: `${made.code}-2` }),
    ];
    const before = await world.snapshot(...near);
    await deleted(world, made);
    await world.expectUnchanged(before, 'another record was deleted');
    for (const one of near) await expectListed(world, one.record, `the record ${one.id} once another is deleted`);
  },

  'delete-unknown-is-404': async (world) => {
    const unknown = await world.unknownId();
    world.expect404(await world.delete(unknown), `deleting the unknown id ${unknown}`);
  },

  'delete-again-is-404': async (world) => {
    const made = await world.createCode();
    await deleted(world, made);
    world.expect404(await world.delete(made.id), `deleting ${made.id} again`);
  },

  'delete-under-race': async (world) => {
    for (const width of [2, 4, 8]) {
      const made = await world.createCode();
      await world.prepareRace(made.id, { deletes: true });
      const answers = await race(
        world,
        Array.from({ length: width }, () => () => world.delete(made.id)),
      );
      const won = answers.filter(is2xx);
      const what = `of ${width} simultaneous deletes (${timeline(answers)})`;
      world.expect(won.length === 1, `one ${what} to be accepted, not ${won.length}`, ...answers);
      for (const answer of answers) world.expect(answer.status < 500, `no 5xx ${what}`, answer);
      await expectGone(world, made, `after ${width} simultaneous deletes`, ...answers);
    }
    expectRaced(world);
  },
} satisfies Record<string, Check>;
