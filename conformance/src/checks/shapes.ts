import { type OperationId, operations } from '@referral-codes/sdk/contract';
import type { CheckContext } from '../context/context.ts';
import type { CreatedRecord } from '../context/fixtures.ts';
import { findListed } from '../context/list-search.ts';
import { recordsOf, schemaErrors } from '../context/records.ts';
import { isTime } from '../context/times.ts';
import { Inconclusive, UnprovenOwnership } from '../errors.ts';
import { is2xx, isObject, type JsonObject, objectOf, type ReceivedResponse } from '../message/exchange.ts';
import { activePath, lookupPath, pathOf } from '../message/paths.ts';
import { json } from '../message/request.ts';
import type { Check } from './check.ts';

/** One response of each operation, and the ids of the records that were created for them. */
interface Samples {
  responses: Partial<Record<OperationId, ReceivedResponse>>;
  /** The pages of the list that show these records. */
  listed: readonly ReceivedResponse[];
  own: ReadonlySet<unknown>;
}

/** Calls each operation once, for one record. `unproven` says why the writes were left out, if they were. */
async function collectSamples(context: CheckContext): Promise<{ samples: Samples; unproven?: UnprovenOwnership }> {
  const created = await context.createCode();
  const responses: Samples['responses'] = {
    createCode: created.response,
    getRecord: await context.get(created.id),
    getActiveCode: await context.active(created),
    findByCode: await context.lookup(created.code),
  };
  const samples = { responses, listed: [await pageWith(context, created)], own: new Set([created.id]) };
  try {
    responses.deactivateCode = await context.deactivateNow(created.id);
    samples.listed.push(await pageWith(context, created));
    responses.deleteRecord = await context.delete(created.id);
  } catch (error) {
    if (error instanceof UnprovenOwnership) return { samples, unproven: error };
    throw error;
  }
  return { samples };
}

/** The page of the list that shows a record, or the first page if the list cannot be searched. */
async function pageWith(context: CheckContext, { record }: CreatedRecord): Promise<ReceivedResponse> {
  try {
    return (await findListed(context, record)).response;
  } catch (error) {
    if (error instanceof Inconclusive) return context.list();
    throw error;
  }
}

/** Checks the samples, which are the same for all rules about shapes. */
async function checkSamples(context: CheckContext, check: (samples: Samples) => void): Promise<void> {
  const { samples, unproven } = await context.shared('samples', collectSamples);
  check(samples);
  // Without the writes the rule is inconclusive, unless the other samples already break it.
  if (unproven) throw unproven;
}

/** A JSON object in a sample, the sample, and its operation. */
interface Sampled {
  record: JsonObject;
  response: ReceivedResponse;
  operation: string;
}

/**
 * Every record in the samples. Other rules judge responses that are not 2xx, and records that other clients or other checks
 * have stored.
 */
function recordsIn({ responses, listed, own }: Samples): Sampled[] {
  const { deleteRecord: _, ...single } = responses;
  return [
    ...Object.entries(single)
      .filter(([, response]) => is2xx(response))
      .map(([operation, response]) => ({ record: objectOf(response), response, operation })),
    ...listed.filter(is2xx).flatMap((response) =>
      recordsOf(response)
        .filter(({ id }) => own.has(id))
        .map((record) => ({ record, response, operation: `the list, for the record ${record.id},` })),
    ),
  ];
}

/** The deletion receipt in the samples. */
function receiptIn({ responses: { deleteRecord: response } }: Samples): Sampled[] {
  return response && is2xx(response) ? [{ record: objectOf(response), response, operation: 'deleteRecord' }] : [];
}

/** A response to every kind of refusal. */
async function refusals(context: CheckContext): Promise<Record<string, ReceivedResponse>> {
  const script = '<script>alert(1)</script>';
  const hostile = { ...context.freshBody(), mentor_id: script };
  return {
    'an unknown id': await context.get(await context.unusedId()),
    'an id that is markup': await context.get(script),
    'a pair with no active code': await context.active(context.freshPair()),
    'an unknown code': await context.lookup(context.freshCode()),
    'a code that is markup': await context.lookup(script),
    'a create with a missing field': await context.create({ mentor_id: hostile.org_id }),
    'a create with markup': await context.create(hostile),
  };
}

