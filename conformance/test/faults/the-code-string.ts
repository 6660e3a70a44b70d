import { required } from '../../src/errors.ts';
import type { PlainServer, Row } from '../servers/plain.ts';
import { checksThenInserts, type Fault, fault, instead, refusals, steps, window } from './fault.ts';

/** Lookup finds by another test than equality. */
const finds = (test: (row: Row, code: string) => boolean): Fault['plant'] =>
  instead(['lookup'], (server, { query }) => {
    const code = query.get('code') ?? '';
    const row = server.rows.find((one) => test(one, code));
    return row && code ? server.reply(200, server.show(row)) : undefined;
  });
/** Create takes a code for used only by some records. */
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
    'never looks whether a code is taken',
    unique(() => false),
  ),
  fault(
    'code-is-unique',
    'sees a code as taken only by an active record',
    unique(({ status }) => status === 'active'),
  ),
  fault(
    'code-is-unique',
    'keeps codes apart within an org only',
    unique((row, { org_id }) => row.org_id === org_id),
  ),
  fault(
    'code-is-unique',
    'keeps codes apart within a mentor only',
    unique((row, { mentor_id }) => row.mentor_id === mentor_id),
  ),
  fault(
    'code-is-unique',
    'lets a pair have its own inactive code again',
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
    'answers 400',
    refusals(['create'], (reply) => (reply.status === 409 ? { ...reply, status: 400 } : reply)),
  ),
  fault(
    'code-conflict-is-409',
    'answers 403',
    refusals(['create'], (reply) => (reply.status === 409 ? { ...reply, status: 403 } : reply)),
  ),
  fault('lookup-finds-active', 'finds no code', instead(['lookup'], notFound)),
  fault(
    'lookup-finds-active',
    'finds by id',
    instead(['lookup'], (server, { query }) => server.get(query.get('code') ?? '')),
  ),
  fault(
    'lookup-finds-inactive',
    'finds active records only',
    instead(['lookup'], (server, { query }) =>
      server.byCode(query.get('code') ?? '')?.status === 'inactive' ? notFound(server) : undefined,
    ),
  ),
  fault(
    'lookup-finds-inactive',
    'answers the pair’s active record for an inactive code',
    instead(['lookup'], (server, { query }) => {
      const row = server.byCode(query.get('code') ?? '');
      const active = row && server.activeOf(row.mentor_id, row.org_id);
      return active && server.reply(200, server.show(active));
    }),
  ),
  fault(
    'lookup-is-exact',
    'finds by the beginning of a code',
    finds((row, code) => row.code.startsWith(code)),
  ),
  fault(
    'lookup-is-exact',
    'finds by the end of a code',
    finds((row, code) => row.code.endsWith(code)),
  ),
  fault(
    'lookup-is-exact',
    'finds by any part of a code',
    finds((row, code) => row.code.includes(code)),
  ),
  fault(
    'lookup-is-exact',
    'ignores upper and lower case',
    finds((row, code) => row.code === code.toUpperCase()),
  ),
  fault(
    'lookup-is-exact',
    'ignores hyphens',
    finds((row, code) => row.code.replaceAll('-', '') === code.replaceAll('-', '')),
  ),
  fault(
    'lookup-is-exact',
    'ignores blanks around a code',
    finds((row, code) => row.code === code.trim()),
  ),
  fault(
    'lookup-is-exact',
    'takes % for any text',
    finds((row, code) => new RegExp(`^${code.replaceAll('%', '.*')}$`).test(row.code)),
  ),
  fault(
    'lookup-is-exact',
    'takes a code for a regular expression',
    finds((row, code) => /^[\w.-]+$/.test(code) && new RegExp(`^${code}$`).test(row.code)),
  ),
  fault(
    'lookup-unknown-is-404',
    'answers 200 with null',
    instead(['lookup'], (server, { query }) =>
      server.byCode(query.get('code') ?? '') ? undefined : server.reply(200, null),
    ),
  ),
  fault(
    'lookup-unknown-is-404',
    'answers 200 with an empty list',
    instead(['lookup'], (server, { query }) =>
      server.byCode(query.get('code') ?? '') ? undefined : server.reply(200, []),
    ),
  ),
  fault(
    'lookup-unknown-is-404',
    'answers 400',
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
    'lists everything without a code',
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
    'answers 500 without a code',
    instead(['lookup'], (server, { query }) => (query.has('code') ? undefined : server.refuse(500, 'oops', 'Oops.'))),
  ),
  fault(
    'lookup-needs-code',
    'answers some record to an empty code',
    instead(['lookup'], (server, { query }) =>
      query.get('code') === '' ? server.reply(200, server.show(required(server.rows[0]))) : undefined,
    ),
  ),
  fault(
    'lookup-is-exact',
    'leaves the last character of a code aside',
    steps((server) => ({
      byCode: (code) => server.rows.find((row) => row.code.slice(0, -1) === code.slice(0, -1)),
      taken: (code) => server.rows.find((row) => row.code === code),
    })),
  ),
];
