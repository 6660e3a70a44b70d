import type { RuleId } from '@referral-codes/sdk/contract';
import { isReply, type Op, type PlainServer, type Reply, type ServerRequest } from '../servers/plain.ts';

/** One way to implement the API incorrectly, and the rule that must fail. */
export interface Fault {
  rule: RuleId;
  /** What the server does: completes the sentence "a server that…". */
  how: string;
  plant: (server: PlainServer) => void;
}

export const fault = (rule: RuleId, how: string, plant: Fault['plant']): Fault => ({ rule, how, plant });

// biome-ignore lint/suspicious/noExplicitAny: faults are about bodies of any shape.
export type Any = any;

export const RECORDS: readonly Op[] = ['create', 'get', 'active', 'lookup', 'deactivate'];
export const ALL: readonly Op[] = [...RECORDS, 'list', 'remove'];
/** Waits, so that another request can be processed in between. */
export const window = (ms = 1): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Changes the responses of some operations. */
export const replies =
  (ops: readonly Op[], change: (reply: Reply, request: ServerRequest, server: PlainServer) => Reply): Fault['plant'] =>
  (server) => {
    const operate = server.operate.bind(server);
    server.operate = async (op, id, request) => {
      const reply = await operate(op, id, request);
      return ops.includes(op) ? change(reply, request, server) : reply;
    };
  };

/** Changes the bodies of the successful responses of some operations. */
export const bodies = (ops: readonly Op[], change: (body: Any, request: ServerRequest) => unknown): Fault['plant'] =>
  replies(ops, (reply, request) =>
    reply.status < 300 ? { ...reply, body: change(structuredClone(reply.body), request) } : reply,
  );

/** Changes the error responses of some operations. */
export const refusals = (
  ops: readonly Op[],
  change: (reply: Reply, request: ServerRequest, server: PlainServer) => Reply,
): Fault['plant'] =>
  replies(ops, (reply, request, server) => (reply.status >= 400 ? change(reply, request, server) : reply));

/** Changes every record in a response. */
export const shows =
  (change: (record: Any) => unknown): Fault['plant'] =>
  (server) => {
    const show = server.show.bind(server);
    server.show = (row) => change(show(row)) as object;
  };

/** Replaces the response of some operations, unless `respond` returns undefined. */
export const instead =
  (
    ops: readonly Op[],
    respond: (
      server: PlainServer,
      request: ServerRequest,
      id: string,
    ) => Reply | undefined | Promise<Reply | undefined>,
  ): Fault['plant'] =>
  (server) => {
    const operate = server.operate.bind(server);
    server.operate = async (op, id, request) =>
      (ops.includes(op) ? await respond(server, request, id) : undefined) ?? operate(op, id, request);
  };

/** Replaces methods of the server. */
export const steps =
  (replace: (server: PlainServer) => Partial<PlainServer>): Fault['plant'] =>
  (server) => {
    Object.assign(server, replace(server));
  };

/** Parses a body that the server refuses with another parser, which may throw. */
export const readsAlso =
  (lax: (text: string, request: ServerRequest) => unknown): Fault['plant'] =>
  (server) => {
    const read = server.read.bind(server);
    server.read = (request) => {
      const plain = read(request);
      if (!isReply(plain)) return plain;
      try {
        const value = lax(request.body, request);
        return typeof value === 'object' && value !== null && !Array.isArray(value)
          ? (value as Record<string, unknown>)
          : plain;
      } catch {
        return plain;
      }
    };
  };

/** Changes the body of a create before it is validated and stored, so that an invalid one can be accepted. */
export const takes =
  (change: (body: Record<string, unknown>) => Record<string, unknown>): Fault['plant'] =>
  (server) => {
    const [faultOf, rowOf] = [server.newCodeFault.bind(server), server.rowOf.bind(server)];
    server.newCodeFault = (body) => faultOf(change(body));
    server.rowOf = (body) => rowOf(change(body));
  };

/** Waits between the check and the insert, so that it does not see what other requests insert meanwhile. */
export const checksThenInserts =
  (ms: number): Fault['plant'] =>
  (server) => {
    const create = server.create.bind(server);
    server.create = async (request) => {
      const rows = [...server.rows];
      await window(ms);
      const now = server.rows;
      server.rows = rows;
      const length = rows.length;
      const reply = await create(request);
      server.rows = [...now, ...rows.slice(length)];
      return reply;
    };
  };

/** Confirms every create, but does not store every `every`-th one. */
export const losesWrites =
  (every: number): Fault['plant'] =>
  (server) => {
    let writes = 0;
    const insert = server.insert.bind(server);
    server.insert = (row) => {
      writes += 1;
      if (writes % every) insert(row);
    };
  };
