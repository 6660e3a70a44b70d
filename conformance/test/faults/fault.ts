import type { RuleId } from '@referral-codes/sdk/contract';
import { isReply, type Op, type PlainServer, type Reply, type ServerRequest } from '../servers/plain.ts';

/** One way to build the API wrongly, and the rule that must notice. */
export interface Fault {
  rule: RuleId;
  /** What the server does, as the rest of a sentence that begins with "it". */
  how: string;
  plant: (server: PlainServer) => void;
}

export const fault = (rule: RuleId, how: string, plant: Fault['plant']): Fault => ({ rule, how, plant });

// biome-ignore lint/suspicious/noExplicitAny: faults are about bodies of any shape.
export type Any = any;

export const RECORDS: readonly Op[] = ['create', 'get', 'active', 'lookup', 'deactivate'];
export const ALL: readonly Op[] = [...RECORDS, 'list', 'remove'];
/** Long enough that another request comes between. */
export const window = (ms = 1): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Changes the answers of some operations. */
export const answers =
  (ops: readonly Op[], change: (reply: Reply, request: ServerRequest, server: PlainServer) => Reply): Fault['plant'] =>
  (server) => {
    const operate = server.operate.bind(server);
    server.operate = async (op, id, request) => {
      const reply = await operate(op, id, request);
      return ops.includes(op) ? change(reply, request, server) : reply;
    };
  };

/** Changes the bodies of the good answers of some operations. */
export const bodies = (ops: readonly Op[], change: (body: Any, request: ServerRequest) => unknown): Fault['plant'] =>
  answers(ops, (reply, request) =>
    reply.status < 300 ? { ...reply, body: change(structuredClone(reply.body), request) } : reply,
  );

/** Changes the refusals of some operations. */
export const refusals = (
  ops: readonly Op[],
  change: (reply: Reply, request: ServerRequest, server: PlainServer) => Reply,
): Fault['plant'] =>
  answers(ops, (reply, request, server) => (reply.status >= 400 ? change(reply, request, server) : reply));

/** Changes every record shown. */
export const shows =
  (change: (record: Any) => unknown): Fault['plant'] =>
  (server) => {
    const show = server.show.bind(server);
    server.show = (row) => change(show(row)) as object;
  };

/** Answers some operations otherwise; undefined lets the operation go on. */
export const instead =
  (
    ops: readonly Op[],
    answer: (server: PlainServer, request: ServerRequest, id: string) => Reply | undefined | Promise<Reply | undefined>,
  ): Fault['plant'] =>
  (server) => {
    const operate = server.operate.bind(server);
    server.operate = async (op, id, request) =>
      (ops.includes(op) ? await answer(server, request, id) : undefined) ?? operate(op, id, request);
  };

/** Replaces steps of the server. */
export const steps =
  (replace: (server: PlainServer) => Partial<PlainServer>): Fault['plant'] =>
  (server) => {
    Object.assign(server, replace(server));
  };

/** Reads a body as the server does, or as some laxer reading does that is tried first. */
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

/** Takes what the contract's own server refuses: each field as a text, whatever it is. */
export const takes =
  (change: (body: Record<string, unknown>) => Record<string, unknown>): Fault['plant'] =>
  (server) => {
    const [faultOf, rowOf] = [server.newCodeFault.bind(server), server.rowOf.bind(server)];
    server.newCodeFault = (body) => faultOf(change(body));
    server.rowOf = (body) => rowOf(change(body));
  };

/** Checks, waits, and only then inserts: whoever comes between is not seen. */
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
