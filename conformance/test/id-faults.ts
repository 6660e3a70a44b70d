import type { PlainServer, Reply, Row } from './servers/plain.ts';

/** A way in which a server leads a trusting client to the records of other clients. */
export interface IdFault {
  /** What the server does: completes the sentence "a server that…". */
  how: string;
  plant: (server: PlainServer) => void;
}

const idOf = (reply: Reply): string => (reply.body as Row).id;

/** Changes the id in the response to a create. */
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

/** Ids are numbers, chosen by this function. */
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
    how: 'responds to a create with the id of the previous record',
    plant: respondsWithId((server, id) => server.rows[indexOf(server, id) - 1]?.id),
  },
  {
    how: 'responds to every create with the id of the oldest record',
    plant: respondsWithId(({ rows }) => rows[0]?.id),
  },
  {
    how: 'responds to a create with the id of a record of another client',
    plant: respondsWithId(({ rows }) => {
      const others = rows.filter(isForeign);
      return others[Math.floor(Math.random() * others.length)]?.id;
    }),
  },
  {
    how: 'responds to one create in five with the id of the newest record of another client',
    plant: respondsWithId(({ rows }) => (Math.random() < 0.2 ? rows.findLast(isForeign)?.id : undefined)),
  },
  {
    how: 'responds to a create with half of its id, and finds the first record by the beginning of its id',
    plant: (server) => {
      respondsWithId((_, id) => id.slice(0, 3))(server);
      server.find = (id) => server.rows.find((row) => row.id.startsWith(id));
    },
  },
  {
    how: 'shows each record with the id of the previous one',
    plant: (server) => {
      const show = server.show.bind(server);
      server.show = (row) => ({ ...show(row), id: server.rows[indexOf(server, row.id) - 1]?.id ?? row.id });
    },
  },
  {
    how: 'responds to a create with a number, which DELETE and PUT count from the wrong end of the list',
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
    how: 'responds to a create with the id of another client’s record, and serves reads by id from a cache of such responses',
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
    how: 'responds to creates and lookups with the id of the previous record',
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
    how: 'swaps the ids of a new record and a record of another client after its response',
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
    how: 'swaps the responses to creates that are sent at the same time',
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
    how: 'uses the smallest free number as id',
    plant: numbers((used) => {
      let id = 1;
      while (used.has(id)) id += 1;
      return id;
    }),
  },
  { how: 'uses the largest used number plus one as id', plant: numbers((used) => Math.max(0, ...used) + 1) },
  {
    how: 'uses the number that was freed last as id',
    plant: numbers((used, freed) => {
      const id = freed.pop();
      return id !== undefined && !used.has(id) ? id : Math.max(0, ...used) + 1;
    }),
  },
];
