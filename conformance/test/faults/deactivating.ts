import { isReply, type PlainServer, type Row } from '../servers/plain.ts';
import { bodies, type Fault, fault, readsAlso, replies, steps, window } from './fault.ts';

/** Ignores unknown fields, and does something else when it deactivates a record. */
const retires =
  (more: (row: Row, body: Record<string, unknown>, server: PlainServer, at: number) => void): Fault['plant'] =>
  (server) => {
    const retire = server.retire.bind(server);
    const faultOf = server.deactivationFault.bind(server);
    server.deactivationFault = ({ status, deactivated_at }) =>
      faultOf({ status, ...(deactivated_at !== undefined && { deactivated_at }) });
    server.retire = (row, at, body) => {
      retire(row, at, body);
      more(row, body, server, at);
    };
  };
const others = (near: (row: Row, other: Row) => boolean): Fault['plant'] =>
  retires((row, _, server, at) => {
    for (const other of server.rows)
      if (other !== row && near(row, other)) Object.assign(other, { status: 'inactive', deactivated_at: at });
  });
const again =
  (reply: (server: PlainServer, row: Row, at: number) => unknown): Fault['plant'] =>
  (server) => {
    const deactivate = server.deactivate.bind(server);
    server.deactivate = async (id, request) => {
      const row = server.find(id);
      const body = server.read(request);
      const inactive = row?.status === 'inactive' && !('headers' in body) && !server.deactivationFault(body);
      if (!inactive) return deactivate(id, request);
      const at = body.deactivated_at === undefined ? server.now() : Date.parse(String(body.deactivated_at));
      return (reply(server, row, at) as Awaited<ReturnType<typeof deactivate>> | undefined) ?? deactivate(id, request);
    };
  };
const accepts =
  (change: (body: Record<string, unknown>) => Record<string, unknown>): Fault['plant'] =>
  (server) => {
    const faultOf = server.deactivationFault.bind(server);
    server.deactivationFault = (body) => {
      const changed = change(body);
      const fault = faultOf(changed);
      if (!fault) Object.assign(body, changed);
      if (!fault && changed.deactivated_at === undefined) delete body.deactivated_at;
      return fault;
    };
  };
const given = (change: (at: string) => string): Fault['plant'] =>
  accepts((body) =>
    typeof body.deactivated_at === 'string' ? { ...body, deactivated_at: change(body.deactivated_at) } : body,
  );

