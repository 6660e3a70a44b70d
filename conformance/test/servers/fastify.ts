import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { type FastifyReply, fastify } from 'fastify';
import type { RunningServer, StartOptions } from './server.ts';

const MOUNT = '/api/v1/referral-code-records';
const RECORDS = `${MOUNT}/api/v1/referral-code-records`;

interface Stored {
  readonly id: string;
  readonly mentor_id: string;
  readonly org_id: string;
  readonly code: string;
  readonly status: 'active' | 'inactive';
  readonly created_at: string;
  readonly deactivated_at: string | null;
}
type Fields = Pick<Stored, 'mentor_id' | 'org_id' | 'code'>;

const name = { type: 'string', minLength: 1, maxLength: 64, pattern: '^[A-Za-z0-9_-]+$' };
const newCode = {
  type: 'object',
  required: ['mentor_id', 'org_id', 'code'],
  properties: { mentor_id: name, org_id: name, code: { ...name, pattern: '^[A-Z0-9]+(-[A-Z0-9]+)*$' } },
};
const deactivation = {
  type: 'object',
  required: ['status'],
  properties: { status: { const: 'inactive' }, deactivated_at: { type: 'string', format: 'date-time' } },
};

/** A ULID: 48 bits of time, 80 of chance, in Crockford's base 32. */
function ulid(ms: number): string {
  const bits = (BigInt(ms) << 80n) | BigInt(`0x${randomBytes(10).toString('hex')}`);
  const digits = [...bits.toString(32).padStart(26, '0')];
  return digits.map((digit) => '0123456789ABCDEFGHJKMNPQRSTVWXYZ'[Number.parseInt(digit, 32)]).join('');
}

/** Immutable records in three maps, and an array in the order of creation. */
class Records {
  readonly byId = new Map<string, Stored>();
  readonly byCode = new Map<string, string>();
  readonly activeOf = new Map<string, string>();
  readonly order: string[] = [];

  /** The pair's active record gives way to the new one. */
  add({ mentor_id, org_id, code }: Fields, ms = Date.now()): Stored {
    const created_at = new Date(ms).toISOString();
    const before = this.active(mentor_id, org_id);
    if (before) this.deactivate(before, created_at);
    const id = ulid(ms);
    const record = { id, mentor_id, org_id, code, status: 'active', created_at, deactivated_at: null } as const;
    this.byId.set(id, record);
    this.byCode.set(code, id);
    this.activeOf.set(JSON.stringify([mentor_id, org_id]), id);
    this.order.push(id);
    return record;
  }

  active(mentor: unknown, org: unknown): Stored | undefined {
    return this.byId.get(this.activeOf.get(JSON.stringify([mentor, org])) ?? '');
  }

  deactivate(record: Stored, deactivated_at: string): Stored {
    const inactive = { ...record, status: 'inactive', deactivated_at } as const;
    this.byId.set(record.id, inactive);
    this.activeOf.delete(JSON.stringify([record.mentor_id, record.org_id]));
    return inactive;
  }

  remove({ id, code, mentor_id, org_id }: Stored): void {
    if (this.active(mentor_id, org_id)?.id === id) this.activeOf.delete(JSON.stringify([mentor_id, org_id]));
    this.byId.delete(id);
    this.byCode.delete(code);
    this.order.splice(this.order.lastIndexOf(id), 1);
  }

  newestFirst(page: number, limit: number): Stored[] {
    const end = this.order.length - (page - 1) * limit;
    const ids = end > 0 ? this.order.slice(Math.max(0, end - limit), end).reverse() : [];
    return ids.map((id) => this.byId.get(id)!);
  }
}

const whole = (text: unknown, fallback: number): number =>
  text === undefined ? fallback : typeof text === 'string' && /^\d{1,15}$/.test(text) ? Number(text) : 0;

const no = (reply: FastifyReply, status: number, message: string) => reply.code(status).send({ message });

