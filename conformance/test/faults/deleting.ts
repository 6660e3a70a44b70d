import type { PlainServer, Row } from '../servers/plain.ts';
import { bodies, type Fault, fault, replies, steps, window } from './fault.ts';

/** Keeps deleted records so that some reads can find them. */
const leaves =
  (where: (server: PlainServer, ghosts: Row[]) => void): Fault['plant'] =>
  (server) => {
    const ghosts: Row[] = [];
    const drop = server.drop.bind(server);
    server.drop = (row) => {
      ghosts.push(row);
      drop(row);
    };
    where(server, ghosts);
  };
const takesAlong = (near: (row: Row, other: Row) => boolean) =>
  steps((server) => ({
    drop: (row) => {
      server.rows = server.rows.filter((other) => other !== row && !near(row, other));
    },
  }));
const unknown =
  (reply: (server: PlainServer, id: string) => ReturnType<PlainServer['reply']>): Fault['plant'] =>
  (server) => {
    const remove = server.remove.bind(server);
    server.remove = async (id) => (server.find(id) ? remove(id) : reply(server, id));
  };

export const deleting: Fault[] = [
  fault(
    'delete-answers-a-receipt',
    'responds with 204',
    replies(['remove'], (reply) => (reply.status === 200 ? { ...reply, status: 204, body: undefined } : reply)),
  ),
  fault(
    'delete-answers-a-receipt',
    'shows deleted as a string',
    bodies(['remove'], (receipt) => ({ ...receipt, deleted: 'true' })),
  ),
  fault(
    'delete-answers-a-receipt',
    'omits deleted_at',
    bodies(['remove'], ({ deleted_at, ...rest }) => rest),
  ),
  fault(
    'delete-answers-a-receipt',
    'responds with another id',
    bodies(['remove'], (receipt) => ({ ...receipt, id: 'another' })),
  ),
  fault(
    'delete-answers-a-receipt',
    'sets the time to 1970',
    bodies(['remove'], (receipt) => ({ ...receipt, deleted_at: '1970-01-01T00:00:00Z' })),
  ),
  fault(
    'delete-answers-a-receipt',
    'responds with the record',
    replies(['remove'], (reply) =>
      reply.status === 200 ? { ...reply, body: { ...(reply.body as object), deleted: false } } : reply,
    ),
  ),
  fault(
    'delete-removes-everywhere',
    'deletes nothing',
    steps(() => ({ drop: () => {} })),
  ),
  fault(
    'delete-removes-everywhere',
    'still finds the record by id',
    leaves((server, ghosts) => {
      const get = server.get.bind(server);
      server.get = (id) => {
        const ghost = ghosts.find((row) => row.id === id);
        return ghost ? server.reply(200, server.show(ghost)) : get(id);
      };
    }),
  ),
  fault(
    'delete-removes-everywhere',
    'still finds the record by code',
    leaves((server, ghosts) => {
      server.byCode = (code) => [...server.rows, ...ghosts].find((row) => row.code === code);
      server.taken = (code) => server.rows.find((row) => row.code === code);
    }),
  ),
  fault(
    'delete-removes-everywhere',
    'still treats the record as the active one',
    leaves((server, ghosts) => {
      const activeOf = server.activeOf.bind(server);
      server.activeOf = (mentor, org) =>
        activeOf(mentor, org) ??
        ghosts.find((row) => row.mentor_id === mentor && row.org_id === org && row.status === 'active');
    }),
  ),
  fault(
    'delete-removes-everywhere',
    'still lists the record',
    leaves((server, ghosts) => {
      server.listed = () => [...server.rows, ...ghosts];
    }),
  ),
  fault(
    'delete-removes-everywhere',
    'only makes the record inactive',
    steps((server) => ({ drop: (row) => server.retire(row, server.now(), {}) })),
  ),
  fault('delete-removes-everywhere', 'restores the record if a deactivation is in progress', (server) => {
    const deactivate = server.deactivate.bind(server);
    server.deactivate = async (id, request) => {
      const row = server.find(id);
      await window(1);
      if (row && !server.find(id)) server.insert(row);
      return deactivate(id, request);
    };
  }),
  fault(
    'delete-touches-one-record',
    'deletes all records of the pair',
    takesAlong((row, other) => row.mentor_id === other.mentor_id && row.org_id === other.org_id),
  ),
  fault(
    'delete-touches-one-record',
    'deletes all records of the mentor',
    takesAlong((row, other) => row.mentor_id === other.mentor_id),
  ),
  fault(
    'delete-touches-one-record',
    'deletes all records of the org',
    takesAlong((row, other) => row.org_id === other.org_id),
  ),
  fault(
    'delete-touches-one-record',
    'deletes all codes with the same beginning',
    takesAlong((row, other) => other.code.startsWith(row.code)),
  ),
  fault(
    'delete-touches-one-record',
    'also deletes the newest record',
    takesAlong((_, other) => other.code.endsWith('-2')),
  ),
  fault(
    'delete-touches-one-record',
    'also makes the active record of the pair inactive',
    steps((server) => ({
      drop: ((drop) => (row) => {
        drop(row);
        const active = server.activeOf(row.mentor_id, row.org_id);
        if (active) server.retire(active, server.now(), {});
      })(server.drop.bind(server)),
    })),
  ),
  fault(
    'delete-unknown-is-404',
    'confirms the deletion of any id',
    unknown((server, id) => server.reply(200, { id, deleted: true, deleted_at: server.time(server.now()) })),
  ),
  fault(
    'delete-unknown-is-404',
    'responds with 204',
    unknown((server) => server.reply(204, undefined)),
  ),
  fault(
    'delete-unknown-is-404',
    'responds with 400',
    unknown((server) => server.invalid('no such record')),
  ),
  fault('delete-again-is-404', 'confirms the deletion again', (server) => {
    const receipts = new Map<string, Awaited<ReturnType<PlainServer['remove']>>>();
    const remove = server.remove.bind(server);
    server.remove = async (id) => {
      const kept = receipts.get(id);
      if (kept) return kept;
      const reply = await remove(id);
      if (reply.status === 200) receipts.set(id, reply);
      return reply;
    };
  }),
  fault('delete-again-is-404', 'responds with 410', (server) => {
    const gone = new Set<string>();
    const remove = server.remove.bind(server);
    server.remove = async (id) => {
      if (gone.has(id)) return server.refuse(410, 'gone', 'Gone.');
      const reply = await remove(id);
      if (reply.status === 200) gone.add(id);
      return reply;
    };
  }),
  fault('delete-under-race', 'finds the record, and deletes it a millisecond later', (server) => {
    const remove = server.remove.bind(server);
    server.remove = async (id) => {
      const row = server.find(id);
      await window(1);
      if (row && !server.find(id)) server.rows.push(row);
      return remove(id);
    };
  }),
];