export const deactivating: Fault[] = [
  fault(
    'deactivate-answers-inactive',
    'responds with 204',
    replies(['deactivate'], (reply) => (reply.status === 200 ? { ...reply, status: 204, body: undefined } : reply)),
  ),
  fault(
    'deactivate-answers-inactive',
    'responds with the record as it was before',
    bodies(['deactivate'], (record) => ({ ...record, status: 'active', deactivated_at: null })),
  ),
  fault(
    'deactivate-answers-inactive',
    'responds with `ok`',
    bodies(['deactivate'], () => ({ ok: true })),
  ),
  fault(
    'deactivate-answers-inactive',
    'responds without deactivated_at',
    bodies(['deactivate'], ({ deactivated_at, ...rest }) => rest),
  ),
  fault(
    'deactivate-keeps-the-given-time',
    'always uses the current time',
    accepts(({ deactivated_at, ...body }) => body),
  ),
  fault(
    'deactivate-keeps-the-given-time',
    'drops the zone of a time',
    given((at) => at.replace(/[+-]\d\d:\d\d$/, 'Z')),
  ),
  fault(
    'deactivate-keeps-the-given-time',
    'keeps only the day',
    given((at) => `${at.slice(0, 10)}T23:59:59Z`),
  ),
  fault(
    'deactivate-keeps-the-given-time',
    'is off by an hour, as with daylight saving time',
    given((at) => new Date(Date.parse(at) + 3_600_000).toISOString()),
  ),
  fault('deactivate-fills-in-the-time', 'requires a time', (server) => {
    const faultOf = server.deactivationFault.bind(server);
    server.deactivationFault = (body) =>
      body.status === 'inactive' && body.deactivated_at === undefined ? 'deactivated_at is needed' : faultOf(body);
  }),
  fault('deactivate-fills-in-the-time', 'uses created_at as the time', (server) => {
    const retire = server.retire.bind(server);
    server.retire = (row, at, body) =>
      retire(row, body.deactivated_at === undefined ? row.created_at - 3_600_000 : at, body);
  }),
  fault('deactivate-lasts', 'responds with inactive but stores nothing', (server) => {
    const deactivate = server.deactivate.bind(server);
    server.deactivate = async (id, request) => {
      const row = server.find(id);
      const before = row && { ...row };
      const reply = await deactivate(id, request);
      if (row) Object.assign(row, before);
      return reply;
    };
  }),
  fault('deactivate-lasts', 'makes the old record active again when the pair gets a new one', (server) => {
    const insert = server.insert.bind(server);
    server.insert = (row) => {
      for (const old of server.rows)
        if (old.mentor_id === row.mentor_id && old.org_id === row.org_id)
          Object.assign(old, { status: 'active', deactivated_at: null });
      insert(row);
    };
  }),
  fault('deactivate-lasts', 'shows the deactivation in get but not in lookup', (server) => {
    server.byCode = (code) => {
      const row = server.rows.find((one) => one.code === code);
      return row && { ...row, status: 'active', deactivated_at: null };
    };
  }),
  fault(
    'deactivate-changes-nothing-else',
    'stores every field of the body',
    retires((row, { status, deactivated_at, created_at, ...rest }) => Object.assign(row, rest)),
  ),
  fault(
    'deactivate-changes-nothing-else',
    'accepts another code',
    retires((row, { code }) => Object.assign(row, code ? { code } : {})),
  ),
  fault(
    'deactivate-changes-nothing-else',
    'accepts another mentor',
    retires((row, { mentor_id }) => Object.assign(row, mentor_id ? { mentor_id } : {})),
  ),
  fault(
    'deactivate-changes-nothing-else',
    'accepts another created_at',
    retires((row, { created_at }) =>
      Object.assign(row, created_at ? { created_at: Date.parse(String(created_at)) } : {}),
    ),
  ),
  fault(
    'deactivate-changes-nothing-else',
    'updates created_at',
    retires((row) => Object.assign(row, { created_at: row.created_at + 60_000 })),
  ),
  fault(
    'deactivate-touches-one-record',
    'deactivates all codes of the mentor',
    others((row, other) => row.mentor_id === other.mentor_id && other.status === 'active'),
  ),
  fault(
    'deactivate-touches-one-record',
    'deactivates all codes of the org',
    others((row, other) => row.org_id === other.org_id && other.status === 'active'),
  ),
  fault(
    'deactivate-touches-one-record',
    'deactivates all codes with the same beginning',
    others((row, other) => other.code.startsWith(row.code) && other.status === 'active'),
  ),
  fault(
    'deactivate-touches-one-record',
    'changes the times of older records of the pair',
    others(
      (row, other) => row.mentor_id === other.mentor_id && row.org_id === other.org_id && other.status === 'inactive',
    ),
  ),
  fault(
    'deactivate-again-moves-nothing',
    'changes the time when it is repeated',
    again((_, row, at) => {
      row.deactivated_at = at;
    }),
  ),
  fault(
    'deactivate-again-moves-nothing',
    'changes the time when it is repeated with a later one',
    again((_, row, at) => {
      row.deactivated_at = Math.max(at, row.deactivated_at ?? 0);
    }),
  ),
  fault(
    'deactivate-again-moves-nothing',
    'refuses a repetition but changes the time',
    again((server, row, at) => {
      row.deactivated_at = at;
      return server.refuse(409, 'inactive', 'It is inactive.');
    }),
  ),
  fault(
    'deactivate-again-is-200',
    'responds with 409',
    again((server) => server.refuse(409, 'inactive', 'It is inactive.')),
  ),
  fault(
    'deactivate-again-is-200',
    'responds with 404',
    again((server) => server.unknown()),
  ),
  fault('deactivation-is-final', 'makes the record active again if its pair is free', (server) => {
    const deactivate = server.deactivate.bind(server);
    server.deactivate = async (id, request) => {
      const row = server.find(id);
      if (!row || !request.body.includes('"active"') || server.activeOf(row.mentor_id, row.org_id))
        return deactivate(id, request);
      Object.assign(row, { status: 'active', deactivated_at: null });
      return server.reply(200, server.show(row));
    };
  }),
  fault('deactivation-is-final', 'responds with 200 but changes nothing', (server) => {
    const deactivate = server.deactivate.bind(server);
    server.deactivate = async (id, request) => {
      const row = server.find(id);
      return row && request.body.includes('"active"') ? server.reply(200, server.show(row)) : deactivate(id, request);
    };
  }),
  fault('deactivate-unknown-is-404', 'responds with 200', (server) => {
    const deactivate = server.deactivate.bind(server);
    server.deactivate = async (id, request) =>
      server.find(id) ? deactivate(id, request) : server.reply(200, { id, status: 'inactive' });
  }),
  fault('deactivate-unknown-is-404', 'creates the record', (server) => {
    const deactivate = server.deactivate.bind(server);
    server.deactivate = async (id, request) => {
      if (!server.find(id))
        server.insert({ ...server.rowOf({ mentor_id: 'm', org_id: 'o', code: `MADE-${server.rows.length}` }), id });
      return deactivate(id, request);
    };
  }),
  fault('deactivate-unknown-is-404', 'responds with 400', (server) => {
    const deactivate = server.deactivate.bind(server);
    server.deactivate = async (id, request) =>
      server.find(id) ? deactivate(id, request) : server.invalid('no such record');
  }),
  fault(
    'deactivate-refuses-bad-body',
    'treats any status as inactive',
    accepts((body) => ({ ...body, status: 'inactive' })),
  ),
  fault(
    'deactivate-refuses-bad-body',
    'treats an empty body as inactive',
    readsAlso((body) => (body === '' ? { status: 'inactive' } : undefined)),
  ),
  fault(
    'deactivate-refuses-bad-body',
    'treats an invalid time as the current time',
    accepts(({ deactivated_at, ...body }) =>
      Number.isNaN(Date.parse(String(deactivated_at))) ? body : { ...body, deactivated_at },
    ),
  ),
  fault(
    'deactivate-refuses-bad-body',
    'treats INACTIVE as inactive',
    accepts((body) => ({ ...body, status: String(body.status).toLowerCase() })),
  ),
  fault(
    'deactivate-refuses-bad-body',
    'completes JSON that is cut off',
    readsAlso((body) => JSON.parse(`${body}}`)),
  ),
  fault('deactivate-refuses-bad-body', 'refuses an invalid time but deactivates the record', (server) => {
    const deactivate = server.deactivate.bind(server);
    server.deactivate = async (id, request) => {
      const reply = await deactivate(id, request);
      const row = server.find(id);
      if (reply.status === 400 && row?.status === 'active' && request.body.includes('yesterday'))
        server.retire(row, server.now(), {});
      return reply;
    };
  }),
  fault('deactivate-before-created-is-refused', 'accepts any time', (server) => {
    const deactivate = server.deactivate.bind(server);
    server.deactivate = async (id, request) => {
      const reply = await deactivate(id, request);
      const body = server.read(request);
      const row = server.find(id);
      if (reply.status !== 422 || isReply(body) || !row || body.deactivated_at === undefined) return reply;
      if (row.status === 'active') server.retire(row, Date.parse(String(body.deactivated_at)), body);
      return server.reply(200, server.show(row));
    };
  }),
  fault(
    'deactivate-before-created-is-refused',
    'responds with 400',
    replies(['deactivate'], (reply) => (reply.status === 422 ? { ...reply, status: 400 } : reply)),
  ),
  fault('deactivate-under-race', 'reads, and writes a millisecond later', (server) => {
    const deactivate = server.deactivate.bind(server);
    server.deactivate = async (id, request) => {
      const row = server.find(id);
      const before = row && { ...row };
      await window(1);
      if (row) Object.assign(row, before);
      return deactivate(id, request);
    };
  }),
  fault('deactivate-under-race', 'responds to each request with a time of its own', (server) => {
    const deactivate = server.deactivate.bind(server);
    server.deactivate = async (id, request) => {
      const reply = await deactivate(id, request);
      const { deactivated_at: at } = JSON.parse(request.body || '{}') ?? {};
      return reply.status === 200 && at ? { ...reply, body: { ...(reply.body as object), deactivated_at: at } } : reply;
    };
  }),
  fault('deactivate-under-race', 'responds with 500 to the slower request', (server) => {
    const deactivate = server.deactivate.bind(server);
    const busy = new Set<string>();
    server.deactivate = async (id, request) => {
      if (busy.has(id)) return server.refuse(500, 'oops', 'Deadlock.');
      busy.add(id);
      await window(1);
      busy.delete(id);
      return deactivate(id, request);
    };
  }),
  fault(
    'deactivate-answers-inactive',
    'responds with another record',
    steps((server) => ({
      deactivate: ((deactivate) => async (id, request) => {
        const reply = await deactivate(id, request);
        return reply.status === 200 ? { ...reply, body: { ...(reply.body as object), id: 'another' } } : reply;
      })(server.deactivate.bind(server)),
    })),
  ),
];
