import { operations } from '@referral-codes/sdk/contract';
import { type CheckContext, json, type Made } from '../context/context.ts';
import { faultsOf } from '../context/story.ts';
import { inParallel } from '../http/parallel.ts';
import type { RequestSpec } from '../http/transport.ts';
import { is2xx, is4xx, objectOf, type ReceivedResponse } from '../message/exchange.ts';
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
async function refusals(context: CheckContext): Promise<ReceivedResponse[]> {
  const made = await context.createCode();
  const unknown = await context.unknownId();
  const { mentor_id, org_id, code } = made;
  const post = (headers: Record<string, string>, body: string): RequestSpec => ({
    method: 'POST',
    path: operations.createCode.path,
    headers,
    body,
  });
  return [
    await context.get(unknown),
    await context.delete(unknown),
    await context.deactivate(unknown),
    await context.deactivate(made.id, { status: 'gone' }),
    await context.active(context.freshPair()),
    await context.lookup(context.freshCode()),
    await context.send({ method: 'GET', path: operations.findByCode.path }),
    await context.create({ mentor_id }),
    await context.create({ ...context.freshPair(), code }),
    await context.create({ mentor_id, org_id, code: context.freshCode() }),
    await context.send(post({ 'content-type': 'application/json' }, '{')),
    await context.send(post({ 'content-type': 'text/plain' }, JSON.stringify(context.freshBody()))),
  ].filter((answer) => answer.status >= 400);
}

/** An answer, and what of the server's insides it tells. */
interface Examined {
  readonly what: string;
  readonly answer: ReceivedResponse;
  readonly leaks: readonly string[];
}

/** Looks for leaks while the text of an answer is at hand. What was sent may be said back. */
function examined(what: string, answer: ReceivedResponse, sent: string): Examined {
  const leaks = (answer.status >= 400 ? LEAKS : []).flatMap(([kind, pattern]) => {
    const leaked = answer.text.match(pattern)?.[0];
    return leaked !== undefined && !sent.includes(leaked) ? [`${kind} (${leaked})`] : [];
  });
  return { what, answer, leaks };
}

/** The answers to every kind of bad input. */
async function badInput(context: CheckContext): Promise<Examined[]> {
  const made = await context.createCode();
  const all = [...badBodies(context, made.id), ...hostileStrings(context), ...oddRequests(context, made.id)];
  const answers: Examined[] = [];
  await inParallel(all, AT_ONCE, async (bad) => {
    const answer = await answerTo(context, bad);
    if (answer) answers.push(examined(bad.what, answer, `${bad.sent.body ?? ''} ${bad.sent.path}`));
  });
  return answers;
}

export const http = {
  'bad-input-is-never-5xx': async (context) => {
    for (const { what, answer } of await context.shared('bad input', badInput))
      context.expect(answer.status < 500, `no 5xx for ${what}`, answer);
  },

  'errors-are-problems': async (context) => {
    for (const answer of await refusals(context)) {
      const type = answer.headers.get('content-type')?.split(';')[0]?.trim();
      context.expect(
        type === 'application/problem+json',
        `a refusal typed application/problem+json, not ${type}`,
        answer,
      );
      const faults = faultsOf('Problem', answer.json);
      context.expect(!faults, `a problem with type, title, status and detail (${faults})`, answer);
      context.expect(objectOf(answer).status === answer.status, `status ${answer.status} in the problem`, answer);
    }
  },

  'errors-leak-nothing': async (context) => {
    const refused = (await refusals(context)).map((answer) => examined('a refusal', answer, ''));
    for (const { answer, leaks } of [...refused, ...(await context.shared('bad input', badInput))])
      context.expect(leaks.length === 0, `an error without ${leaks[0]}`, answer);
  },

  'other-methods-are-405': async (context) => {
    for (const { method, path } of otherMethods(await context.createCode())) {
      const answer = await context.send({ method, path, ...json({}) });
      context.expect(answer.status === 405, `405 for ${method} ${path}`, answer);
      context.expect(answer.headers.has('allow'), `Allow in the 405 for ${method} ${path}`, answer);
    }
  },

  'other-methods-change-nothing': async (context) => {
    const made = await context.createCode();
    const before = await context.snapshot(made);
    const body = { ...context.freshBody(), status: 'inactive' };
    for (const { method, path } of otherMethods(made)) {
      const answer = await context.send({ method, path, ...json(body) });
      await context.expectUnchanged(before, `${method} ${path}`);
      // A path that is read as /{id} may refuse as it likes; what it must not do is make a record.
      if (!is4xx(answer) || is2xx(answer)) await context.expectNotStored(body, `${method} ${path}`);
    }
    await context.expectNotStored(body, 'methods nobody documented');
  },
} satisfies Record<string, Check>;
