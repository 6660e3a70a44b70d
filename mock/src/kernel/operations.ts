import type { components, OperationId, operations, PathParameters } from '@referral-codes/sdk/contract';
import { type Json, toJson } from '../message/json.ts';
import type { ProblemDetails } from '../message/problem.ts';
import * as rules from '../rules/rules.ts';
import type { Session } from '../session.ts';

type Schemas = components['schemas'];
type Table = typeof operations;

/** A validated request for an operation: path parameters decoded, defaults filled in. */
export interface Call<Id extends OperationId = OperationId> {
  readonly path: PathParameters[Id];
  readonly query: {
    readonly [name in keyof Table[Id]['query']]: Table[Id]['query'][name] extends 'integer' ? number : string;
  };
  readonly body: Table[Id]['body'] extends keyof Schemas ? Schemas[Table[Id]['body']] : undefined;
}

type Handler<Id extends OperationId> = (
  session: Session,
  call: Call<Id>,
  /** The time of the session's clock, in milliseconds since 1970. */
  now: number,
) => rules.Success<Schemas[Table[Id]['success']['schema']]> | ProblemDetails;

/** Implements each operation of the contract. */
export const handlers: { readonly [Id in OperationId]: Handler<Id> } = {
  listRecords({ store }, { query: { page, limit } }) {
    const data = store.page((page - 1) * limit, limit);
    const pagination = toJson({ page, limit, total: store.size });
    return { json: `{"data":${data},"pagination":${pagination}}` as Json<Schemas['RecordPage']> };
  },

  getRecord: ({ store }, { path: { id } }) => rules.getRecord(store.get(id), id),

  getActiveCode: ({ store }, { query }) => rules.getActiveCode(store.activeOf(query.mentor_id, query.org_id), query),

  findByCode: ({ store }, { query: { code } }) => rules.findByCode(store.withCode(code), code),

  createCode(session, { body }, now) {
    const { store, onActiveConflict } = session;
    const conflicts = { withCode: store.withCode(body.code), active: store.activeOf(body.mentor_id, body.org_id) };
    return rules.createCode(conflicts, body, () => session.freshId(), now, onActiveConflict);
  },

  deactivateCode: ({ store }, { path: { id }, body }, now) => rules.deactivateCode(store.get(id), id, body, now),

  deleteRecord: ({ store }, { path: { id } }, now) => rules.deleteRecord(store.get(id), id, now),
};
