import type { PlainServer, Reply, ServerRequest } from '../servers/plain.ts';
import { ALL, type Any, type Fault, fault, instead, refusals, replies } from './fault.ts';

const oops = (server: PlainServer): Reply => server.refuse(500, 'internal', 'Something went wrong.');
/** Responds with 500 to the requests for which `over` returns true. */
const fallsOver = (ops: Parameters<typeof instead>[0], over: (request: ServerRequest, id: string) => boolean) =>
  instead(ops, (server, request, id) => (over(request, id) ? oops(server) : undefined));
const says = (detail: string) => refusals(ALL, (reply) => ({ ...reply, body: { ...(reply.body as object), detail } }));
/** Supports an undocumented method. */
const also =
  (method: string, act: (server: PlainServer, id: string, request: ServerRequest) => unknown): Fault['plant'] =>
  (server) => {
    const handle = server.handle.bind(server);
    server.handle = async (request) => {
      if (request.method !== method) return handle(request);
      const id = decodeURIComponent(request.path.split('/').at(-1) ?? '');
      const done = await act(server, id, request);
      return done ? (done as Reply) : handle(request);
    };
  };
const anyBody = (body: string, key: string, test: (value: Any) => boolean): boolean => {
  try {
    return test(JSON.parse(body)?.[key]);
  } catch {
    return false;
  }
};

