import { operations } from '@referral-codes/sdk/contract';
import type { CheckContext } from '../context/context.ts';
import { expectRaced, raceRounds, timeline } from '../context/races.ts';
import { is2xx, objectOf, type ReceivedResponse } from '../message/exchange.ts';
import type { Check } from './check.ts';

/** Expects at most one record with a code after creates that asked for it. Returns the responses that show one. */
async function expectOneOwner(
  context: CheckContext,
  code: string,
  creates: readonly ReceivedResponse[],
  when: string,
): Promise<ReceivedResponse[]> {
  const ids = new Set(creates.filter(is2xx).map((response) => String(objectOf(response).id)));
  const reads = await Promise.all([...ids].map((id) => context.get(id)));
  const owners = reads.filter((response) => is2xx(response) && objectOf(response).code === code);
  context.expect(owners.length <= 1, `one record with the code ${code} ${when}`, ...creates, ...owners);
  const found = await context.lookup(code);
  for (const owner of owners) context.expectSame(found, owner, `lookup ${when} to respond with the one record`);
  return owners;
}

/** Codes that differ from a code in a way that an inexact lookup does not notice. */
function similarCodes(code: string): string[] {
  const shorter = code.slice(0, -1);
  const endings = ['', 'Z', '%', '_', '*', '.'].map((ending) => shorter + ending);
  const others = [code.slice(1), `${code}0`, `X${code}`, code.toLowerCase(), code.replaceAll('-', '')];
  return [...endings, ...others, `${code} `, ` ${code}`, '%'];
}

export const theCodeString = {
  'code-is-unique': async (context) => {
    for (const { code, mentor_id, response } of [await context.createCode(), await context.createInactive()]) {
      const pair = context.freshPair();
      const responses = [response];
      for (const body of [pair, { mentor_id, org_id: pair.org_id }]) {
        const create = await context.create({ ...body, code });
        responses.push(create);
        if (!is2xx(create)) await context.expectNotStored(body, 'a refused create');
      }
      await expectOneOwner(context, code, responses, 'after more creates with it');
    }
    // The pair of an inactive record must not get its code a second time either.
    const { mentor_id, org_id, code, response } = await context.createInactive();
    const again = await context.create({ mentor_id, org_id, code });
    await expectOneOwner(context, code, [response, again], 'after another create for its own pair');
  },

  'code-is-unique-under-race': async (context) => {
    await raceRounds(context, async (width, race) => {
      const code = context.freshCode();
      const pairs = Array.from({ length: width }, () => context.freshPair());
      const responses = await race(pairs.map((pair) => () => context.create({ ...pair, code })));
      const when = `after ${width} simultaneous creates (${timeline(responses)})`;
      const owners = await expectOneOwner(context, code, responses, when);
      context.expect(owners.length === 1, `exactly one record with the code ${when}`, ...responses);
      const active = (await Promise.all(pairs.map((pair) => context.active(pair)))).filter(is2xx);
      context.expect(active.length === 1, `exactly one pair with the code ${when}`, ...responses, ...active);
    });
    expectRaced(context);
  },

  'code-conflict-is-409': async (context) => {
    for (const { code } of [await context.createCode(), await context.createInactive()]) {
      const response = await context.create({ ...context.freshPair(), code });
      context.expect(response.status === 409, '409', response);
    }
  },

  'lookup-finds-active': async (context) => {
    const { code, response } = await context.createCode();
    context.expectSame(await context.lookup(code), response, 'lookup to find the active record');
  },

  'lookup-finds-inactive': async (context) => {
    const { code, mentor_id, org_id, response } = await context.createInactive();
    context.expectSame(await context.lookup(code), response, 'lookup to find the inactive record');
    await context.createCode({ mentor_id, org_id });
    context.expectSame(await context.lookup(code), response, 'lookup to find it after the pair has a new code');
  },

  'lookup-is-exact': async (context) => {
    const shorter = await context.createCode();
    const longer = await context.createCode({ code: `${shorter.code}-2` });
    const both = [shorter, longer];
    for (const { code, response } of both)
      context.expectSame(await context.lookup(code), response, 'lookup to respond with the record with this code');
    for (const similar of similarCodes(longer.code)) {
      const response = await context.lookup(similar);
      const isFound = is2xx(response) && both.some(({ id }) => id === objectOf(response).id);
      context.expect(!isFound, `${JSON.stringify(similar)} not to find ${longer.code}`, response);
    }
  },

  'lookup-unknown-is-404': async (context) => {
    const unknown = context.freshCode();
    context.expect404(await context.lookup(unknown), `the unknown code ${unknown}`);
    const { id, code } = await context.createCode();
    await context.deleteCode(id);
    context.expect404(await context.lookup(code), 'the code of a deleted record');
  },

  'lookup-needs-code': async (context) => {
    await context.createCode();
    for (const query of ['', '?code=', '?other=1']) {
      const response = await context.send({ method: 'GET', path: operations.findByCode.path + query });
      context.expect4xx(response, `lookup${query || ' without parameters'}`);
    }
  },
} satisfies Record<string, Check>;
