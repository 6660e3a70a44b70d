import { operations } from '@referral-codes/sdk/contract';
import type { CheckContext } from '../context/context.ts';
import type { CreatedRecord } from '../context/fixtures.ts';
import { expectListed, expectUnlisted } from '../context/list-search.ts';
import { summarizeRecord } from '../context/records.ts';
import { is2xx, is4xx, objectOf } from '../message/exchange.ts';
import type { Check } from './check.ts';

/** Expects get, lookup, active and the list to show the same state of a record. */
async function expectReadsAgree(context: CheckContext, created: CreatedRecord, event: string): Promise<void> {
  const get = await context.get(created.id);
  context.expect2xx(get, `get after ${event}`);
  context.expectSame(await context.lookup(created.code), get, `lookup after ${event} to agree with get`);
  const active = await context.active(created);
  if (objectOf(get).status === 'active') context.expectSame(active, get, `active after ${event} to agree with get`);
  else context.expect(objectOf(active).id !== created.id, `active not to show the record after ${event}`, get, active);
  const listed = await expectListed(context, objectOf(get), `the record ${created.id} after ${event}`);
  const summary = summarizeRecord(get);
  context.expect(summarizeRecord(listed) === summary, `the list after ${event} to agree with get: ${summary}`, get);
}

/** Expects no read to show a record. */
async function expectNoReadShows(context: CheckContext, created: CreatedRecord, event: string): Promise<void> {
  const { id, code, record } = created;
  for (const response of [await context.get(id), await context.lookup(code), await context.active(created)])
    context.expect(objectOf(response).id !== id, `no read to show the record ${id} after ${event}`, response);
  await expectUnlisted(context, record, `the record ${id} after ${event}`);
}

export const reading = {
  'get-answers-the-record': async (context) => {
    for (const create of [() => context.createCode(), () => context.createCode(), () => context.createInactive()]) {
      const { id, response } = await create();
      const read = await context.get(id);
      context.expect2xx(read, `get of ${id}`);
      context.expectSame(read, response, 'get to respond with the record');
    }
  },

  'get-unknown-is-404': async (context) => {
    const unused = await context.unusedId();
    context.expect404(await context.get(unused), `the unknown id ${unused}`);
  },

  'active-and-lookup-are-not-ids': async (context) => {
    const created = await context.createCode();
    const active = await context.active(created);
    context.expect(objectOf(active).id === created.id, `active to respond with the record ${created.id}`, active);
    const found = await context.lookup(created.code);
    context.expect(objectOf(found).id === created.id, `lookup to respond with the record ${created.id}`, found);
    for (const { path } of [operations.getActiveCode, operations.findByCode]) {
      const response = await context.send({ method: 'GET', path });
      const isRecord = is2xx(response) && 'id' in objectOf(response);
      context.expect(!isRecord, `${path} without parameters not to respond with a record`, response);
    }
  },

  'reads-agree': async (context) => {
    const created = await context.createCode();
    await expectReadsAgree(context, created, 'a create');
    await context.deactivateNow(created.id);
    await expectReadsAgree(context, created, 'a deactivation');
    const next = await context.createCode({ mentor_id: created.mentor_id, org_id: created.org_id });
    await expectReadsAgree(context, next, 'a second create');
    await expectReadsAgree(context, created, 'a second create');
    const refused = await context.create({ ...context.freshPair(), code: next.code });
    if (is4xx(refused)) await expectReadsAgree(context, next, 'a refused create');
    for (const one of [created, next]) {
      await context.delete(one.id);
      await expectNoReadShows(context, one, 'a deletion');
    }
    for (const { created, read } of await context.manyRecords())
      context.expectSame(read, created.response, 'get to show the same record as the response to its create');
  },
} satisfies Record<string, Check>;
