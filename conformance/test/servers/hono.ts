import { randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { HTTPException } from 'hono/http-exception';
import type { RunningServer, StartOptions } from './server.ts';

const RECORDS = '/api/v1/referral-code-records';

interface Entry {
  id: string;
  mentor_id: string;
  org_id: string;
  code: string;
  created_at: string;
  deactivated_at: string | null;
  status: 'active' | 'inactive';
}

/** Seven digits of a second, as some platforms write times. */
const stamp = (ms = Date.now()): string => new Date(ms).toISOString().replace('Z', '0000Z');

/** Ids that a URL should escape: they have a colon and equals signs, and may have a plus. */
const mintId = (): string => `rc:${randomBytes(10).toString('base64').replaceAll('/', '.')}`;

const refuse = (status: 400 | 404 | 405 | 409 | 410 | 415 | 416 | 422): never => {
  throw new HTTPException(status);
};

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether it is a time in RFC 3339, field by field as its grammar and its section 5.7 have it. */
function isTime(text: string): boolean {
  const fields = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:[Zz]|[+-](\d\d):(\d\d))$/.exec(text);
  if (!fields) return false;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, ...zone] = fields.slice(1).map(Number);
  const leapYear = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = month === 2 && leapYear ? 29 : (DAYS[month - 1] ?? 0);
  const [zoneHour = 0, zoneMinute = 0] = zone.map((part) => part || 0);
  // Leap seconds are refused: the calendar of this server's language has none.
  return day >= 1 && day <= days && hour < 24 && minute < 60 && second < 60 && zoneHour < 24 && zoneMinute < 60;
}

const secondOf = (time: string): number => Math.floor(Date.parse(time.toUpperCase()) / 1000);

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

/** The one value of a query parameter. */
function only(c: Context, name: string): string {
  const values = c.req.queries(name) ?? [];
  return values.length === 1 ? values[0]! : refuse(400);
}

function paging(c: Context, name: string, fallback: number, most: number): number {
  if (c.req.queries(name) === undefined) return fallback;
  const text = only(c, name);
  if (!/^[0-9]{1,15}$/.test(text)) refuse(400);
  return Number(text) >= 1 && Number(text) <= most ? Number(text) : refuse(416);
}

/** The store: entries in the order of their last change, and who owns a code, and which code a pair has. */
class Register {
  readonly entries = new Map<string, Entry>();
  readonly owners = new Map<string, string>();
  readonly mentors = new Map<string, Map<string, string>>();
  /** Deleted ids, with the time: deleting them again says the same once more. */
  readonly graves = new Map<string, string>();

  /** Puts an entry last, since it has just changed. */
  put(entry: Entry): Entry {
    this.entries.delete(entry.id);
    this.entries.set(entry.id, entry);
    this.owners.set(entry.code, entry.id);
    const orgs = this.mentors.get(entry.mentor_id) ?? new Map<string, string>();
    this.mentors.set(entry.mentor_id, orgs);
    if (entry.status === 'active') orgs.set(entry.org_id, entry.id);
    else if (orgs.get(entry.org_id) === entry.id) orgs.delete(entry.org_id);
    return entry;
  }

  get(id: string | undefined): Entry {
    return this.entries.get(id ?? '') ?? refuse(404);
  }

  page(skip: number, take: number): Entry[] {
    const data: Entry[] = [];
    let index = 0;
    for (const entry of this.entries.values()) {
      if (index >= skip + take) break;
      if (index >= skip) data.push(entry);
      index += 1;
    }
    return data;
  }

  delete({ id, code, mentor_id, org_id }: Entry): void {
    const orgs = this.mentors.get(mentor_id);
    if (orgs?.get(org_id) === id) orgs.delete(org_id);
    if (orgs?.size === 0) this.mentors.delete(mentor_id);
    this.owners.delete(code);
    this.entries.delete(id);
    this.graves.set(id, stamp());
  }
}

const ID = /^[A-Za-z0-9_-]+$/;
const CODE = /^[A-Z0-9]+(?:-[A-Z0-9]+)*$/;

