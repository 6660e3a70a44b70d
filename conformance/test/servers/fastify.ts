import type { AddressInfo } from 'node:net';
import { type FastifyInstance, type FastifyReply, fastify } from 'fastify';
import { type Fields, Records } from './fastify-records.ts';
import type { RunningServer, StartOptions } from './server.ts';

const MOUNT = '/api/v1/referral-code-records';
const RECORDS = `${MOUNT}/api/v1/referral-code-records`;

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

const whole = (text: unknown, fallback: number): number =>
  text === undefined ? fallback : typeof text === 'string' && /^\d{1,15}$/.test(text) ? Number(text) : 0;

const no = (reply: FastifyReply, status: number, message: string) => reply.code(status).send({ message });

function makeApp(): FastifyInstance {
  const app = fastify({
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false } },
    routerOptions: { maxParamLength: 10_000 },
    frameworkErrors: (error, _request, reply) => void no(reply, error.statusCode ?? 400, 'This URL cannot be read.'),
  });
  // Clients often send the content type JSON with the empty body of a DELETE.
  const parse = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, body, done) =>
    request.method === 'DELETE' ? done(null) : parse(request, body, done),
  );
  app.setErrorHandler<Error & { validation?: unknown; statusCode?: number }>((error, _request, reply) =>
    no(reply, error.validation ? 422 : (error.statusCode ?? 500), error.message),
  );
  app.setNotFoundHandler((_request, reply) => no(reply, 404, 'There is nothing here.'));
  return app;
}

function collectionRoutes(app: FastifyInstance, records: Records): void {
  app.get<{ Querystring: Record<string, unknown> }>(RECORDS, ({ query }, reply) => {
    const [page, requested] = [whole(query.page, 1), whole(query.limit, 20)];
    if (page < 1 || requested < 1) return no(reply, 422, 'page and limit are whole numbers from 1.');
    const limit = Math.min(requested, 100);
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
}

type Item = { Params: { id: string } };
type Put = Item & { Body: { deactivated_at?: string } };

function itemRoutes(app: FastifyInstance, records: Records): void {
  app.get<Item>(`${RECORDS}/:id`, ({ params }, reply) => {
    const record = records.byId.get(params.id);
    return record ? reply.send(record) : no(reply, 404, 'No such record.');
  });
  app.put<Put>(`${RECORDS}/:id`, { schema: { body: deactivation } }, ({ params, body }, reply) => {
    const record = records.byId.get(params.id);
    if (!record) return no(reply, 404, 'No such record.');
    if (record.status === 'inactive') return reply.send(record);
    // Stored as sent, so that neither a fraction nor a leap second is lost.
    const at = body.deactivated_at?.toUpperCase().replace(/\s/, 'T') ?? new Date().toISOString();
    return reply.send(records.deactivate(record, at));
  });
  app.delete<Item>(`${RECORDS}/:id`, ({ params: { id } }, reply) => {
    const record = records.byId.get(id);
    if (!record) return no(reply, 404, 'No such record.');
    records.remove(record);
    return reply.send({ id, deleted: true, deleted_at: new Date().toISOString() });
  });
}

/** A server that replaces the active code, responds to creates with 200, lists the newest record first and clamps limits. */
export async function start({ preload = 0 }: StartOptions = {}): Promise<RunningServer> {
  const records = new Records();
  for (let n = 0; n < preload; n += 1) {
    const fields = { mentor_id: `held_${n >> 1}`, org_id: `org_${n % 7}`, code: `HELD-${n}` };
    const record = records.add(fields, Date.now() - (preload - n) * 1000);
    if (n % 3 === 0) records.deactivate(record, new Date().toISOString());
  }
  const app = makeApp();
  collectionRoutes(app, records);
  itemRoutes(app, records);
  await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    url: `http://127.0.0.1:${(app.server.address() as AddressInfo).port}${MOUNT}`,
    async close() {
      app.server.closeAllConnections();
      await app.close();
    },
  };
}
