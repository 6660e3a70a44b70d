import type { PlainServer, Row } from '../servers/plain.ts';
import { answers, bodies, type Fault, fault, steps, window } from './fault.ts';

/** Leaves deleted records where some reads find them. */
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
    'answers 204',
    answers(['remove'], (reply) => (reply.status === 200 ? { ...reply, status: 204, body: undefined } : reply)),
  ),
  fault(
    'delete-answers-a-receipt',
    'shows deleted as a string',
    bodies(['remove'], (receipt) => ({ ...receipt, deleted: 'true' })),
  ),
  fault(
    'delete-answers-a-receipt',
    'leaves deleted_at out',
    bodies(['remove'], ({ deleted_at, ...rest }) => rest),
  ),
  fault(
    'delete-answers-a-receipt',
    'names another id',
    bodies(['remove'], (receipt) => ({ ...receipt, id: 'another' })),
  ),
  fault(
    'delete-answers-a-receipt',
    'stamps 1970',
    bodies(['remove'], (receipt) => ({ ...receipt, deleted_at: '1970-01-01T00:00:00Z' })),
  ),
  fault(
    'delete-answers-a-receipt',
    'answers the record',
    answers(['remove'], (reply) =>
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
    'still finds it by id',
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
    'still finds it by code',
    leaves((server, ghosts) => {
      server.byCode = (code) => [...server.rows, ...ghosts].find((row) => row.code === code);
      server.taken = (code) => server.rows.find((row) => row.code === code);
    }),
  ),
  fault(
    'delete-removes-everywhere',
    'still has it for the active one',
    leaves((server, ghosts) => {
      const activeOf = server.activeOf.bind(server);
      server.activeOf = (mentor, org) =>
        activeOf(mentor, org) ??
        ghosts.find((row) => row.mentor_id === mentor && row.org_id === org && row.status === 'active');
    }),
  ),
  fault(
    'delete-removes-everywhere',
    'still lists it',
    leaves((server, ghosts) => {
      server.listed = () => [...server.rows, ...ghosts];
    }),
  ),
  fault(
    'delete-removes-everywhere',
    'only makes it inactive',
    steps((server) => ({ drop: (row) => server.retire(row, server.now(), {}) })),
  ),
  fault('delete-removes-everywhere', 'brings it back where a deactivation is under way', (server) => {
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
    'deletes all of the pair',
    takesAlong((row, other) => row.mentor_id === other.mentor_id && row.org_id === other.org_id),
  ),
  fault(
    'delete-touches-one-record',
    'deletes all of the mentor',
    takesAlong((row, other) => row.mentor_id === other.mentor_id),
  ),
  fault(
    'delete-touches-one-record',
    'deletes all of the org',
    takesAlong((row, other) => row.org_id === other.org_id),
  ),
  fault(
    'delete-touches-one-record',
    'deletes all codes that begin alike',
    takesAlong((row, other) => other.code.startsWith(row.code)),
  ),
  fault(
    'delete-touches-one-record',
    'deletes the newest record too',
    takesAlong((_, other) => other.code.endsWith('-2')),
  ),
  fault(
    'delete-touches-one-record',
    'makes the pair’s active record inactive',
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
    'answers a receipt for any id',
    unknown((server, id) => server.reply(200, { id, deleted: true, deleted_at: server.time(server.now()) })),
  ),
  fault(
    'delete-unknown-is-404',
    'answers 204',
    unknown((server) => server.reply(204, undefined)),
  ),
  fault(
    'delete-unknown-is-404',
    'answers 400',
    unknown((server) => server.invalid('no such record')),
  ),
  fault('delete-again-is-404', 'answers the receipt again', (server) => {
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
  fault('delete-again-is-404', 'answers 410', (server) => {
    const gone = new Set<string>();
    const remove = server.remove.bind(server);
    server.remove = async (id) => {
      if (gone.has(id)) return server.refuse(410, 'gone', 'Gone.');
      const reply = await remove(id);
      if (reply.status === 200) gone.add(id);
      return reply;
    };
  }),
  fault('delete-under-race', 'finds, and deletes a millisecond later', (server) => {
    server.remove = async (id) => {
      const row = server.find(id);
      if (!row) return server.unknown();
      await window(1);
      server.drop(row);
      return server.reply(200, { id, deleted: true, deleted_at: server.time(server.now()) });
    };
  }),
];
