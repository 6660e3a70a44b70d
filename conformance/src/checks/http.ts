import { operations } from '@referral-codes/sdk/contract';
import type { CheckContext } from '../context/context.ts';
import type { CreatedRecord } from '../context/fixtures.ts';
import { schemaErrors } from '../context/records.ts';
import { inParallel } from '../http/parallel.ts';
import { is4xx, objectOf, type ReceivedResponse } from '../message/exchange.ts';
import { activePath, lookupPath, pathOf } from '../message/paths.ts';
import { json, jsonText, type RequestSpec } from '../message/request.ts';
import { badBodies } from './bad-bodies.ts';
import { hostileStrings, oddBodies, oddPaths, responseTo } from './bad-requests.ts';
import type { Check } from './check.ts';
import { type Examined, examine } from './leaks.ts';

/** How many bad requests are sent at the same time. */
const AT_ONCE = 4;

/** The paths of the contract with methods that it does not document. */
function otherMethods({ id, mentor_id, org_id, code }: CreatedRecord): RequestSpec[] {
  const specs = (path: string, methods: string[]) => methods.map((method) => ({ method, path }));
  return [
    // Without DELETE: if it does anything on the collection, it deletes the records of other clients.
    ...specs(operations.listRecords.path, ['PUT', 'PATCH']),
    ...specs(pathOf(id), ['POST', 'PATCH']),
    ...specs(activePath(mentor_id, org_id), ['POST', 'PUT', 'PATCH', 'DELETE']),
    ...specs(lookupPath(code), ['POST', 'PUT', 'PATCH', 'DELETE']),
  ];
}

/** A refusal of every documented kind. */
async function refusals(context: CheckContext): Promise<Examined[]> {
  const created = await context.createCode();
  const unused = await context.unusedId();
  const { mentor_id, org_id, code } = created;
  const post = (spec: Pick<RequestSpec, 'headers' | 'body'>): Promise<ReceivedResponse> =>
    context.send({ method: 'POST', path: operations.createCode.path, ...spec });
  const responses = [
    await context.get(unused),
    await context.delete(unused),
    await context.deactivateNow(unused),
    await context.deactivate(created.id, { status: 'gone' }),
    await context.active(context.freshPair()),
    await context.lookup(context.freshCode()),
    await context.send({ method: 'GET', path: operations.findByCode.path }),
    await context.create({ mentor_id }),
    await context.create({ ...context.freshPair(), code }),
    await context.create({ mentor_id, org_id, code: context.freshCode() }),
    await post(jsonText('{')),
    await post({ ...json(context.freshBody()), headers: { 'content-type': 'text/plain' } }),
  ];
  return responses.filter(({ status }) => status >= 400).map((response) => examine('a refusal', response, ''));
}

/** The responses to bad input of every kind. */
async function badInputResponses(context: CheckContext): Promise<Examined[]> {
  const { id } = await context.createCode();
  const requests = [...badBodies(context, id), ...hostileStrings(context), ...oddBodies(context, id), ...oddPaths()];
  const responses: Examined[] = [];
  await inParallel(requests, AT_ONCE, async (request) => {
    const response = await responseTo(context, request);
    const { body = '', path } = request.spec;
    if (response) responses.push(examine(request.what, response, `${body} ${path}`));
  });
  return responses;
}

export const http = {
  'bad-input-is-never-5xx': async (context) => {
    for (const { what, response } of await context.shared('bad input', badInputResponses))
      context.expect(response.status < 500, `no 5xx for ${what}`, response);
  },

  'errors-are-problems': async (context) => {
    for (const { response } of await context.shared('refusals', refusals)) {
      const type = response.headers.get('content-type')?.split(';')[0]?.trim();
      const isProblem = type === 'application/problem+json';
      context.expect(isProblem, `the content type application/problem+json for an error, not ${type}`, response);
      const errors = schemaErrors('Problem', response.json);
      context.expect(!errors, `a problem with type, title, status and detail (${errors})`, response);
      const { status } = response;
      context.expect(objectOf(response).status === status, `status ${status} in the problem`, response);
    }
  },

  'errors-leak-nothing': async (context) => {
    const refused = await context.shared('refusals', refusals);
    for (const { response, leaks } of [...refused, ...(await context.shared('bad input', badInputResponses))])
      context.expect(leaks.length === 0, `an error without ${leaks[0]}`, response);
  },

  'other-methods-are-405': async (context) => {
    for (const { method, path } of otherMethods(await context.createCode())) {
      const response = await context.send({ method, path, ...json({}) });
      context.expect(response.status === 405, `405 for ${method} ${path}`, response);
      context.expect(response.headers.has('allow'), `Allow in the 405 for ${method} ${path}`, response);
    }
  },

  'other-methods-change-nothing': async (context) => {
    const created = await context.createCode();
    const before = await context.snapshot(created);
    const body = { ...context.freshBody(), status: 'inactive' };
    for (const { method, path } of otherMethods(created)) {
      const response = await context.send({ method, path, ...json(body) });
      await context.expectUnchanged(before, `${method} ${path}`);
      // A server may take the path for one with an id and refuse it in its own way, but it must not create a record.
      if (!is4xx(response)) await context.expectNotStored(body, `${method} ${path}`);
    }
    await context.expectNotStored(body, 'undocumented methods');
  },
} satisfies Record<string, Check>;
