import { operations } from '@referral-codes/sdk/contract';
import type { World } from '../context/context.ts';
import { expectRaced, race, timeline } from '../context/races.ts';
import { Undecided } from '../errors.ts';
import { type Answer, is2xx, objectOf } from '../message/exchange.ts';
import type { Check } from './check.ts';

const WIDTHS = [2, 4, 8, 8];

/** Holds a code to one record among the answers of several creates that asked for it. */
async function expectOneOwner(world: World, code: string, creates: Answer[], what: string): Promise<Answer[]> {
  const ids = new Set(creates.filter(is2xx).map((answer) => String(objectOf(answer).id)));
  const reads = await Promise.all([...ids].map((id) => world.get(id)));
  const owners = reads.filter((answer) => is2xx(answer) && objectOf(answer).code === code);
  world.expect(owners.length <= 1, `one record with the code ${code} ${what}`, ...creates, ...owners);
  const found = await world.lookup(code);
  if (owners.length === 1) world.expectSame(found, owners[0]!, `lookup ${what} to answer the one record`);
  return owners;
}

export const theCodeString = {
  'code-is-unique': async (world) => {
    for (const made of [await world.createCode(), await world.createInactive()]) {
      const { code, mentor_id } = made;
      const elsewhere = world.freshPair();
      const bodies = [
        { ...elsewhere, code },
        { mentor_id, org_id: elsewhere.org_id, code },
      ];
      const answers = [made.answer];
      for (const body of bodies) answers.push(await world.create(body));
      await expectOneOwner(world, code, answers, 'however often it is asked for');
      for (const [index, body] of bodies.entries())
        if (!is2xx(answers[index + 1]!))
          await world.expectNotStored({ mentor_id: body.mentor_id, org_id: body.org_id }, 'a refused create');
    }
    // The record's own pair may not have its inactive code a second time either.
    const old = await world.createInactive();
    const again = await world.create({ mentor_id: old.mentor_id, org_id: old.org_id, code: old.code });
    await expectOneOwner(world, old.code, [old.answer, again], 'once its own pair asks for it again');
  },

  'code-is-unique-under-race': async (world) => {
    for (const width of WIDTHS) {
      const code = world.freshCode();
      const pairs = Array.from({ length: width }, () => world.freshPair());
      const answers = await race(
        world,
        pairs.map((pair) => () => world.create({ ...pair, code })),
      );
      const what = `after ${width} simultaneous creates (${timeline(answers)})`;
      const owners = await expectOneOwner(world, code, answers, what);
      world.expect(owners.length === 1, `exactly one record with the code ${what}`, ...answers);
      const active = (await Promise.all(pairs.map((pair) => world.active(pair)))).filter(is2xx);
      world.expect(active.length === 1, `exactly one pair to hold the code ${what}`, ...answers, ...active);
    }
    expectRaced(world);
  },

  'code-conflict-is-409': async (world) => {
    for (const { code } of [await world.createCode(), await world.createInactive()]) {
      const answer = await world.create({ ...world.freshPair(), code });
      world.expect(answer.status === 409, '409', answer);
    }
  },

  'lookup-finds-active': async (world) => {
    const made = await world.createCode();
    world.expectSame(await world.lookup(made.code), made.answer, 'lookup to find the active record');
  },

  'lookup-finds-inactive': async (world) => {
    const made = await world.createInactive();
    const { mentor_id, org_id } = made;
    world.expectSame(await world.lookup(made.code), made.answer, 'lookup to find the inactive record');
    await world.createCode({ mentor_id, org_id });
    world.expectSame(await world.lookup(made.code), made.answer, 'lookup to find it once the pair has another');
  },

  'lookup-is-exact': async (world) => {
    const made = await world.createCode();
    const longer = await world.createCode({ code: `${made.code}-2` });
    for (const one of [made, longer])
      world.expectSame(await world.lookup(one.code), one.answer, 'lookup to answer the record with just this code');
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
      const answer = await world.lookup(other);
      const { id } = objectOf(answer);
      world.expect(
        !is2xx(answer) || (id !== made.id && id !== longer.id),
        `${JSON.stringify(other)} not to find ${code}`,
        answer,
      );
    }
  },

  'lookup-unknown-is-404': async (world) => {
    const unknown = world.freshCode();
    world.expect404(await world.lookup(unknown), `the unknown code ${unknown}`);
    const made = await world.createCode();
    const answer = await world.delete(made.id);
    if (!is2xx(answer)) throw new Undecided(`it needs a deletion, which answered ${answer.status}`);
    world.expect404(await world.lookup(made.code), 'the code of a deleted record');
  },

  'lookup-needs-code': async (world) => {
    await world.createCode();
    for (const query of ['', '?code=', '?other=1'])
      world.expect4xx(
        await world.send({ method: 'GET', path: operations.findByCode.path + query }),
        `lookup${query || ' without parameters'}`,
      );
  },
} satisfies Record<string, Check>;
