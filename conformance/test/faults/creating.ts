import type { PlainServer, ServerRequest } from '../servers/plain.ts';
import { answers, bodies, type Fault, fault, readsAlso, refusals, steps, takes } from './fault.ts';

const text = (value: unknown): string => String(value);
/** Ignores the fields it does not know, and lets the client choose one that is the server's. */
const lets =
  (field: string, read: (value: unknown) => unknown): Fault['plant'] =>
  (server) => {
    const rowOf = server.rowOf.bind(server);
    server.newCodeFault = () => undefined;
    server.rowOf = (body) => ({ ...rowOf(body), ...(body[field] !== undefined && { [field]: read(body[field]) }) });
  };
/** Stores a record although it refuses the create. */
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
    'makes a record pending',
    bodies(['create'], (record) => ({ ...record, status: 'pending' })),
  ),
  fault(
    'create-answers-the-record',
    'answers only what was sent',
    bodies(['create'], ({ mentor_id, org_id, code }) => ({ mentor_id, org_id, code })),
  ),
  fault(
    'create-answers-the-record',
    'changes mentor and org about',
    bodies(['create'], (record) => ({ ...record, mentor_id: record.org_id, org_id: record.mentor_id })),
  ),
  fault(
    'create-answers-the-record',
    'writes an empty text for no deactivated_at',
    bodies(['create'], (record) => ({ ...record, deactivated_at: '' })),
  ),
  fault(
    'create-answers-the-record',
    'answers 202 with nothing',
    answers(['create'], (reply) => (reply.status === 201 ? { ...reply, status: 202, body: undefined } : reply)),
  ),
  fault(
    'create-answers-201',
    'answers 200',
    answers(['create'], (reply) => (reply.status === 201 ? { ...reply, status: 200 } : reply)),
  ),
  fault(
    'create-answers-201',
    'sends no Location',
    answers(['create'], ({ headers: { location, ...headers }, ...reply }) => ({ ...reply, headers })),
  ),
  fault(
    'create-answers-201',
    'sends a Location that leads to the list',
    answers(['create'], (reply, { path }) =>
      reply.status === 201 ? { ...reply, headers: { ...reply.headers, location: path } } : reply,
    ),
  ),
  fault(
    'create-mints-unique-ids',
    'counts records for an id, so that one comes back',
    steps((server) => ({ mint: () => `n${server.rows.length}` })),
  ),
  fault(
    'create-mints-unique-ids',
    'draws ids from ten',
    steps(() => ({ mint: () => `d${Math.floor(Math.random() * 10)}` })),
  ),
  fault('create-mints-unique-ids', 'makes the id from the code', (server) => {
    const rowOf = server.rowOf.bind(server);
    server.rowOf = (body) => ({ ...rowOf(body), id: `c-${body.code}` });
  }),
  fault(
    'create-mints-unique-ids',
    'makes the id from the second',
    steps(() => ({ mint: () => `t${Math.floor(Date.now() / 1000)}` })),
  ),
  fault(
    'create-stamps-the-time',
    'has the clock of another zone and calls it UTC',
    bodies(['create'], (record) => ({ ...record, created_at: new Date(Date.now() + 7_200_000).toISOString() })),
  ),
  fault(
    'create-stamps-the-time',
    'stamps 1970',
    bodies(['create'], (record) => ({ ...record, created_at: '1970-01-01T00:00:00Z' })),
  ),
  fault(
    'create-stamps-the-time',
    'stamps the day',
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
  fault('create-refuses-missing-field', 'makes up a code', only('code', undefined, 'MADE-UP')),
  fault('create-refuses-missing-field', 'makes up a mentor', only('mentor_id', undefined, 'nobody')),
  fault('create-refuses-missing-field', 'refuses a create without code and stores it all the same', (server) => {
    const create = server.create.bind(server);
    server.create = async (request) => {
      const reply = await create(request);
      if (reply.status === 400 && !request.body.includes('"code"')) storesAnyway(server, request);
      return reply;
    };
  }),
  fault(
    'create-refuses-wrong-type',
    'takes numbers for texts',
    takes((body) =>
      Object.fromEntries(
        Object.entries(body).map(([key, value]) => [key, typeof value === 'number' ? text(value) : value]),
      ),
    ),
  ),
  fault(
    'create-refuses-wrong-type',
    'takes null for a text',
    takes((body) =>
      Object.fromEntries(Object.entries(body).map(([key, value]) => [key, value === null ? 'null' : value])),
    ),
  ),
  fault(
    'create-refuses-wrong-type',
    'takes the first of a list',
    takes((body) =>
      Object.fromEntries(
        Object.entries(body).map(([key, value]) => [key, Array.isArray(value) && key !== 'code' ? value[0] : value]),
      ),
    ),
  ),
  fault('create-refuses-wrong-type', 'answers 500 to an object', (server) => {
    const faultOf = server.newCodeFault.bind(server);
    const create = server.create.bind(server);
    server.create = async (request) =>
      request.body.includes('{"a":1}') ? server.refuse(500, 'oops', 'Oops.') : create(request);
    server.newCodeFault = faultOf;
  }),
  fault(
    'create-refuses-malformed-json',
    'allows a comma at the end',
    readsAlso((body) => JSON.parse(body.replace(',}', '}'))),
  ),
  fault(
    'create-refuses-malformed-json',
    'ignores what comes after',
    readsAlso((body) => JSON.parse(body.slice(0, body.indexOf('}') + 1))),
  ),
  fault(
    'create-refuses-malformed-json',
    'mends what is cut short',
    readsAlso((body) => JSON.parse(`${body}}`)),
  ),
  fault(
    'create-refuses-malformed-json',
    'allows single quotes',
    readsAlso((body) => JSON.parse(body.replaceAll("'", '"'))),
  ),
  fault(
    'create-refuses-malformed-json',
    'reads a form, whatever its type',
    readsAlso((body) => Object.fromEntries(new URLSearchParams(body))),
  ),
  fault('create-refuses-malformed-json', 'answers 500', (server) => {
    const read = server.read.bind(server);
    server.read = (request) => {
      const value = read(request);
      return 'headers' in value ? server.refuse(500, 'oops', 'Unexpected token') : value;
    };
  }),
  fault(
    'create-refuses-non-object',
    'takes the first of a list',
    readsAlso((body) => JSON.parse(body)[0]),
  ),
  fault(
    'create-refuses-non-object',
    'reads JSON inside a text',
    readsAlso((body) => JSON.parse(JSON.parse(body))),
  ),
  fault('create-refuses-non-object', 'answers 200 to null', (server) => {
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
    'cuts a long mentor',
    takes((body) => ({
      ...body,
      mentor_id: typeof body.mentor_id === 'string' ? body.mentor_id.slice(0, 64) : body.mentor_id,
    })),
  ),
  fault(
    'create-refuses-bad-values',
    'trims',
    takes((body) => ({
      ...body,
      org_id: typeof body.org_id === 'string' ? body.org_id.trim() || 'none' : body.org_id,
    })),
  ),
  fault(
    'create-refuses-bad-values',
    'answers 422',
    refusals(['create'], (reply) => (reply.status === 400 ? { ...reply, status: 422 } : reply)),
  ),
  fault(
    'create-refuses-unknown-fields',
    'ignores fields it does not know',
    takes(({ mentor_id, org_id, code }) => ({ mentor_id, org_id, code })),
  ),
  fault('refused-create-changes-nothing', 'stores what it refuses as a conflict', (server) => {
    const create = server.create.bind(server);
    server.create = async (request) => {
      const reply = await create(request);
      if (reply.status === 409) storesAnyway(server, request);
      return reply;
    };
  }),
  fault('refused-create-changes-nothing', 'deactivates the active record before it refuses the next', (server) => {
    const create = server.create.bind(server);
    server.create = async (request) => {
      const reply = await create(request);
      const row = reply.status === 409 && server.find(text((reply.body as { record_id?: string }).record_id));
      if (row && row.status === 'active') server.retire(row, server.now(), {});
      return reply;
    };
  }),
  fault('refused-create-changes-nothing', 'stamps the record anew whose code was asked for', (server) => {
    const taken = server.taken.bind(server);
    server.taken = (code) => {
      const row = taken(code);
      if (row) row.created_at += 5000;
      return row;
    };
  }),
  fault('refused-create-changes-nothing', 'gives the taken code to who asked for it', (server) => {
    const create = server.create.bind(server);
    server.create = async (request) => {
      const reply = await create(request);
      const row = reply.status === 409 && server.find(text((reply.body as { record_id?: string }).record_id));
      if (row && row.code === JSON.parse(request.body).code) row.mentor_id = JSON.parse(request.body).mentor_id;
      return reply;
    };
  }),
];
