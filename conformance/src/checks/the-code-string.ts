import { operations } from '@referral-codes/sdk/contract';
import type { CheckContext } from '../context/context.ts';
import { expectRaced, race, timeline } from '../context/races.ts';
import { Undecided } from '../errors.ts';
import { is2xx, objectOf, type ReceivedResponse } from '../message/exchange.ts';
import type { Check } from './check.ts';

const WIDTHS = [2, 4, 8, 8];

/** Holds a code to one record among the answers of several creates that asked for it. */
async function expectOneOwner(
  context: CheckContext,
  code: string,
  creates: ReceivedResponse[],
  what: string,
): Promise<ReceivedResponse[]> {
  const ids = new Set(creates.filter(is2xx).map((answer) => String(objectOf(answer).id)));
  const reads = await Promise.all([...ids].map((id) => context.get(id)));
  const owners = reads.filter((answer) => is2xx(answer) && objectOf(answer).code === code);
  context.expect(owners.length <= 1, `one record with the code ${code} ${what}`, ...creates, ...owners);
  const found = await context.lookup(code);
  if (owners.length === 1) context.expectSame(found, owners[0]!, `lookup ${what} to answer the one record`);
  return owners;
}

export const theCodeString = {
  'code-is-unique': async (context) => {
    for (const made of [await context.createCode(), await context.createInactive()]) {
      const { code, mentor_id } = made;
      const elsewhere = context.freshPair();
      const bodies = [
        { ...elsewhere, code },
        { mentor_id, org_id: elsewhere.org_id, code },
      ];
      const answers = [made.answer];
      for (const body of bodies) answers.push(await context.create(body));
      await expectOneOwner(context, code, answers, 'however often it is asked for');
      for (const [index, body] of bodies.entries())
        if (!is2xx(answers[index + 1]!))
          await context.expectNotStored({ mentor_id: body.mentor_id, org_id: body.org_id }, 'a refused create');
    }
    // The record's own pair may not have its inactive code a second time either.
    const old = await context.createInactive();
    const again = await context.create({ mentor_id: old.mentor_id, org_id: old.org_id, code: old.code });
    await expectOneOwner(context, old.code, [old.answer, again], 'once its own pair asks for it again');
  },

  'code-is-unique-under-race': async (context) => {
    for (const width of WIDTHS) {
      const code = context.freshCode();
      const pairs = Array.from({ length: width }, () => context.freshPair());
      const answers = await race(
        context,
        pairs.map((pair) => () => context.create({ ...pair, code })),
      );
      const what = `after ${width} simultaneous creates (${timeline(answers)})`;
      const owners = await expectOneOwner(context, code, answers, what);
      context.expect(owners.length === 1, `exactly one record with the code ${what}`, ...answers);
      const active = (await Promise.all(pairs.map((pair) => context.active(pair)))).filter(is2xx);
      context.expect(active.length === 1, `exactly one pair to hold the code ${what}`, ...answers, ...active);
    }
    expectRaced(context);
  },

  'code-conflict-is-409': async (context) => {
    for (const { code } of [await context.createCode(), await context.createInactive()]) {
      const answer = await context.create({ ...context.freshPair(), code });
      context.expect(answer.status === 409, '409', answer);
    }
  },

  'lookup-finds-active': async (context) => {
    const made = await context.createCode();
    context.expectSame(await context.lookup(made.code), made.answer, 'lookup to find the active record');
  },

  'lookup-finds-inactive': async (context) => {
    const made = await context.createInactive();
    const { mentor_id, org_id } = made;
    context.expectSame(await context.lookup(made.code), made.answer, 'lookup to find the inactive record');
    await context.createCode({ mentor_id, org_id });
    context.expectSame(await context.lookup(made.code), made.answer, 'lookup to find it once the pair has another');
  },

  'lookup-is-exact': async (context) => {
    const made = await context.createCode();
    const longer = await context.createCode({ code: `${made.code}-2` });
    for (const one of [made, longer])
      context.expectSame(await context.lookup(one.code), one.answer, 'lookup to answer the record with just this code');
    const { code } = longer;
    const near = [
      code.slice(0, -1),
      code.slice(1),
      `${code.slice(0, -1)}Z`,
      `${code}0`,
      `X${code}`,
      code.toLowerCase(),
      code.replaceAll('-', ''),
      `${code} `,
      ` ${code}`,
      `${code.slice(0, -1)}%`,
      `${code.slice(0, -1)}_`,
      `${code.slice(0, -1)}*`,
      `${code.slice(0, -1)}.`,
      '%',
    ];
    for (const other of near) {
      const answer = await context.lookup(other);
      const { id } = objectOf(answer);
      context.expect(
        !is2xx(answer) || (id !== made.id && id !== longer.id),
        `${JSON.stringify(other)} not to find ${code}`,
        answer,
      );
    }
  },

  'lookup-unknown-is-404': async (context) => {
    const unknown = context.freshCode();
    context.expect404(await context.lookup(unknown), `the unknown code ${unknown}`);
    const made = await context.createCode();
    const answer = await context.delete(made.id);
    if (!is2xx(answer)) throw new Undecided(`it needs a deletion, which answered ${answer.status}`);
    context.expect404(await context.lookup(made.code), 'the code of a deleted record');
  },

  'lookup-needs-code': async (context) => {
    await context.createCode();
    for (const query of ['', '?code=', '?other=1'])
      context.expect4xx(
        await context.send({ method: 'GET', path: operations.findByCode.path + query }),
        `lookup${query || ' without parameters'}`,
      );
  },
} satisfies Record<string, Check>;
