import { operations } from '@referral-codes/sdk/contract';
import type { Made, World } from '../context/context.ts';
import { expectListed, expectUnlisted } from '../context/listing.ts';
import { told } from '../context/story.ts';
import { is2xx, is4xx, isObject, objectOf } from '../message/exchange.ts';
import type { Check } from './check.ts';

/** Holds all four reads to one account of a record; `active` tells whether the pair's active code is this one. */
async function expectOneStory(world: World, made: Made, after: string): Promise<void> {
  const get = await world.get(made.id);
  world.expect2xx(get, `get after ${after}`);
  world.expectSame(await world.lookup(made.code), get, `lookup after ${after} to agree with get`);
  const active = await world.active(made);
  if (objectOf(get).status === 'active') world.expectSame(active, get, `active after ${after} to agree with get`);
  else world.expect(objectOf(active).id !== made.id, `active to have forgotten the record after ${after}`, get, active);
  const listed = await expectListed(world, objectOf(get), `the record ${made.id} after ${after}`);
  world.expect(told(listed) === told(get), `the list after ${after} to agree with get: ${told(get)}`, get);
}

async function expectNoStory(world: World, made: Made, after: string): Promise<void> {
  for (const answer of [await world.get(made.id), await world.lookup(made.code), await world.active(made)])
    world.expect(objectOf(answer).id !== made.id, `nothing to know the record ${made.id} after ${after}`, answer);
  await expectUnlisted(world, made.record, `the record ${made.id} after ${after}`);
}

/** Enough writes that one lost in twenty is met. */
const WRITES = 22;

export const reading = {
  'get-answers-the-record': async (world) => {
    const expectRead = async ({ id, answer }: Made) => {
      const read = await world.get(id);
      world.expect2xx(read, `get of ${id}`);
      world.expectSame(read, answer, 'get to answer the record');
    };
    for (const made of [await world.createCode(), await world.createCode()]) await expectRead(made);
    await expectRead(await world.createInactive());
  },

  'get-unknown-is-404': async (world) => {
    const unknown = await world.unknownId();
    world.expect404(await world.get(unknown), `the unknown id ${unknown}`);
  },

  'active-and-lookup-are-not-ids': async (world) => {
    const made = await world.createCode();
    const active = await world.active(made);
    world.expect(objectOf(active).id === made.id, `active to answer the record ${made.id}`, active);
    const found = await world.lookup(made.code);
    world.expect(objectOf(found).id === made.id, `lookup to answer the record ${made.id}`, found);
    for (const { path } of [operations.getActiveCode, operations.findByCode]) {
      const answer = await world.send({ method: 'GET', path });
      const isRecord = is2xx(answer) && isObject(answer.json) && 'id' in answer.json;
      world.expect(!isRecord, `${path} without parameters to answer no record`, answer);
    }
  },

  'reads-agree': async (world) => {
    const made = await world.createCode();
    await expectOneStory(world, made, 'a create');
    await world.deactivate(made.id);
    await expectOneStory(world, made, 'a deactivation');
    const next = await world.createCode({ mentor_id: made.mentor_id, org_id: made.org_id });
    await expectOneStory(world, next, 'a second create');
    await expectOneStory(world, made, 'a second create');
    const refused = await world.create({ ...world.freshPair(), code: next.code });
    if (is4xx(refused)) await expectOneStory(world, next, 'a refused create');
    for (const one of [made, next]) {
      await world.delete(one.id);
      await expectNoStory(world, one, 'a deletion');
    }
    await Promise.all(
      Array.from({ length: WRITES }, async () => {
        const one = await world.createCode();
        world.expectSame(await world.get(one.id), one.answer, 'get to answer what create answered');
      }),
    );
  },
} satisfies Record<string, Check>;