export const mediaTypeOf = ({ headers }: ReceivedResponse): string =>
  headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() || 'no content type';

export const shapes = {
  'record-shape': (context) =>
    checkSamples(context, (samples) => {
      for (const { record, response, operation } of recordsIn(samples)) {
        const errors = schemaErrors('ReferralCodeRecord', record);
        context.expect(!errors, `${operation} to respond with a record as documented (${errors})`, response);
      }
    }),

  'status-agrees-with-deactivated-at': (context) =>
    checkSamples(context, (samples) => {
      for (const { record, response, operation } of recordsIn(samples)) {
        const agrees = (record.status === 'active') === (record.deactivated_at === null);
        const expected = `${operation} to show status active if, and only if, deactivated_at is null`;
        context.expect(agrees, expected, response);
      }
    }),

  'times-carry-a-zone': (context) =>
    checkSamples(context, (samples) => {
      for (const { record, response, operation } of [...recordsIn(samples), ...receiptIn(samples)])
        for (const field of ['created_at', 'deactivated_at', 'deleted_at']) {
          const { [field]: value = null } = record;
          if (value !== null)
            context.expect(isTime(value), `${operation} to write ${field} in RFC 3339 with a zone`, response);
        }
    }),

  'answers-are-json': async (context) => {
    for (const [what, response] of Object.entries(await refusals(context))) {
      if (!response.text) continue;
      const type = mediaTypeOf(response);
      const isJson = /^application\/(.+\+)?json$/.test(type) && response.json !== undefined;
      context.expect(isJson, `JSON with a JSON content type in the response to ${what}, not ${type}`, response);
    }
    await checkSamples(context, (samples) => {
      const all = [...Object.entries(samples.responses), ['listRecords', samples.listed[0]] as const];
      for (const [operation, response] of all) {
        if (!response || !is2xx(response)) continue;
        const type = mediaTypeOf(response);
        const isJson = type === 'application/json' && response.json !== undefined;
        context.expect(isJson, `${operation} to respond with JSON of type application/json, not ${type}`, response);
      }
    });
  },

  'open-to-all': async (context) => {
    const send = async (method: string, path: string, body?: unknown): Promise<ReceivedResponse> => {
      const response = await context.send({ method, path, bare: true, ...(body === undefined ? {} : json(body)) });
      const isOpen = ![401, 403, 407].includes(response.status);
      context.expect(isOpen, `${method} ${path} to need no credentials`, response);
      return response;
    };
    const body = context.freshBody();
    await send('GET', operations.listRecords.path);
    const { id } = objectOf(await send('POST', operations.createCode.path, body));
    const path = pathOf(typeof id === 'string' ? id : 'none');
    await send('GET', path);
    await send('GET', activePath(body.mentor_id, body.org_id));
    await send('GET', lookupPath(body.code));
    await send('PUT', path, { status: 'inactive' });
    await send('DELETE', path);
  },

  'list-envelope': async (context) => {
    await context.createCode();
    for (const query of [{}, { page: 1, limit: 1 }, { page: 2, limit: 2 }]) {
      const response = await context.list(query);
      context.expect2xx(response, 'a list');
      const { data, pagination } = objectOf(response);
      context.expect(Array.isArray(data) && isObject(pagination), 'a list {data, pagination}', response);
      const { page, limit, total } = isObject(pagination) ? pagination : {};
      const areWhole = [page, limit, total].every(Number.isSafeInteger);
      context.expect(areWhole, 'page, limit and total as whole numbers', response);
      const errors = schemaErrors('RecordPage', { data: [], pagination });
      context.expect(!errors, `a list as documented (${errors})`, response);
    }
  },
} satisfies Record<string, Check>;
