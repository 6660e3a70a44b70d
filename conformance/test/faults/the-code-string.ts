import { required } from '../../src/errors.ts';
import type { PlainServer, Row } from '../servers/plain.ts';
import { checksThenInserts, type Fault, fault, instead, refusals, steps, window } from './fault.ts';

/** Compares codes in lookup by another test than equality. */
const finds = (test: (row: Row, code: string) => boolean): Fault['plant'] =>
  instead(['lookup'], (server, { query }) => {
    const code = query.get('code') ?? '';
    const row = server.rows.find((one) => test(one, code));
    return row && code ? server.reply(200, server.show(row)) : undefined;
  });
/** Ignores some records when create checks whether a code is taken. */
const unique =
  (within: (row: Row, request: { mentor_id: string; org_id: string }) => boolean): Fault['plant'] =>
  (server) => {
    const create = server.create.bind(server);
    server.create = async (request) => {
      const body = JSON.parse(request.body || '{}');
      server.taken = (code) => server.rows.find((row) => row.code === code && within(row, body));
      return create(request);
    };
  };
const notFound = (server: PlainServer) => server.refuse(404, 'code-not-found', 'No such code.');

export const theCodeString: Fault[] = [
  fault(
    'code-is-unique',
    'never checks whether a code is taken',
    unique(() => false),
  ),
  fault(
    'code-is-unique',
    'considers a code taken only by an active record',
    unique(({ status }) => status === 'active'),
  ),
  fault(
    'code-is-unique',
    'checks codes only within the org',
    unique((row, { org_id }) => row.org_id === org_id),
  ),
  fault(
    'code-is-unique',
    'checks codes only within the mentor',
    unique((row, { mentor_id }) => row.mentor_id === mentor_id),
  ),
  fault(
    'code-is-unique',
    'allows a pair to use its own inactive code again',
    unique((row, { mentor_id, org_id }) => row.mentor_id !== mentor_id || row.org_id !== org_id),
  ),
  fault('code-is-unique-under-race', 'checks, and inserts a millisecond later', checksThenInserts(1)),
  fault('code-is-unique-under-race', 'lets no request succeed', (server) => {
    const create = server.create.bind(server);
    const waiting = new Map<string, number>();
    server.create = async (request) => {
      const { code } = JSON.parse(request.body);
      waiting.set(code, (waiting.get(code) ?? 0) + 1);
      await window(5);
      return waiting.get(code) === 1 ? create(request) : server.refuse(409, 'code-taken', 'Somebody else is at it.');
    };
  }),
  fault(
    'code-conflict-is-409',
    'responds with 400',
    refusals(['create'], (reply) => (reply.status === 409 ? { ...reply, status: 400 } : reply)),
  ),
  fault(
    'code-conflict-is-409',
    'responds with 403',
    refusals(['create'], (reply) => (reply.status === 409 ? { ...reply, status: 403 } : reply)),
  ),
  fault('lookup-finds-active', 'finds no record by code', instead(['lookup'], notFound)),
  fault(
    'lookup-finds-active',
    'looks records up by id instead of code',
    instead(['lookup'], (server, { query }) => server.get(query.get('code') ?? '')),
  ),
  fault(
    'lookup-finds-inactive',
    'finds only active records',
    instead(['lookup'], (server, { query }) =>
      server.byCode(query.get('code') ?? '')?.status === 'inactive' ? notFound(server) : undefined,
    ),
  ),
  fault(
    'lookup-finds-inactive',
    'responds with the active record of the pair to an inactive code',
    instead(['lookup'], (server, { query }) => {
      const row = server.byCode(query.get('code') ?? '');
      const active = row && server.activeOf(row.mentor_id, row.org_id);
      return active && server.reply(200, server.show(active));
    }),
  ),
  fault(
    'lookup-is-exact',
    'finds a record by the beginning of its code',
    finds((row, code) => row.code.startsWith(code)),
  ),
  fault(
    'lookup-is-exact',
    'finds a record by the end of its code',
    finds((row, code) => row.code.endsWith(code)),
  ),
  fault(
    'lookup-is-exact',
    'finds a record by any part of its code',
    finds((row, code) => row.code.includes(code)),
  ),
  fault(
    'lookup-is-exact',
    'ignores letter case',
    finds((row, code) => row.code === code.toUpperCase()),
  ),
  fault(
    'lookup-is-exact',
    'ignores hyphens',
    finds((row, code) => row.code.replaceAll('-', '') === code.replaceAll('-', '')),
  ),
  fault(
    'lookup-is-exact',
    'ignores spaces around a code',
    finds((row, code) => row.code === code.trim()),
  ),
  fault(
    'lookup-is-exact',
    'treats % as a wildcard',
    finds((row, code) => new RegExp(`^${code.replaceAll('%', '.*')}$`).test(row.code)),
  ),
  fault(
    'lookup-is-exact',
    'treats a code as a regular expression',
    finds((row, code) => /^[\w.-]+$/.test(code) && new RegExp(`^${code}$`).test(row.code)),
  ),
  fault(
    'lookup-unknown-is-404',
    'responds with 200 and null',
    instead(['lookup'], (server, { query }) =>
      server.byCode(query.get('code') ?? '') ? undefined : server.reply(200, null),
    ),
  ),
  fault(
    'lookup-unknown-is-404',
    'responds with 200 and an empty list',
    instead(['lookup'], (server, { query }) =>
      server.byCode(query.get('code') ?? '') ? undefined : server.reply(200, []),
    ),
  ),
  fault(
    'lookup-unknown-is-404',
    'responds with 400',
    instead(['lookup'], (server, { query }) =>
      server.byCode(query.get('code') ?? '') ? undefined : server.invalid('no such code'),
    ),
  ),
  fault('lookup-unknown-is-404', 'finds deleted records', (server) => {
    const ever: Row[] = [];
    const insert = server.insert.bind(server);
    server.insert = (row) => {
      ever.push(row);
      insert(row);
    };
    server.byCode = (code) => ever.find((row) => row.code === code);
  }),
  fault(
    'lookup-needs-code',
    'lists all records without a code',
    instead(['lookup'], (server, { query }) =>
      query.has('code')
        ? undefined
        : server.reply(
            200,
            server.rows.map((row) => server.show(row)),
          ),
    ),
  ),
  fault(
    'lookup-needs-code',
    'responds with 500 without a code',
    instead(['lookup'], (server, { query }) => (query.has('code') ? undefined : server.refuse(500, 'oops', 'Oops.'))),
  ),
  fault(
    'lookup-needs-code',
    'responds with some record to an empty code',
    instead(['lookup'], (server, { query }) =>
      query.get('code') === '' ? server.reply(200, server.show(required(server.rows[0]))) : undefined,
    ),
  ),
  fault(
    'lookup-is-exact',
    'ignores the last character of a code',
    steps((server) => ({
      byCode: (code) => server.rows.find((row) => row.code.slice(0, -1) === code.slice(0, -1)),
      taken: (code) => server.rows.find((row) => row.code === code),
    })),
  ),
];
