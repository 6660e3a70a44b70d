import { start as fastify } from './fastify.ts';
import { start as hono } from './hono.ts';
import { start as koa } from './koa.ts';
import { start as postgres } from './postgres.ts';
import type { StartServer } from './server.ts';

/** A server that keeps every documented and derived rule, with an implementation of its own. */
export interface CorrectServer {
  name: string;
  /** How it differs in what the source document leaves open. */
  differs: string;
  start: StartServer;
}

/** Correct servers that differ from each other as much as the contract allows. No MUST may fail on any of them. */
export const correctServers: readonly CorrectServer[] = [
  {
    name: 'fastify',
    differs:
      'replaces the active code, 200 for creates, newest first, clamped limits, ULIDs, errors are {message} with 422',
    start: fastify,
  },
  {
    name: 'koa',
    differs:
      'refuses a second deactivation, any text as a name, extra fields, sorted by UUID, times at +02:00, a clock 3 h late',
    start: koa,
  },
  {
    name: 'hono',
    differs:
      'empty mount, ids with special characters, errors without a body, least recently changed first, 404 past the end, repeatable deletions',
    start: hono,
  },
  {
    name: 'postgres',
    differs: 'PostgreSQL and h3: indexes decide races, integer ids, microseconds, about:blank problems',
    start: postgres,
  },
];
