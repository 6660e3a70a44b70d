import type { components, OperationId, operations } from '@referral-codes/sdk/contract';
import type { Refusal } from './refusal.ts';
import { type Accepted, active, create, deactivate, get, lookup, remove } from './rules.ts';
import type { World } from './world.ts';

type Schemas = components['schemas'];
type Table = typeof operations;

/** A request that keeps the contract: path parameters decoded, query and body validated, defaults filled in. */
export interface Call<Id extends OperationId = OperationId> {
  readonly path: Readonly<Record<string, string>>;
  readonly query: {
    readonly [name in keyof Table[Id]['query']]: Table[Id]['query'][name] extends 'integer' ? number : string;
  };
  readonly body: Table[Id]['body'] extends keyof Schemas ? Schemas[Table[Id]['body']] : undefined;
}

type Handler<Id extends OperationId> = (
  world: World,
  call: Call<Id>,
) => Accepted<Schemas[Table[Id]['success']['schema']]> | Refusal;

/** What each operation of the contract does. */
export const handlers: { readonly [Id in OperationId]: Handler<Id> } = {
  listRecords({ records }, { query: { page, limit } }) {
    const data = records.page((page - 1) * limit, limit);
    return { value: { data, pagination: { page, limit, total: records.size } } };
  },

  getRecord: ({ records }, { path: { id = '' } }) => get(records.get(id), id),

  getActiveCode: ({ records }, { query }) => active(records.activeOf(query.mentor_id, query.org_id), query),

  findByCode: ({ records }, { query: { code } }) => lookup(records.withCode(code), code),

  createCode(world, { body }) {
    const { records, clock, onActiveConflict } = world;
    const inTheWay = { withCode: records.withCode(body.code), active: records.activeOf(body.mentor_id, body.org_id) };
    return create(inTheWay, body, () => world.freshId(), clock.now(), onActiveConflict);
  },

  deactivateCode: ({ records, clock }, { path: { id = '' }, body }) =>
    deactivate(records.get(id), id, body, clock.now()),

  deleteRecord: ({ records, clock }, { path: { id = '' } }) => remove(records.get(id), id, clock.now()),
};