/** A server that replaces the active code, answers creates with 200, lists the newest first and clamps limits. */
export async function start({ preload = 0 }: StartOptions = {}): Promise<RunningServer> {
  const records = new Records();
  for (let n = 0; n < preload; n += 1) {
    const fields = { mentor_id: `held_${n >> 1}`, org_id: `org_${n % 7}`, code: `HELD-${n}` };
    const record = records.add(fields, Date.now() - (preload - n) * 1000);
    if (n % 3 === 0) records.deactivate(record, new Date().toISOString());
  }

  const app = fastify({
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false } },
    routerOptions: { maxParamLength: 10_000 },
    frameworkErrors: (error, _request, reply) => void no(reply, error.statusCode ?? 400, 'This URL cannot be read.'),
  });
  // Clients often type the empty body of a DELETE as JSON.
  const parse = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, body, done) =>
    request.method === 'DELETE' ? done(null) : parse(request, body, done),
  );
  app.setErrorHandler<Error & { validation?: unknown; statusCode?: number }>((error, _request, reply) =>
    no(reply, error.validation ? 422 : (error.statusCode ?? 500), error.message),
  );
  app.setNotFoundHandler((_request, reply) => no(reply, 404, 'There is nothing here.'));

  app.get<{ Querystring: Record<string, unknown> }>(RECORDS, ({ query }, reply) => {
    const [page, asked] = [whole(query.page, 1), whole(query.limit, 20)];
    if (page < 1 || asked < 1) return no(reply, 422, 'page and limit are whole numbers from 1.');
    const limit = Math.min(asked, 100);
    const pagination = { page, limit, total: records.order.length };
    return reply.send({ data: records.newestFirst(page, limit), pagination });
  });
  app.post<{ Body: Fields }>(RECORDS, { schema: { body: newCode } }, ({ body }, reply) =>
    records.byCode.has(body.code) ? no(reply, 422, 'This code is taken.') : reply.send(records.add(body)),
  );
  app.get<{ Querystring: Record<string, unknown> }>(`${RECORDS}/active`, ({ query }, reply) => {
    const { mentor_id, org_id } = query;
    if (typeof mentor_id !== 'string' || typeof org_id !== 'string')
      return no(reply, 422, 'Give one mentor_id and one org_id.');
    const record = records.active(mentor_id, org_id);
    return record ? reply.send(record) : no(reply, 404, 'This pair has no active code.');
  });
  app.get<{ Querystring: Record<string, unknown> }>(`${RECORDS}/lookup`, ({ query: { code } }, reply) => {
    if (typeof code !== 'string') return no(reply, 422, 'Give one code.');
    const record = records.byId.get(records.byCode.get(code) ?? '');
    return record ? reply.send(record) : no(reply, 404, 'No record has this code.');
  });
  type Item = { Params: { id: string } };
  app.get<Item>(`${RECORDS}/:id`, ({ params }, reply) => {
    const record = records.byId.get(params.id);
    return record ? reply.send(record) : no(reply, 404, 'No such record.');
  });
  type Put = Item & { Body: { deactivated_at?: string } };
  app.put<Put>(`${RECORDS}/:id`, { schema: { body: deactivation } }, ({ params, body }, reply) => {
    const record = records.byId.get(params.id);
    if (!record) return no(reply, 404, 'No such record.');
    if (record.status === 'inactive') return reply.send(record);
    // Kept as it was written, so that neither a fraction nor a leap second is lost.
    const at = body.deactivated_at?.toUpperCase().replace(/\s/, 'T') ?? new Date().toISOString();
    return reply.send(records.deactivate(record, at));
  });
  app.delete<Item>(`${RECORDS}/:id`, ({ params: { id } }, reply) => {
    const record = records.byId.get(id);
    if (!record) return no(reply, 404, 'No such record.');
    records.remove(record);
    return reply.send({ id, deleted: true, deleted_at: new Date().toISOString() });
  });

  await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    url: `http://127.0.0.1:${(app.server.address() as AddressInfo).port}${MOUNT}`,
    async close() {
      app.server.closeAllConnections();
      await app.close();
    },
  };
}
