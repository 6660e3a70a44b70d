import type { PlainServer, ServerRequest } from '../servers/plain.ts';
import { bodies, type Fault, fault, readsAlso, refusals, replies, steps, takes } from './fault.ts';

const text = (value: unknown): string => String(value);
/** Ignores unknown fields, and lets the client choose a field that is the server's. */
const lets =
  (field: string, read: (value: unknown) => unknown): Fault['plant'] =>
  (server) => {
    const rowOf = server.rowOf.bind(server);
    server.newCodeFault = () => undefined;
    server.rowOf = (body) => ({ ...rowOf(body), ...(body[field] !== undefined && { [field]: read(body[field]) }) });
  };
/** Stores the record of a refused create. */
const storesAnyway = (server: PlainServer, request: ServerRequest): void => {
  const body = server.read(request);
  if (!('headers' in body)) server.insert(server.rowOf(body));
};
const only = (field: string, value: unknown, change: unknown) =>
  takes((body) => (body[field] === value ? { ...body, [field]: change } : body));

export const creating: Fault[] = [
  fault(
    'create-answers-the-record',
    'responds with the code in lower case',
    bodies(['create'], (record) => ({ ...record, code: record.code.toLowerCase() })),
  ),
  fault(
    'create-answers-the-record',
    'creates a record with status pending',
    bodies(['create'], (record) => ({ ...record, status: 'pending' })),
  ),
  fault(
    'create-answers-the-record',
    'responds only with the fields that were sent',
    bodies(['create'], ({ mentor_id, org_id, code }) => ({ mentor_id, org_id, code })),
  ),
  fault(
    'create-answers-the-record',
    'swaps mentor and org',
    bodies(['create'], (record) => ({ ...record, mentor_id: record.org_id, org_id: record.mentor_id })),
  ),
  fault(
    'create-answers-the-record',
    'writes an empty string instead of null for deactivated_at',
    bodies(['create'], (record) => ({ ...record, deactivated_at: '' })),
  ),
  fault(
    'create-answers-the-record',
    'responds with 202 and no body',
    replies(['create'], (reply) => (reply.status === 201 ? { ...reply, status: 202, body: undefined } : reply)),
  ),
  fault(
    'create-answers-201',
    'responds with 200',
    replies(['create'], (reply) => (reply.status === 201 ? { ...reply, status: 200 } : reply)),
  ),
  fault(
    'create-answers-201',
    'sends no Location',
    replies(['create'], ({ headers: { location, ...headers }, ...reply }) => ({ ...reply, headers })),
  ),
  fault(
    'create-answers-201',
    'sends a Location that leads to the list',
    replies(['create'], (reply, { path }) =>
      reply.status === 201 ? { ...reply, headers: { ...reply.headers, location: path } } : reply,
    ),
  ),
  fault(
    'create-mints-unique-ids',
    'uses the number of records as id, so that ids repeat',
    steps((server) => ({ mint: () => `n${server.rows.length}` })),
  ),
  fault(
    'create-mints-unique-ids',
    'draws ids from ten possible ones',
    steps(() => ({ mint: () => `d${Math.floor(Math.random() * 10)}` })),
  ),
  fault('create-mints-unique-ids', 'derives the id from the code', (server) => {
    const rowOf = server.rowOf.bind(server);
    server.rowOf = (body) => ({ ...rowOf(body), id: `c-${body.code}` });
  }),
  fault(
    'create-mints-unique-ids',
    'derives the id from the current second',
    steps(() => ({ mint: () => `t${Math.floor(Date.now() / 1000)}` })),
  ),
  fault(
    'create-stamps-the-time',
    'writes local time of another zone as UTC',
    bodies(['create'], (record) => ({ ...record, created_at: new Date(Date.now() + 7_200_000).toISOString() })),
  ),
  fault(
    'create-stamps-the-time',
    'sets the time to 1970',
    bodies(['create'], (record) => ({ ...record, created_at: '1970-01-01T00:00:00Z' })),
  ),
  fault(
    'create-stamps-the-time',
    'sets the time to the beginning of the day',
    bodies(['create'], (record) => ({ ...record, created_at: `${record.created_at.slice(0, 8)}01T00:00:00Z` })),
  ),
  fault('create-keeps-server-fields', 'lets the client choose the id', lets('id', text)),
  fault('create-keeps-server-fields', 'lets the client choose the status', lets('status', text)),
  fault(
    'create-keeps-server-fields',
    'lets the client choose created_at',
    lets('created_at', (value) => Date.parse(text(value))),
  ),
  fault(
    'create-keeps-server-fields',
    'lets the client choose deactivated_at',
    lets('deactivated_at', (value) => Date.parse(text(value))),
  ),
  fault('create-refuses-missing-field', 'uses a default organisation', only('org_id', undefined, 'everybody')),
  fault('create-refuses-missing-field', 'invents a code', only('code', undefined, 'MADE-UP')),
  fault('create-refuses-missing-field', 'invents a mentor', only('mentor_id', undefined, 'nobody')),
  fault('create-refuses-missing-field', 'refuses a create without code but stores it', (server) => {
    const create = server.create.bind(server);
    server.create = async (request) => {
      const reply = await create(request);
      if (reply.status === 400 && !request.body.includes('"code"')) storesAnyway(server, request);
      return reply;
    };
  }),
  fault(
    'create-refuses-wrong-type',
    'accepts numbers as strings',
    takes((body) =>
      Object.fromEntries(
        Object.entries(body).map(([key, value]) => [key, typeof value === 'number' ? text(value) : value]),
      ),
    ),
  ),
  fault(
    'create-refuses-wrong-type',
    'accepts null as a string',
    takes((body) =>
      Object.fromEntries(Object.entries(body).map(([key, value]) => [key, value === null ? 'null' : value])),
    ),
  ),
  fault(
    'create-refuses-wrong-type',
    'uses the first item of an array',
    takes((body) =>
      Object.fromEntries(
        Object.entries(body).map(([key, value]) => [key, Array.isArray(value) && key !== 'code' ? value[0] : value]),
      ),
    ),
  ),
  fault('create-refuses-wrong-type', 'responds with 500 to an object', (server) => {
    const faultOf = server.newCodeFault.bind(server);
    const create = server.create.bind(server);
    server.create = async (request) =>
      request.body.includes('{"a":1}') ? server.refuse(500, 'oops', 'Oops.') : create(request);
    server.newCodeFault = faultOf;
  }),
  fault(
    'create-refuses-malformed-json',
    'accepts a comma at the end',
    readsAlso((body) => JSON.parse(body.replace(',}', '}'))),
  ),
  fault(
    'create-refuses-malformed-json',
    'ignores text after the JSON',
    readsAlso((body) => JSON.parse(body.slice(0, body.indexOf('}') + 1))),
  ),
  fault(
    'create-refuses-malformed-json',
    'completes JSON that is cut off',
    readsAlso((body) => JSON.parse(`${body}}`)),
  ),
  fault(
    'create-refuses-malformed-json',
    'accepts single quotes',
    readsAlso((body) => JSON.parse(body.replaceAll("'", '"'))),
  ),
  fault(
    'create-refuses-malformed-json',
    'reads a form with any content type',
    readsAlso((body) => Object.fromEntries(new URLSearchParams(body))),
  ),
  fault('create-refuses-malformed-json', 'responds with 500', (server) => {
    const read = server.read.bind(server);
    server.read = (request) => {
      const value = read(request);
      return 'headers' in value ? server.refuse(500, 'oops', 'Unexpected token') : value;
    };
  }),
  fault(
    'create-refuses-non-object',
    'uses the first item of an array',
    readsAlso((body) => JSON.parse(body)[0]),
  ),
  fault(
    'create-refuses-non-object',
    'reads JSON inside a string',
    readsAlso((body) => JSON.parse(JSON.parse(body))),
  ),
  fault('create-refuses-non-object', 'responds with 200 to null', (server) => {
    const create = server.create.bind(server);
    server.create = async (request) => (request.body === 'null' ? server.reply(200, null) : create(request));
  }),
  fault(
    'create-refuses-bad-values',
    'accepts a code in lower case',
    takes((body) => ({ ...body, code: typeof body.code === 'string' ? body.code.toUpperCase() : body.code })),
  ),
  fault(
    'create-refuses-bad-values',
    'truncates a long mentor_id',
    takes((body) => ({
      ...body,
      mentor_id: typeof body.mentor_id === 'string' ? body.mentor_id.slice(0, 64) : body.mentor_id,
    })),
  ),
  fault(
    'create-refuses-bad-values',
    'trims spaces',
    takes((body) => ({
      ...body,
      org_id: typeof body.org_id === 'string' ? body.org_id.trim() || 'none' : body.org_id,
    })),
  ),
  fault(
    'create-refuses-bad-values',
    'responds with 422',
    refusals(['create'], (reply) => (reply.status === 400 ? { ...reply, status: 422 } : reply)),
  ),
  fault(
    'create-refuses-unknown-fields',
    'ignores unknown fields',
    takes(({ mentor_id, org_id, code }) => ({ mentor_id, org_id, code })),
  ),
  fault('refused-create-changes-nothing', 'stores a create that it refuses as a conflict', (server) => {
    const create = server.create.bind(server);
    server.create = async (request) => {
      const reply = await create(request);
      if (reply.status === 409) storesAnyway(server, request);
      return reply;
    };
  }),
  fault('refused-create-changes-nothing', 'deactivates the active record and then refuses the new one', (server) => {
    const create = server.create.bind(server);
    server.create = async (request) => {
      const reply = await create(request);
      const row = reply.status === 409 && server.find(text((reply.body as { record_id?: string }).record_id));
      if (row && row.status === 'active') server.retire(row, server.now(), {});
      return reply;
    };
  }),
  fault('refused-create-changes-nothing', 'updates created_at of the record whose code is taken', (server) => {
    const taken = server.taken.bind(server);
    server.taken = (code) => {
      const row = taken(code);
      if (row) row.created_at += 5000;
      return row;
    };
  }),
  fault('refused-create-changes-nothing', 'gives a taken code to the mentor of the refused create', (server) => {
    const create = server.create.bind(server);
    server.create = async (request) => {
      const reply = await create(request);
      const row = reply.status === 409 && server.find(text((reply.body as { record_id?: string }).record_id));
      if (row && row.code === JSON.parse(request.body).code) row.mentor_id = JSON.parse(request.body).mentor_id;
      return reply;
    };
  }),
];