/** A server on the empty mount, with ids to escape, errors without a body, 404 past the end and deletions that repeat. */
export async function start({ preload = 0 }: StartOptions = {}): Promise<RunningServer> {
  const register = new Register();
  const create = (mentor_id: string, org_id: string, code: string, created_at = stamp()): Entry =>
    register.put({ id: mintId(), mentor_id, org_id, code, created_at, deactivated_at: null, status: 'active' });
  for (let n = 0; n < preload; n += 1) {
    const entry = create(
      `m${n % 5000}`,
      `o${Math.floor(n / 5000)}`,
      `OLD-${n}`,
      stamp(Date.now() - (preload - n) * 60),
    );
    if (n % 2) register.put({ ...entry, status: 'inactive', deactivated_at: stamp() });
  }

  const app = new Hono();
  // Pretty, and with its media type in capitals.
  const json = (c: Context, status: 200 | 201, value: object) =>
    c.body(`${JSON.stringify(value, null, 2)}\n`, status, { 'Content-Type': 'Application/JSON' });
  // The rest of a body that is too large is never read, so the connection is of no further use.
  app.use(bodyLimit({ maxSize: 65_536, onError: (c) => c.body(null, 413, { Connection: 'close' }) }));
  app.onError((error, c) => c.body(null, error instanceof HTTPException ? error.status : 500));
  app.notFound((c) => c.body(null, 404));

  app.get(RECORDS, (c) => {
    const [page, limit] = [paging(c, 'page', 1, 999_999_999_999), paging(c, 'limit', 20, 100)];
    const skip = (page - 1) * limit;
    const total = register.entries.size;
    if (page > 1 && skip >= total) refuse(404);
    return json(c, 200, { data: register.page(skip, limit), pagination: { page, limit, total } });
  });
  app.post(RECORDS, async (c) => {
    const body = await readObject(c, ['mentor_id', 'org_id', 'code']);
    const mentor = matching(body.mentor_id, ID);
    const org = matching(body.org_id, ID);
    const code = matching(body.code, CODE);
    if (register.owners.has(code) || register.mentors.get(mentor)?.has(org)) refuse(422);
    const entry = create(mentor, org, code);
    c.header('Location', new URL(`${RECORDS}/${encodeURIComponent(entry.id)}`, c.req.url).href);
    return json(c, 201, entry);
  });
  app.get(`${RECORDS}/active`, (c) => {
    const [mentor, org] = [only(c, 'mentor_id'), only(c, 'org_id')];
    return json(c, 200, register.get(register.mentors.get(mentor)?.get(org)));
  });
  app.get(`${RECORDS}/lookup`, (c) => json(c, 200, register.get(register.owners.get(only(c, 'code')))));
  // Only GET knows these two; without this, PUT and DELETE would take them for ids.
  app.on(['PUT', 'DELETE'], [`${RECORDS}/active`, `${RECORDS}/lookup`], () => refuse(405));
  app.get(`${RECORDS}/:id`, (c) => json(c, 200, register.get(c.req.param('id'))));
  app.put(`${RECORDS}/:id`, async (c) => {
    const { status, deactivated_at } = await readObject(c, ['status', 'deactivated_at']);
    const entry = register.get(c.req.param('id'));
    if (status !== 'inactive') refuse(422);
    if (deactivated_at !== undefined && !(typeof deactivated_at === 'string' && isTime(deactivated_at))) refuse(422);
    if (entry.status === 'inactive') return json(c, 200, entry);
    const at = typeof deactivated_at === 'string' ? deactivated_at : stamp();
    if (secondOf(at) < secondOf(entry.created_at)) refuse(400);
    return json(c, 200, register.put({ ...entry, status: 'inactive', deactivated_at: at }));
  });
  app.delete(`${RECORDS}/:id`, (c) => {
    const id = c.req.param('id');
    if (!register.graves.has(id)) register.delete(register.get(id));
    return json(c, 200, { deleted: true, deleted_at: register.graves.get(id), id });
  });

  const server = await new Promise<Server>((resolve) => {
    const listening = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, () => resolve(listening as Server));
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
