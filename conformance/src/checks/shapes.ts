import type { OperationId } from '@referral-codes/sdk/contract';
import { operations } from '@referral-codes/sdk/contract';
import { json, type World } from '../context/context.ts';
import { faultsOf, recordsOf } from '../context/story.ts';
import { isTime } from '../context/times.ts';
import { Unproven } from '../errors.ts';
import { type Answer, is2xx, isObject, type Loose, objectOf } from '../message/exchange.ts';
import { pathOf, search } from '../message/paths.ts';
import type { Check } from './check.ts';

type Tour = Partial<Record<OperationId, Answer>> & { listRecords: Answer };

/** Judges the answers to one call of each operation, on a record of its own. */
async function onTour(world: World, judge: (tour: Tour) => void): Promise<void> {
  const made = await world.createCode();
  const tour: Tour = {
    createCode: made.answer,
    getRecord: await world.get(made.id),
    listRecords: await world.list(),
    getActiveCode: await world.active(made),
    findByCode: await world.lookup(made.code),
  };
  let unproven: Unproven | undefined;
  try {
    tour.deactivateCode = await world.deactivate(made.id);
    tour.deleteRecord = await world.delete(made.id);
  } catch (error) {
    if (!(error instanceof Unproven)) throw error;
    unproven = error;
  }
  judge(tour);
  // Without the writes it is undecided, unless what was answered before them is wrong already.
  if (unproven) throw unproven;
}

/** Every record that a tour met, with the answer it came in. Answers that are no 2xx are for other rules. */
function recordsIn({
  deleteRecord: _,
  listRecords,
  ...single
}: Tour): { record: Loose; answer: Answer; where: string }[] {
  const listed = is2xx(listRecords) ? recordsOf(listRecords) : [];
  return [
    ...Object.entries(single)
      .filter(([, answer]) => is2xx(answer))
      .map(([where, answer]) => ({ record: objectOf(answer), answer, where })),
    ...listed.map((record) => ({ record, answer: listRecords, where: 'listRecords' })),
  ];
}

/** Answers of every kind of refusal. */
async function refusals(world: World): Promise<Record<string, Answer>> {
  const script = '<script>alert(1)</script>';
  const hostile = { ...world.freshBody(), mentor_id: script };
  return {
    'an unknown id': await world.get(await world.unknownId()),
    'an id that is markup': await world.get(script),
    'a pair with no active code': await world.active(world.freshPair()),
    'an unknown code': await world.lookup(world.freshCode()),
    'a code that is markup': await world.lookup(script),
    'a create with a field missing': await world.create({ mentor_id: hostile.org_id }),
    'a create with markup in it': await world.create(hostile),
  };
}

const mediaOf = ({ headers }: Answer): string =>
  (headers.get('content-type') ?? '').split(';')[0]!.trim().toLowerCase();

export const shapes = {
  'record-shape': (world) =>
    onTour(world, (tour) => {
      for (const { record, answer, where } of recordsIn(tour)) {
        const faults = faultsOf('ReferralCodeRecord', record);
        world.expect(!faults, `${where} to answer a record as documented (${faults})`, answer);
      }
    }),

  'status-agrees-with-deactivated-at': (world) =>
    onTour(world, (tour) => {
      for (const { record, answer, where } of recordsIn(tour)) {
        const { status, deactivated_at: at } = record;
        const active = status === 'active';
        world.expect(active === (at === null), `${where} to say active exactly while deactivated_at is null`, answer);
      }
    }),

  'times-carry-a-zone': (world) =>
    onTour(world, (tour) => {
      const { deleteRecord: answer } = tour;
      const receipts = answer && is2xx(answer) ? [{ record: objectOf(answer), answer, where: 'deleteRecord' }] : [];
      for (const { record, answer, where } of [...recordsIn(tour), ...receipts])
        for (const [field, value] of Object.entries(record))
          if (['created_at', 'deactivated_at', 'deleted_at'].includes(field) && value !== null)
            world.expect(isTime(value), `${where} to write ${field} in RFC 3339 with a zone`, answer);
    }),

  'answers-are-json': async (world) => {
    for (const [what, answer] of Object.entries(await refusals(world)))
      if (answer.text) {
        const ok = /^application\/(.+\+)?json$/.test(mediaOf(answer)) && answer.json !== undefined;
        world.expect(ok, `the answer to ${what} to be JSON and typed so, not ${mediaOf(answer) || 'untyped'}`, answer);
      }
    await onTour(world, (tour) => {
      for (const [where, answer] of Object.entries(tour))
        if (is2xx(answer)) {
          const ok = mediaOf(answer) === 'application/json' && answer.json !== undefined;
          const typed = mediaOf(answer) || 'untyped';
          world.expect(ok, `${where} to answer JSON typed application/json, not ${typed}`, answer);
        }
    });
  },

  'open-to-all': async (world) => {
    const open = async (method: string, path: string, body?: unknown): Promise<Answer> => {
      const answer = await world.send({ method, path, bare: true, ...(body === undefined ? {} : json(body)) });
      world.expect(![401, 403, 407].includes(answer.status), `${method} ${path} to need no credentials`, answer);
      return answer;
    };
    const body = world.freshBody();
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

  'list-envelope': async (world) => {
    await world.createCode();
    for (const query of [{}, { page: 1, limit: 1 }, { page: 2, limit: 2 }]) {
      const answer = await world.list(query);
      world.expect2xx(answer, 'a list');
      const { data, pagination } = objectOf(answer);
      world.expect(Array.isArray(data) && isObject(pagination), 'a list {data, pagination}', answer);
      const { page, limit, total } = pagination as Loose;
      world.expect([page, limit, total].every(Number.isSafeInteger), 'page, limit and total as whole numbers', answer);
      const faults = faultsOf('RecordPage', { data: [], pagination });
      world.expect(!faults, `a list as documented (${faults})`, answer);
    }
  },
} satisfies Record<string, Check>;
