import { operations } from '@referral-codes/sdk/contract';
import { Inconclusive } from '../errors.ts';
import { pause } from '../http/pace.ts';
import type { RecordReader } from '../ledger/reader.ts';
import { is2xx, isObject, type OnExchange, objectOf, type ReceivedResponse, summary } from '../message/exchange.ts';
import { pathOf } from '../message/paths.ts';
import { json, type RequestSpec } from '../message/request.ts';
import { asTime, serverNow } from './times.ts';

/** What the probes need of a run. */
export interface ProbedRun {
  send(spec: RequestSpec, onExchange: OnExchange): Promise<ReceivedResponse>;
  freshBody(): object;
  readonly reader: RecordReader;
  /** How long a read may lag behind a write, in milliseconds. */
  readonly options: { readonly eventualMs: number };
}

/** How often a record is created and deleted to see whether its id is reused. */
const REUSE_ROUNDS = 3;
/** The default limit of the contract. */
const DEFAULT_LIMIT = 20;

/** Whether a deactivation without a time is refused, but one with a time is accepted. */
export async function probeRequiresTime(run: ProbedRun, onExchange: OnExchange): Promise<boolean> {
  const path = pathOf(await createRecord(run, onExchange));
  const deactivate = (body: object) => run.send({ method: 'PUT', path, ...json(body) }, onExchange);
  const refused = await deactivate({ status: 'inactive' });
  if (![400, 422].includes(refused.status)) return false;
  // In whole seconds, the next second is the first that is certainly not before the creation of the record.
  const at = asTime(serverNow(refused).now + 1000);
  await pause(1000);
  return is2xx(await deactivate({ status: 'inactive', deactivated_at: at }));
}

/** Whether the server gives the id of a deleted record to the next one, or to another client. */
export async function probeIdReuse(run: ProbedRun, onExchange: OnExchange): Promise<boolean> {
  let id = await createRecord(run, onExchange);
  for (let round = 0; round < REUSE_ROUNDS; round += 1) {
    await run.send({ method: 'DELETE', path: pathOf(id) }, onExchange);
    await pause(run.options.eventualMs);
    // Another client may get the id as well. If the read is without a result, that counts as reuse too.
    const after = await run.reader.get(id, onExchange);
    const next = await createRecord(run, onExchange);
    if (after.state !== 'absent' || next === id) return true;
    id = next;
  }
  return false;
}

/** How many records a page holds if the request asks for as many as the contract allows. */
export async function probePageSize(run: ProbedRun, onExchange: OnExchange): Promise<number> {
  const response = await run.send({ method: 'GET', path: `${operations.listRecords.path}?limit=100` }, onExchange);
  const { pagination } = objectOf(response);
  const limit = isObject(pagination) ? pagination.limit : undefined;
  return is2xx(response) && typeof limit === 'number' && limit >= 1 && limit <= 100 ? limit : DEFAULT_LIMIT;
}

async function createRecord(run: ProbedRun, onExchange: OnExchange): Promise<string> {
  const spec = { method: 'POST', path: operations.createCode.path, ...json(run.freshBody()) };
  const response = await run.send(spec, onExchange);
  const { id } = objectOf(response);
  if (is2xx(response) && typeof id === 'string') return id;
  throw new Inconclusive(`the check needs a record, and the server created none: ${summary(response)}`);
}
