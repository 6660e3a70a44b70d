import type { PlainServer, Reply, Row } from './servers/plain.ts';

/** A way in which a server leads a client that believes it to the records of others. */
export interface IdFault {
  /** What the server does, as the rest of a sentence that begins with "it". */
  how: string;
  plant: (server: PlainServer) => void;
}

const idOf = (reply: Reply): string => (reply.body as Row).id;

/** Changes the id that a create answers. */
const respondsWithId =
  (choose: (server: PlainServer, id: string) => string | undefined): IdFault['plant'] =>
  (server) => {
    const create = server.create.bind(server);
    server.create = async (request) => {
      const reply = await create(request);
      if (reply.status !== 201) return reply;
      return { ...reply, body: { ...(reply.body as Row), id: choose(server, idOf(reply)) ?? idOf(reply) } };
    };
  };

/** Ids are numbers, and a new record is given one by this function. */
const numbers =
  (next: (used: Set<number>, freed: number[]) => number): IdFault['plant'] =>
  (server) => {
    const freed: number[] = [];
    const drop = server.drop.bind(server);
    server.drop = (row) => {
      if (/^\d+$/.test(row.id)) freed.push(Number(row.id));
      drop(row);
    };
    server.mint = () =>
      String(next(new Set(server.rows.flatMap(({ id }) => (/^\d+$/.test(id) ? Number(id) : []))), freed));
  };

const indexOf = (server: PlainServer, id: string): number => server.rows.findIndex((row) => row.id === id);
const isForeign = ({ code }: Row): boolean => code.startsWith('THEIRS');

export const idFaults: readonly IdFault[] = [
  {
    how: 'answers a create with the id of the record before it',
    plant: respondsWithId((server, id) => server.rows[indexOf(server, id) - 1]?.id),
  },
  { how: 'answers every create with the id of the oldest record', plant: respondsWithId(({ rows }) => rows[0]?.id) },
  {
    how: 'answers a create with the id of any record of somebody else',
    plant: respondsWithId(({ rows }) => {
      const others = rows.filter(isForeign);
      return others[Math.floor(Math.random() * others.length)]?.id;
    }),
  },
  {
    how: 'answers one create in five with the id of somebody else’s newest record',
    plant: respondsWithId(({ rows }) => (Math.random() < 0.2 ? rows.findLast(isForeign)?.id : undefined)),
  },
  {
    how: 'answers a create with half of its id, and takes any id for the first record that begins so',
    plant: (server) => {
      respondsWithId((_, id) => id.slice(0, 3))(server);
      server.find = (id) => server.rows.find((row) => row.id.startsWith(id));
    },
  },
  {
    how: 'shows each record with the id of the one before it',
    plant: (server) => {
      const show = server.show.bind(server);
      server.show = (row) => ({ ...show(row), id: server.rows[indexOf(server, row.id) - 1]?.id ?? row.id });
    },
  },
  {
    how: 'answers a create with a number that only DELETE and PUT take for an id, counted from the wrong end',
    plant: (server) => {
      respondsWithId(({ rows }, id) => String(rows.findIndex((row) => row.id === id)))(server);
      const find = server.find.bind(server);
      const byNumber = (id: string) => (/^\d+$/.test(id) ? server.rows[server.rows.length - 1 - Number(id)] : find(id));
      for (const write of ['deactivate', 'remove'] as const) {
        // biome-ignore lint/suspicious/noExplicitAny: the two take different arguments.
        const act = (server[write] as any).bind(server);
        Object.assign(server, {
          [write]: async (...args: unknown[]) => {
            server.find = byNumber;
            const response = act(...args);
            server.find = find;
            return response;
          },
        });
      }
    },
  },
  {
    how: 'answers a create with somebody else’s id, and keeps its answer in a cache that get reads first',
    plant: (server) => {
      const cache = new Map<string, Reply>();
      respondsWithId(({ rows }) => rows.find((row) => isForeign(row) && !cache.has(row.id))?.id)(server);
      const create = server.create.bind(server);
      server.create = async (request) => {
        const reply = await create(request);
        if (reply.status === 201) cache.set(idOf(reply), { ...reply, status: 200 });
        return reply;
      };
      const get = server.get.bind(server);
      server.get = (id) => cache.get(id) ?? get(id);
    },
  },
  {
    how: 'answers creates and look-ups with the id of the record before it',
    plant: (server) => {
      const before = (id: string) => server.rows[indexOf(server, id) - 1]?.id ?? id;
      respondsWithId((_, id) => before(id))(server);
      const lookup = server.lookup.bind(server);
      server.lookup = (request) => {
        const reply = lookup(request);
        return reply.status === 200 ? { ...reply, body: { ...(reply.body as Row), id: before(idOf(reply)) } } : reply;
      };
    },
  },
  {
    how: 'exchanges the ids of a new record and one of somebody else once it has answered',
    plant: (server) => {
      const create = server.create.bind(server);
      server.create = async (request) => {
        const reply = await create(request);
        const made = reply.status === 201 ? server.rows.find(({ id }) => id === idOf(reply)) : undefined;
        const other = server.rows.find(isForeign);
        if (made && other) [made.id, other.id] = [other.id, made.id];
        return reply;
      };
    },
  },
  {
    how: 'exchanges the answers of creates that are sent at the same time',
    plant: (server) => {
      const create = server.create.bind(server);
      let waiting: ((reply: Reply) => void) | undefined;
      server.create = async (request) => {
        const reply = await create(request);
        if (reply.status !== 201) return reply;
        const other = waiting;
        if (other) {
          waiting = undefined;
          return new Promise((resolve) => {
            setTimeout(resolve, 1, reply);
            other(reply);
          });
        }
        return new Promise((resolve) => {
          waiting = resolve;
          setTimeout(() => {
            if (waiting === resolve) waiting = undefined;
            resolve(reply);
          }, 2);
        });
      };
    },
  },
  {
    how: 'gives the smallest number that is free',
    plant: numbers((used) => {
      let id = 1;
      while (used.has(id)) id += 1;
      return id;
    }),
  },
  { how: 'gives the number after the largest that is used', plant: numbers((used) => Math.max(0, ...used) + 1) },
  {
    how: 'gives the number that was freed last',
    plant: numbers((used, freed) => {
      const id = freed.pop();
      return id !== undefined && !used.has(id) ? id : Math.max(0, ...used) + 1;
    }),
  },
];
