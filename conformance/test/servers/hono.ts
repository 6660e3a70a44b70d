import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { HTTPException } from 'hono/http-exception';
import { type Entry, isTime, Register, secondOf, stamp } from './hono-register.ts';
import type { RunningServer, StartOptions } from './server.ts';

const RECORDS = '/api/v1/referral-code-records';

const refuse = (status: 400 | 404 | 405 | 409 | 410 | 415 | 416 | 422): never => {
  throw new HTTPException(status);
};

async function readObject(c: Context, known: string[]): Promise<Record<string, unknown>> {
  if (!/^application\/json\s*(;|$)/i.test(c.req.header('content-type') ?? '')) refuse(415);
  const body: unknown = await c.req.json().catch(() => refuse(400));
  if (Object.prototype.toString.call(body) !== '[object Object]') refuse(422);
  if (Object.keys(body as object).some((key) => !known.includes(key))) refuse(422);
  return body as Record<string, unknown>;
}

function matching(value: unknown, pattern: RegExp): string {
  return typeof value === 'string' && value.length <= 64 && pattern.test(value) ? value : refuse(422);
}

/** The value of a query parameter that must occur once. */
function only(c: Context, name: string): string {
  const [value, ...more] = c.req.queries(name) ?? [];
  return value === undefined || more.length > 0 ? refuse(400) : value;
}

function paging(c: Context, name: string, fallback: number, most: number): number {
  if (c.req.queries(name) === undefined) return fallback;
  const text = only(c, name);
  if (!/^[0-9]{1,15}$/.test(text)) refuse(400);
  return Number(text) >= 1 && Number(text) <= most ? Number(text) : refuse(416);
}

const ID = /^[A-Za-z0-9_-]+$/;
const CODE = /^[A-Z0-9]+(?:-[A-Z0-9]+)*$/;

const found = (entry: Entry | undefined): Entry => entry ?? refuse(404);

/** Indented, and with the media type in capitals. */
const json = (c: Context, status: 200 | 201, value: object) =>
  c.body(`${JSON.stringify(value, null, 2)}\n`, status, { 'Content-Type': 'Application/JSON' });

function list(c: Context, register: Register) {
  const [page, limit] = [paging(c, 'page', 1, 999_999_999_999), paging(c, 'limit', 20, 100)];
  const skip = (page - 1) * limit;
  const total = register.entries.size;
  if (page > 1 && skip >= total) refuse(404);
  return json(c, 200, { data: register.page(skip, limit), pagination: { page, limit, total } });
}

async function create(c: Context, register: Register) {
  const body = await readObject(c, ['mentor_id', 'org_id', 'code']);
  const [mentor, org, code] = [matching(body.mentor_id, ID), matching(body.org_id, ID), matching(body.code, CODE)];
  if (register.owner(code) || register.active(mentor, org)) refuse(422);
  const entry = register.create(mentor, org, code);
  c.header('Location', new URL(`${RECORDS}/${encodeURIComponent(entry.id)}`, c.req.url).href);
  return json(c, 201, entry);
}

async function deactivate(c: Context, register: Register, id: string) {
  const { status, deactivated_at: at = stamp() } = await readObject(c, ['status', 'deactivated_at']);
  const entry = found(register.entries.get(id));
  if (status !== 'inactive') refuse(422);
  if (typeof at !== 'string' || !isTime(at)) return refuse(422);
  if (entry.status === 'inactive') return json(c, 200, entry);
  if (secondOf(at) < secondOf(entry.created_at)) refuse(400);
  return json(c, 200, register.deactivate(entry, at));
}

function makeApp(register: Register): Hono {
  const app = new Hono();
  // The rest of a body that is too large is not read, so the connection cannot be used again.
  app.use(bodyLimit({ maxSize: 65_536, onError: (c) => c.body(null, 413, { Connection: 'close' }) }));
  app.onError((error, c) => c.body(null, error instanceof HTTPException ? error.status : 500));
  app.notFound((c) => c.body(null, 404));
  app.get(RECORDS, (c) => list(c, register));
  app.post(RECORDS, (c) => create(c, register));
  app.get(`${RECORDS}/active`, (c) => json(c, 200, found(register.active(only(c, 'mentor_id'), only(c, 'org_id')))));
  app.get(`${RECORDS}/lookup`, (c) => json(c, 200, found(register.owner(only(c, 'code')))));
  // These two paths have only GET. Without this, PUT and DELETE would treat them as ids.
  app.on(['PUT', 'DELETE'], [`${RECORDS}/active`, `${RECORDS}/lookup`], () => refuse(405));
  app.get(`${RECORDS}/:id`, (c) => json(c, 200, found(register.entries.get(c.req.param('id')))));
  app.put(`${RECORDS}/:id`, (c) => deactivate(c, register, c.req.param('id')));
  app.delete(`${RECORDS}/:id`, (c) => {
    const id = c.req.param('id');
    if (!register.graves.has(id)) register.delete(found(register.entries.get(id)));
    return json(c, 200, { deleted: true, deleted_at: register.graves.get(id), id });
  });
  return app;
}

/** A server on the empty mount, with ids that need escapes, errors without a body, 404 past the end, and repeatable deletions. */
export async function start({ preload = 0 }: StartOptions = {}): Promise<RunningServer> {
  const register = new Register();
  for (let n = 0; n < preload; n += 1) {
    const at = stamp(Date.now() - (preload - n) * 60);
    const entry = register.create(`m${n % 5000}`, `o${Math.floor(n / 5000)}`, `OLD-${n}`, at);
    if (n % 2) register.deactivate(entry);
  }
  const { fetch } = makeApp(register);
  const server = await new Promise<Server>((resolve) => {
    const listening = serve({ fetch, hostname: '127.0.0.1', port: 0 }, () => resolve(listening as Server));
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
