import type { OperationId } from '@referral-codes/sdk/contract';
import { operations } from '@referral-codes/sdk/contract';
import { type CheckContext, json } from '../context/context.ts';
import { faultsOf, recordsOf } from '../context/story.ts';
import { isTime } from '../context/times.ts';
import { Unproven } from '../errors.ts';
import { is2xx, isObject, type Loose, objectOf, type ReceivedResponse } from '../message/exchange.ts';
import { pathOf, search } from '../message/paths.ts';
import type { Check } from './check.ts';

type Tour = Partial<Record<OperationId, ReceivedResponse>> & { listRecords: ReceivedResponse };

/** One call of each operation, on a record of its own, and why a write was left out if it was. */
async function makeTour(context: CheckContext): Promise<{ tour: Tour; unproven?: Unproven }> {
  const made = await context.createCode();
  const tour: Tour = {
    createCode: made.answer,
    getRecord: await context.get(made.id),
    listRecords: await context.list(),
    getActiveCode: await context.active(made),
    findByCode: await context.lookup(made.code),
  };
  try {
    tour.deactivateCode = await context.deactivate(made.id);
    tour.deleteRecord = await context.delete(made.id);
  } catch (error) {
    if (error instanceof Unproven) return { tour, unproven: error };
    throw error;
  }
  return { tour };
}

/** Judges the answers of a tour, which is the same for all rules about shapes. */
async function onTour(context: CheckContext, judge: (tour: Tour) => void): Promise<void> {
  const { tour, unproven } = await context.shared('tour', makeTour);
  judge(tour);
  // Without the writes it is undecided, unless what was answered before them is wrong already.
  if (unproven) throw unproven;
}

/** Every record that a tour met, with the answer it came in. Answers that are no 2xx are for other rules. */
function recordsIn({
  deleteRecord: _,
  listRecords,
  ...single
}: Tour): { record: Loose; answer: ReceivedResponse; where: string }[] {
  const listed = is2xx(listRecords) ? recordsOf(listRecords) : [];
  return [
    ...Object.entries(single)
      .filter(([, answer]) => is2xx(answer))
      .map(([where, answer]) => ({ record: objectOf(answer), answer, where })),
    ...listed.map((record) => ({ record, answer: listRecords, where: 'listRecords' })),
  ];
}

/** Answers of every kind of refusal. */
async function refusals(context: CheckContext): Promise<Record<string, ReceivedResponse>> {
  const script = '<script>alert(1)</script>';
  const hostile = { ...context.freshBody(), mentor_id: script };
  return {
    'an unknown id': await context.get(await context.unknownId()),
    'an id that is markup': await context.get(script),
    'a pair with no active code': await context.active(context.freshPair()),
    'an unknown code': await context.lookup(context.freshCode()),
    'a code that is markup': await context.lookup(script),
    'a create with a field missing': await context.create({ mentor_id: hostile.org_id }),
    'a create with markup in it': await context.create(hostile),
  };
}

const mediaOf = ({ headers }: ReceivedResponse): string =>
  (headers.get('content-type') ?? '').split(';')[0]!.trim().toLowerCase();

export const shapes = {
  'record-shape': (context) =>
    onTour(context, (tour) => {
      for (const { record, answer, where } of recordsIn(tour)) {
        const faults = faultsOf('ReferralCodeRecord', record);
        context.expect(!faults, `${where} to answer a record as documented (${faults})`, answer);
      }
    }),

  'status-agrees-with-deactivated-at': (context) =>
    onTour(context, (tour) => {
      for (const { record, answer, where } of recordsIn(tour)) {
        const { status, deactivated_at: at } = record;
        const active = status === 'active';
        context.expect(active === (at === null), `${where} to say active exactly while deactivated_at is null`, answer);
      }
    }),

  'times-carry-a-zone': (context) =>
    onTour(context, (tour) => {
      const { deleteRecord: answer } = tour;
      const receipts = answer && is2xx(answer) ? [{ record: objectOf(answer), answer, where: 'deleteRecord' }] : [];
      for (const { record, answer, where } of [...recordsIn(tour), ...receipts])
        for (const [field, value] of Object.entries(record))
          if (['created_at', 'deactivated_at', 'deleted_at'].includes(field) && value !== null)
            context.expect(isTime(value), `${where} to write ${field} in RFC 3339 with a zone`, answer);
    }),

  'answers-are-json': async (context) => {
    for (const [what, answer] of Object.entries(await refusals(context)))
      if (answer.text) {
        const ok = /^application\/(.+\+)?json$/.test(mediaOf(answer)) && answer.json !== undefined;
        context.expect(
          ok,
          `the answer to ${what} to be JSON and typed so, not ${mediaOf(answer) || 'untyped'}`,
          answer,
        );
      }
    await onTour(context, (tour) => {
      for (const [where, answer] of Object.entries(tour))
        if (is2xx(answer)) {
          const ok = mediaOf(answer) === 'application/json' && answer.json !== undefined;
          const typed = mediaOf(answer) || 'untyped';
          context.expect(ok, `${where} to answer JSON typed application/json, not ${typed}`, answer);
        }
    });
  },

  'open-to-all': async (context) => {
    const open = async (method: string, path: string, body?: unknown): Promise<ReceivedResponse> => {
      const answer = await context.send({ method, path, bare: true, ...(body === undefined ? {} : json(body)) });
      context.expect(![401, 403, 407].includes(answer.status), `${method} ${path} to need no credentials`, answer);
      return answer;
    };
    const body = context.freshBody();
    const { mentor_id, org_id, code } = body;
    await open('GET', operations.listRecords.path);
    const { id } = objectOf(await open('POST', operations.createCode.path, body));
    const path = pathOf(typeof id === 'string' ? id : 'none');
    await open('GET', path);
    await open('GET', `${operations.getActiveCode.path}?${search({ mentor_id, org_id })}`);
    await open('GET', `${operations.findByCode.path}?${search({ code })}`);
    await open('PUT', path, { status: 'inactive' });
    await open('DELETE', path);
  },

  'list-envelope': async (context) => {
    await context.createCode();
    for (const query of [{}, { page: 1, limit: 1 }, { page: 2, limit: 2 }]) {
      const answer = await context.list(query);
      context.expect2xx(answer, 'a list');
      const { data, pagination } = objectOf(answer);
      context.expect(Array.isArray(data) && isObject(pagination), 'a list {data, pagination}', answer);
      const { page, limit, total } = pagination as Loose;
      context.expect(
        [page, limit, total].every(Number.isSafeInteger),
        'page, limit and total as whole numbers',
        answer,
      );
      const faults = faultsOf('RecordPage', { data: [], pagination });
      context.expect(!faults, `a list as documented (${faults})`, answer);
    }
  },
} satisfies Record<string, Check>;
