import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import Koa, { type Context } from 'koa';
import type { RunningServer, StartOptions } from './server.ts';

const MOUNT = '/api/v1/referral-code-records';
const RECORDS = `${MOUNT}/api/v1/referral-code-records`;
/** This server's clock is wrong, and its Date header says so. */
const now = () => Date.now() - 3 * 3_600_000;

/** A moment: its minute since 1970, and its second as written, which no zone changes: neither fraction nor leap is lost. */
interface Moment {
  minute: number;
  second: string;
}

const moment = (ms: number): Moment => ({
  minute: Math.floor(ms / 60_000),
  second: new Date(ms).toISOString().slice(17, 19),
});

function parseTime(text: unknown): Moment | undefined {
  if (typeof text !== 'string') return undefined;
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d):(\d\d(?:\.\d{1,40})?)(?:Z|([+-])([01]\d|2[0-3]):([0-5]\d))$/i.exec(text);
  if (!match) return undefined;
  const [, local = '', second = '', sign, hours = '0', minutes = '0'] = match;
  const ms = Date.parse(`${local}:00Z`.toUpperCase());
  // Date.parse takes the 31st of February for the 3rd of March.
  if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 16) !== local.toUpperCase()) return undefined;
  const minute = ms / 60_000 - Number(`${sign ?? '+'}1`) * (Number(hours) * 60 + Number(minutes));
  const isLeap = Number.parseInt(second, 10) === 60 && minute % 1440 === 1439;
  return Number.parseInt(second, 10) < 60 || isLeap ? { minute, second } : undefined;
}

const writeTime = ({ minute, second }: Moment): string =>
  `${new Date((minute + 120) * 60_000).toISOString().slice(0, 17)}${second}+02:00`;

const seconds = ({ minute, second }: Moment): number => minute * 60 + Number(second);

interface Row {
  id: string;
  fields: { mentor_id: string; org_id: string; code: string };
  created: Moment;
  ended?: Moment;
  version: number;
}

const show = ({ id, fields, created, ended, version }: Row) => ({
  version,
  deactivated_at: ended ? writeTime(ended) : null,
  created_at: writeTime(created),
  status: ended ? 'inactive' : 'active',
  ...fields,
  id,
  links: { self: `${RECORDS}/${id}` },
});

class Refusal extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

const pairOf = (mentor: string, org: string): string => `${mentor.length}:${mentor}${org}`;

