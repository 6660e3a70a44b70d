import { operations } from '@referral-codes/sdk/contract';
import type { CheckContext, Made } from '../context/context.ts';
import { expectListed, expectUnlisted } from '../context/listing.ts';
import { summarizeRecord } from '../context/story.ts';
import { is2xx, is4xx, isObject, objectOf } from '../message/exchange.ts';
import type { Check } from './check.ts';

/** Holds all four reads to one account of a record; `active` tells whether the pair's active code is this one. */
async function expectOneStory(context: CheckContext, made: Made, after: string): Promise<void> {
  const get = await context.get(made.id);
  context.expect2xx(get, `get after ${after}`);
  context.expectSame(await context.lookup(made.code), get, `lookup after ${after} to agree with get`);
  const active = await context.active(made);
  if (objectOf(get).status === 'active') context.expectSame(active, get, `active after ${after} to agree with get`);
  else
    context.expect(objectOf(active).id !== made.id, `active to have forgotten the record after ${after}`, get, active);
  const listed = await expectListed(context, objectOf(get), `the record ${made.id} after ${after}`);
  context.expect(
    summarizeRecord(listed) === summarizeRecord(get),
    `the list after ${after} to agree with get: ${summarizeRecord(get)}`,
    get,
  );
}

async function expectNoStory(context: CheckContext, made: Made, after: string): Promise<void> {
  for (const answer of [await context.get(made.id), await context.lookup(made.code), await context.active(made)])
    context.expect(objectOf(answer).id !== made.id, `nothing to know the record ${made.id} after ${after}`, answer);
  await expectUnlisted(context, made.record, `the record ${made.id} after ${after}`);
}

export const reading = {
  'get-answers-the-record': async (context) => {
    const expectRead = async ({ id, answer }: Made) => {
      const read = await context.get(id);
      context.expect2xx(read, `get of ${id}`);
      context.expectSame(read, answer, 'get to answer the record');
    };
    for (const made of [await context.createCode(), await context.createCode()]) await expectRead(made);
    await expectRead(await context.createInactive());
  },

  'get-unknown-is-404': async (context) => {
    const unknown = await context.unknownId();
    context.expect404(await context.get(unknown), `the unknown id ${unknown}`);
  },

  'active-and-lookup-are-not-ids': async (context) => {
    const made = await context.createCode();
    const active = await context.active(made);
    context.expect(objectOf(active).id === made.id, `active to answer the record ${made.id}`, active);
    const found = await context.lookup(made.code);
    context.expect(objectOf(found).id === made.id, `lookup to answer the record ${made.id}`, found);
    for (const { path } of [operations.getActiveCode, operations.findByCode]) {
      const answer = await context.send({ method: 'GET', path });
      const isRecord = is2xx(answer) && isObject(answer.json) && 'id' in answer.json;
      context.expect(!isRecord, `${path} without parameters to answer no record`, answer);
    }
  },

  'reads-agree': async (context) => {
    const made = await context.createCode();
    await expectOneStory(context, made, 'a create');
    await context.deactivate(made.id);
    await expectOneStory(context, made, 'a deactivation');
    const next = await context.createCode({ mentor_id: made.mentor_id, org_id: made.org_id });
    await expectOneStory(context, next, 'a second create');
    await expectOneStory(context, made, 'a second create');
    const refused = await context.create({ ...context.freshPair(), code: next.code });
    if (is4xx(refused)) await expectOneStory(context, next, 'a refused create');
    for (const one of [made, next]) {
      await context.delete(one.id);
      await expectNoStory(context, one, 'a deletion');
    }
    for (const { made, read } of await context.manyRecords())
      context.expectSame(read, made.answer, 'get to answer what create answered');
  },
} satisfies Record<string, Check>;
