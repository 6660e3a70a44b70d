import { operations } from '@referral-codes/sdk/contract';
import { json, type Made, type World } from '../context/context.ts';
import { faultsOf } from '../context/story.ts';
import { inParallel } from '../http/parallel.ts';
import type { Sent } from '../http/transport.ts';
import { type Answer, is2xx, is4xx, objectOf } from '../message/exchange.ts';
import { pathOf, search } from '../message/paths.ts';
import { answerTo, badBodies, hostileStrings, oddRequests } from './bad-input.ts';
import type { Check } from './check.ts';

/** How many bad requests are sent side by side. */
const AT_ONCE = 4;

/** What tells of a server's insides. */
const LEAKS: [string, RegExp][] = [
  [
    'a stack trace',
    /\bat .{1,200}:\d+:\d+\)?|Traceback \(most recent call last\)|\.(java|kt|scala|cs|rb|php|go):\d+|goroutine \d+/,
  ],
  ['a path', /(?<![\w/.])\/(usr|home|var|opt|srv|app|root|src|work|tmp)\/[\w.-]+\/|node_modules|[A-Z]:\\\w+\\/],
  [
    'a query',
    /\b(SELECT\s.{1,500}\sFROM|INSERT\s+INTO|UPDATE\s.{1,500}\sSET|DELETE\s+FROM)\s|SQLSTATE|syntax error at or near|duplicate key value violates|ER_DUP_ENTRY|\bE11000\b|\bORA-\d{5}/i,
  ],
];

/** The paths of the contract, with the methods each is documented for left out. */
function otherMethods({ id, mentor_id, org_id, code }: Made): { method: string; path: string }[] {
  const item = pathOf(id);
  const active = `${operations.getActiveCode.path}?${search({ mentor_id, org_id })}`;
  const lookup = `${operations.findByCode.path}?${search({ code })}`;
  // DELETE on the collection is left out: where it does something, it would do it to records that are not ours.
  return [
    ...['PUT', 'PATCH'].map((method) => ({ method, path: operations.listRecords.path })),
    ...['POST', 'PATCH'].map((method) => ({ method, path: item })),
    ...['POST', 'PUT', 'PATCH', 'DELETE'].flatMap((method) => [active, lookup].map((path) => ({ method, path }))),
  ];
}

/** Refusals of every documented kind. */
async function refusals(world: World): Promise<Answer[]> {
  const made = await world.createCode();
  const unknown = await world.unknownId();
  const { mentor_id, org_id, code } = made;
  const post = (headers: Record<string, string>, body: string): Sent => ({
    method: 'POST',
    path: operations.createCode.path,
    headers,
    body,
  });
  return [
    await world.get(unknown),
    await world.delete(unknown),
    await world.deactivate(unknown),
    await world.deactivate(made.id, { status: 'gone' }),
    await world.active(world.freshPair()),
    await world.lookup(world.freshCode()),
    await world.send({ method: 'GET', path: operations.findByCode.path }),
    await world.create({ mentor_id }),
    await world.create({ ...world.freshPair(), code }),
    await world.create({ mentor_id, org_id, code: world.freshCode() }),
    await world.send(post({ 'content-type': 'application/json' }, '{')),
    await world.send(post({ 'content-type': 'text/plain' }, JSON.stringify(world.freshBody()))),
  ].filter((answer) => answer.status >= 400);
}

export const http = {
  'bad-input-is-never-5xx': async (world) => {
    const made = await world.createCode();
    const bodies = badBodies(world, made.id);
    const all = [...bodies, ...hostileStrings(world), ...oddRequests(world, made.id)];
    await inParallel(all, AT_ONCE, async (bad) => {
      const answer = await answerTo(world, bad);
      if (answer) world.expect(answer.status < 500, `no 5xx for ${bad.what}`, answer);
    });
  },

  'errors-are-problems': async (world) => {
    for (const answer of await refusals(world)) {
      const type = answer.headers.get('content-type')?.split(';')[0]?.trim();
      world.expect(
        type === 'application/problem+json',
        `a refusal typed application/problem+json, not ${type}`,
        answer,
      );
      const faults = faultsOf('Problem', answer.json);
      world.expect(!faults, `a problem with type, title, status and detail (${faults})`, answer);
      world.expect(objectOf(answer).status === answer.status, `status ${answer.status} in the problem`, answer);
    }
  },

  'errors-leak-nothing': async (world) => {
    const made = await world.createCode();
    // What was sent may be said back.
    const expectNoLeak = (answer: Answer, sent: string): void => {
      for (const [what, pattern] of answer.status >= 400 ? LEAKS : []) {
        const leaked = answer.text.match(pattern)?.[0];
        world.expect(!leaked || sent.includes(leaked), `an error without ${what} (${leaked})`, answer);
      }
    };
    for (const answer of await refusals(world)) expectNoLeak(answer, '');
    const hostile = hostileStrings(world).filter(({ sent }) => sent.method === 'POST');
    const all = [...badBodies(world, made.id, 0), ...hostile, ...oddRequests(world, made.id)];
    await inParallel(all, AT_ONCE, async (bad) => {
      const answer = await answerTo(world, bad);
      if (answer) expectNoLeak(answer, `${bad.sent.body ?? ''} ${bad.sent.path}`);
    });
  },

  'other-methods-are-405': async (world) => {
    for (const { method, path } of otherMethods(await world.createCode())) {
      const answer = await world.send({ method, path, ...json({}) });
      world.expect(answer.status === 405, `405 for ${method} ${path}`, answer);
      world.expect(answer.headers.has('allow'), `Allow in the 405 for ${method} ${path}`, answer);
    }
  },

  'other-methods-change-nothing': async (world) => {
    const made = await world.createCode();
    const before = await world.snapshot(made);
    const body = { ...world.freshBody(), status: 'inactive' };
    for (const { method, path } of otherMethods(made)) {
      const answer = await world.send({ method, path, ...json(body) });
      await world.expectUnchanged(before, `${method} ${path}`);
      // A path that is read as /{id} may refuse as it likes; what it must not do is make a record.
      if (!is4xx(answer) || is2xx(answer)) await world.expectNotStored(body, `${method} ${path}`);
    }
    await world.expectNotStored(body, 'methods nobody documented');
  },
} satisfies Record<string, Check>;