/** Rows in one array sorted by id, with maps of codes and of active pairs beside it. */
function makeTable(preload: number) {
  const rows: Row[] = [];
  const codes = new Map<string, Row>();
  const actives = new Map<string, Row>();
  const place = (id: string): number => {
    let [low, high] = [0, rows.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (rows[middle]!.id < id) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const byId = (id: string): Row => {
    const row = rows[place(id)];
    if (row?.id !== id) throw new Refusal(404, 'unknown record');
    return row;
  };
  const index = (row: Row) => {
    codes.set(row.fields.code, row);
    if (!row.ended) actives.set(pairOf(row.fields.mentor_id, row.fields.org_id), row);
  };
  const free = ({ fields }: Row) => actives.delete(pairOf(fields.mentor_id, fields.org_id));
  for (let n = 0; n < preload; n += 1) {
    const fields = { mentor_id: `stock-${n}`, org_id: 'acme', code: `STOCK-${n}` };
    const created = moment(now() - (preload - n) * 500);
    rows.push({ id: randomUUID(), fields, created, version: 1, ...(n % 4 ? {} : { ended: moment(now()) }) });
  }
  rows.sort((one, other) => (one.id < other.id ? -1 : 1));
  rows.forEach(index);
  return {
    rows,
    byId,
    find: (code: string) => codes.get(code),
    active: (mentor: string, org: string) => actives.get(pairOf(mentor, org)),
    insert(fields: Row['fields']): Row {
      if (actives.has(pairOf(fields.mentor_id, fields.org_id))) throw new Refusal(409, 'the pair has an active code');
      if (codes.has(fields.code)) throw new Refusal(409, 'the code is taken');
      const row: Row = { id: randomUUID(), fields, created: moment(now()), version: 1 };
      rows.splice(place(row.id), 0, row);
      index(row);
      return row;
    },
    end(id: string, at: Moment | undefined): Row {
      const row = byId(id);
      if (row.ended) throw new Refusal(409, 'it is inactive already');
      if (at && seconds(at) < seconds(row.created)) throw new Refusal(409, 'it was not created yet by then');
      free(row);
      row.ended = at ?? moment(now());
      row.version += 1;
      return row;
    },
    remove(id: string): void {
      const row = byId(id);
      if (!row.ended) free(row);
      codes.delete(row.fields.code);
      rows.splice(place(id), 1);
    },
  };
}

/** The body as JSON, whatever its content type says; of one that is too large the rest is read and dropped. */
async function readJson(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= 262_144) chunks.push(chunk);
  }
  if (size > 262_144) throw new Refusal(413, 'the body is too large');
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks)));
  } catch {
    throw new Refusal(400, 'the body is not JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Refusal(400, 'not an object');
  return value as Record<string, unknown>;
}

/** Any text at all is a name, as long as it is short and there is something in it. */
function text(value: unknown, what: string): string {
  if (typeof value !== 'string' || value.trim() === '' || value.length > 200) throw new Refusal(400, `no ${what}`);
  return value;
}

/** Koa parses the URL when it is first asked for; a URL in absolute form may not be one. */
function readUrl(ctx: Context): Pick<Context, 'path' | 'query'> {
  try {
    return { path: ctx.path, query: ctx.query };
  } catch {
    throw new Refusal(400, 'not a URL');
  }
}

/** Of a parameter given twice the last one counts. */
const last = (value: string | string[] | undefined): string | undefined => [value].flat().at(-1);

/** A paging parameter; the default for anything it cannot be. */
const whole = (value: string | undefined, fallback: number, most: number): number =>
  /^\d{1,16}$/.test(value ?? '') && Number(value) >= 1 && Number(value) <= most ? Number(value) : fallback;

/** A server that refuses a second deactivation, says more than it must, takes names of any kind, and is slow and late. */
export async function start({ preload = 0 }: StartOptions = {}): Promise<RunningServer> {
  const table = makeTable(preload);
  let queue: Promise<unknown> = Promise.resolve();
  /** Writes wait for each other, as they would for the lock of a file. */
  const inTurn = <T>(write: () => T): Promise<T> => {
    const turn = queue.then(() => sleep(Math.random() * 2)).then(write);
    queue = turn.catch(() => {});
    return turn;
  };

  const collection: Record<string, (ctx: Context) => unknown> = {
    GET({ query }) {
      const page = whole(last(query.page), 1, Number.MAX_SAFE_INTEGER);
      const limit = whole(last(query.limit), 20, 1000);
      const total = table.rows.length;
      const data = table.rows.slice((page - 1) * limit, page * limit).map(show);
      return { pagination: { total, limit, page, pages: Math.ceil(total / limit) }, data, sorted_by: 'id' };
    },
    async POST(ctx) {
      const body = await readJson(ctx.req);
      const fields = {
        mentor_id: text(body.mentor_id, 'mentor'),
        org_id: text(body.org_id, 'organisation'),
        code: text(body.code, 'code'),
      };
      const row = await inTurn(() => table.insert(fields));
      ctx.status = 201;
      ctx.set('Location', row.id);
      return show(row);
    },
  };
  const item: Record<string, (id: string, ctx: Context) => unknown> = {
    GET: (id) => show(table.byId(id)),
    async PUT(id, ctx) {
      const { status, deactivated_at } = await readJson(ctx.req);
      if (status !== 'inactive') throw new Refusal(400, 'the only status to set is inactive');
      const at = parseTime(deactivated_at);
      if (deactivated_at !== undefined && !at) throw new Refusal(400, 'deactivated_at is no RFC 3339 time');
      return show(await inTurn(() => table.end(id, at)));
    },
    async DELETE(id) {
      await inTurn(() => table.remove(id));
      return { id, deleted: true, deleted_at: writeTime(moment(now())) };
    },
  };
  const found = (row: Row | undefined) => {
    if (!row) throw new Refusal(404, 'nothing found');
    return show(row);
  };

  function answer(ctx: Context): unknown {
    const { path, query } = readUrl(ctx);
    const method = ctx.method === 'HEAD' ? 'GET' : ctx.method;
    if (path === RECORDS) return collection[method]?.(ctx);
    if (!path.startsWith(`${RECORDS}/`)) return undefined;
    const name = path.slice(RECORDS.length + 1);
    if (name === 'active')
      return method === 'GET'
        ? found(table.active(text(last(query.mentor_id), 'mentor'), text(last(query.org_id), 'organisation')))
        : undefined;
    if (name === 'lookup') return method === 'GET' ? found(table.find(text(last(query.code), 'code'))) : undefined;
    // Its ids never need an escape, so nothing is decoded.
    return item[method]?.(name, ctx);
  }

  const app = new Koa();
  app.use(async (ctx) => {
    ctx.set('Date', new Date(now()).toUTCString());
    await sleep(Math.random() * 3);
    try {
      ctx.body = (await answer(ctx)) ?? null;
      if (ctx.body === null) throw new Refusal(404, 'nothing here');
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      ctx.status = error.status;
      ctx.body = { error: { code: error.status, text: error.message } };
      ctx.set('Content-Type', 'application/vnd.error+json');
    }
  });
  const server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${MOUNT}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
