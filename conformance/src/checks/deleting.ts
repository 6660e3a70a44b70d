import type { CheckContext, Made } from '../context/context.ts';
import { expectListed, expectUnlisted } from '../context/listing.ts';
import { expectRaced, race, timeline } from '../context/races.ts';
import { faultsOf } from '../context/story.ts';
import { isAboutNow } from '../context/times.ts';
import { Undecided } from '../errors.ts';
import { is2xx, objectOf, type ReceivedResponse } from '../message/exchange.ts';
import type { Check } from './check.ts';

async function deleted(context: CheckContext, { id }: Made): Promise<ReceivedResponse> {
  const answer = await context.delete(id);
  if (!is2xx(answer)) throw new Undecided(`it needs a deletion, which answered ${answer.status}`);
  return answer;
}

async function expectGone(
  context: CheckContext,
  made: Made,
  what: string,
  ...proof: ReceivedResponse[]
): Promise<void> {
  for (const answer of [await context.get(made.id), await context.lookup(made.code)])
    context.expect(answer.status === 404, `404 for the record ${made.id} ${what}`, ...proof, answer);
  const active = await context.active(made);
  context.expect(
    objectOf(active).id !== made.id,
    `active to have forgotten the record ${made.id} ${what}`,
    ...proof,
    active,
  );
}

export const deleting = {
  'delete-answers-a-receipt': async (context) => {
    for (const made of [await context.createCode(), await context.createInactive()]) {
      const answer = await context.delete(made.id);
      context.expect2xx(answer, 'a deletion');
      const faults = faultsOf('DeletionReceipt', answer.json);
      context.expect(!faults, `{id, deleted: true, deleted_at} (${faults})`, answer);
      const receipt = objectOf(answer);
      context.expect(receipt.id === made.id, `a receipt for ${made.id}`, answer);
      context.expect(isAboutNow(receipt.deleted_at, answer), 'deleted_at to be about now', answer);
    }
  },

  'delete-removes-everywhere': async (context) => {
    for (const made of [await context.createCode(), await context.createInactive()]) {
      await expectListed(context, made.record, `the record ${made.id}`);
      const answer = await deleted(context, made);
      await expectGone(context, made, 'once it is deleted', answer);
      await expectUnlisted(context, made.record, `the deleted record ${made.id}`);
    }
    for (let round = 0; round < 4; round += 1) {
      const made = await context.createCode();
      const body = await context.deactivation();
      await context.prepareRace(made.id, { deletes: true });
      const both = [() => context.delete(made.id), () => context.deactivate(made.id, body)];
      const answers = await race(context, round % 2 ? both.toReversed() : both, 4 * round);
      if (is2xx(answers[round % 2]!))
        await expectGone(
          context,
          made,
          `after a deletion and a deactivation at once (${timeline(answers)})`,
          ...answers,
        );
    }
    expectRaced(context);
  },

  'delete-touches-one-record': async (context) => {
    const made = await context.createInactive();
    const { mentor_id, org_id } = made;
    const near = [
      await context.createCode({ mentor_id, org_id }),
      await context.createCode({ mentor_id }),
      await context.createCode({ org_id }),
      await context.createInactive(),
      await context.createCode({ code: `${made.code}-2` }),
    ];
    const before = await context.snapshot(...near);
    await deleted(context, made);
    await context.expectUnchanged(before, 'another record was deleted');
    for (const one of near) await expectListed(context, one.record, `the record ${one.id} once another is deleted`);
  },

  'delete-unknown-is-404': async (context) => {
    const unknown = await context.unknownId();
    context.expect404(await context.delete(unknown), `deleting the unknown id ${unknown}`);
  },

  'delete-again-is-404': async (context) => {
    const made = await context.createCode();
    await deleted(context, made);
    context.expect404(await context.delete(made.id), `deleting ${made.id} again`);
  },

  'delete-under-race': async (context) => {
    for (const width of [2, 4, 8]) {
      const made = await context.createCode();
      await context.prepareRace(made.id, { deletes: true });
      const answers = await race(
        context,
        Array.from({ length: width }, () => () => context.delete(made.id)),
      );
      const won = answers.filter(is2xx);
      const what = `of ${width} simultaneous deletes (${timeline(answers)})`;
      context.expect(won.length === 1, `one ${what} to be accepted, not ${won.length}`, ...answers);
      for (const answer of answers) context.expect(answer.status < 500, `no 5xx ${what}`, answer);
      await expectGone(context, made, `after ${width} simultaneous deletes`, ...answers);
    }
    expectRaced(context);
  },
} satisfies Record<string, Check>;