export const http: Fault[] = [
  fault(
    'bad-input-is-never-5xx',
    'responds with 500 to a code that is not a string',
    fallsOver(['create'], ({ body }) =>
      anyBody(body, 'code', (code) => code !== undefined && typeof code !== 'string'),
    ),
  ),
  fault(
    'bad-input-is-never-5xx',
    'responds with 500 to a mentor_id that is too long for its column',
    fallsOver(['create'], ({ body }) => anyBody(body, 'mentor_id', (id) => typeof id === 'string' && id.length > 64)),
  ),
  fault(
    'bad-input-is-never-5xx',
    'responds with 500 to malformed JSON',
    fallsOver(['create', 'deactivate'], ({ body }) => body.startsWith('{"status":') && !body.endsWith('}')),
  ),
  fault(
    'bad-input-is-never-5xx',
    'responds with 500 to a quote',
    fallsOver(['create', 'lookup', 'active'], ({ query, body }) =>
      [...query.values(), body].some((text) => text.includes("'")),
    ),
  ),
  fault(
    'bad-input-is-never-5xx',
    'responds with 500 to NUL',
    fallsOver(ALL, ({ query, body }, id) =>
      [...query.values(), body, id].some((text) => text.includes('\0') || text.includes('\\u0000')),
    ),
  ),
  fault(
    'bad-input-is-never-5xx',
    'responds with 500 to deep nesting',
    fallsOver(['create'], ({ body }) => body.includes('[[[[[[')),
  ),
  fault(
    'bad-input-is-never-5xx',
    'responds with 500 to a page beyond 32 bits',
    fallsOver(['list'], ({ query }) => Number(query.get('page')) > 2 ** 31),
  ),
  fault(
    'bad-input-is-never-5xx',
    'responds with 500 to a parameter that is given twice',
    fallsOver(['lookup'], ({ query }) => query.getAll('code').length > 1),
  ),
  fault(
    'bad-input-is-never-5xx',
    'responds with 500 to an invalid escape',
    fallsOver(ALL, (_, id) => id === '%'),
  ),
  fault(
    'bad-input-is-never-5xx',
    'responds with 500 to an unknown content type',
    fallsOver(['create'], ({ headers }) => headers['content-type'] === 'application/xml'),
  ),
  fault(
    'bad-input-is-never-5xx',
    'responds with 500 to a body without a content type',
    fallsOver(['create'], ({ headers }) => !headers['content-type']),
  ),
  fault(
    'bad-input-is-never-5xx',
    'responds with 500 to a large body',
    fallsOver(['create'], ({ body }) => body.length > 100_000),
  ),
  fault(
    'bad-input-is-never-5xx',
    'responds with 500 to the key __proto__',
    fallsOver(['create'], ({ body }) => body.includes('"__proto__":')),
  ),
  fault(
    'bad-input-is-never-5xx',
    'responds with 500 to an impossible time',
    fallsOver(['deactivate'], ({ body }) => body.includes('25:61:61')),
  ),
  fault(
    'bad-input-is-never-5xx',
    'responds with 500 to null for deactivated_at',
    fallsOver(['deactivate'], ({ body }) => anyBody(body, 'deactivated_at', (at) => at === null)),
  ),
  fault(
    'bad-input-is-never-5xx',
    'responds with 500 to an id with special characters',
    fallsOver(['get'], (_, id) => /[^\w-]/.test(id)),
  ),
  fault(
    'errors-are-problems',
    'responds with `{error}`',
    refusals(ALL, (reply) => ({ ...reply, body: { error: 'no' } })),
  ),
  fault(
    'errors-are-problems',
    'gives problems the content type application/json',
    refusals(ALL, (reply) => ({ ...reply, headers: { 'content-type': 'application/json' } })),
  ),
  fault(
    'errors-are-problems',
    'shows a status other than that of the response',
    refusals(['create'], (reply) => ({
      ...reply,
      body: { ...(reply.body as object), status: 400 + (reply.status % 7) + 20 },
    })),
  ),
  fault(
    'errors-are-problems',
    'omits detail in one problem',
    refusals(['active'], (reply) => ({ ...reply, body: { ...(reply.body as object), detail: undefined } })),
  ),
  fault(
    'errors-are-problems',
    'sends errors without a body',
    refusals(['lookup'], (reply) => ({ ...reply, body: undefined })),
  ),
  fault(
    'errors-leak-nothing',
    'shows a JavaScript stack trace',
    says('TypeError: x is undefined\n    at create (/srv/api/records.js:42:13)'),
  ),
  fault(
    'errors-leak-nothing',
    'shows a Python stack trace',
    says('Traceback (most recent call last):\n  File "app.py", line 3'),
  ),
  fault(
    'errors-leak-nothing',
    'shows its database query',
    says("syntax error at or near \"'\" in SELECT * FROM records WHERE code = ''"),
  ),
  fault(
    'errors-leak-nothing',
    'shows the message of the database in a conflict',
    refusals(['create'], (reply) =>
      reply.status === 409
        ? {
            ...reply,
            body: {
              ...(reply.body as object),
              detail: 'duplicate key value violates unique constraint "records_code_key"',
            },
          }
        : reply,
    ),
  ),
  fault(
    'errors-leak-nothing',
    'shows the path of its files',
    refusals(['get'], (reply) => ({
      ...reply,
      body: { ...(reply.body as object), detail: 'not in /var/lib/records/index' },
    })),
  ),
  fault('other-methods-are-405', 'responds with 404', (server) => {
    const handle = server.handle.bind(server);
    server.handle = async (request) => {
      const reply = await handle(request);
      return reply.status === 405 ? server.unknown() : reply;
    };
  }),
  fault('other-methods-are-405', 'omits Allow', (server) => {
    const handle = server.handle.bind(server);
    server.handle = async (request) => {
      const {
        headers: { allow, ...headers },
        ...reply
      } = await handle(request);
      return { ...reply, headers };
    };
  }),
  fault(
    'other-methods-are-405',
    'treats PATCH as GET',
    also('PATCH', (server, _, request) => server.handle({ ...request, method: 'GET' })),
  ),
  fault(
    'other-methods-change-nothing',
    'deactivates by PATCH',
    also('PATCH', (server, id) => {
      const row = server.find(id);
      if (row) server.retire(row, server.now(), {});
    }),
  ),
  fault(
    'other-methods-change-nothing',
    'deletes by POST',
    also('POST', (server, id) => {
      const row = server.find(id);
      if (row) server.drop(row);
    }),
  ),
  fault(
    'other-methods-change-nothing',
    'creates by PUT',
    also('PUT', (server, id, request) => {
      if (id === 'referral-code-records') server.insert(server.rowOf(JSON.parse(request.body)));
    }),
  ),
  fault(
    'other-methods-change-nothing',
    'deletes a record by DELETE on /lookup',
    also('DELETE', (server, id, { query }) => {
      const row = id === 'lookup' && server.byCode(query.get('code') ?? '');
      if (row) server.drop(row);
    }),
  ),
  fault(
    'other-methods-change-nothing',
    'deactivates the active code by PUT',
    also('PUT', (server, id, { query }) => {
      const row = id === 'active' && server.activeOf(query.get('mentor_id') ?? '', query.get('org_id') ?? '');
      if (row) server.retire(row, server.now(), {});
    }),
  ),
  fault(
    'bad-input-is-never-5xx',
    'responds with 500 to an unknown field',
    fallsOver(['create'], ({ body }) => anyBody(body, 'extra', (extra) => extra !== undefined)),
  ),
  fault(
    'bad-input-is-never-5xx',
    'responds with 501 to an unknown status',
    replies(['deactivate'], (reply, { body }, server) =>
      body.includes('not-inactive') ? server.refuse(501, 'unknown', 'Unknown.') : reply,
    ),
  ),
];
