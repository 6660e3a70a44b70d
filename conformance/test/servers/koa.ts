import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import Koa, { type Context } from 'koa';
import { moment, now, parseTime, Refusal, type Row, show, Table, writeTime } from './koa-table.ts';
import type { RunningServer, StartOptions } from './server.ts';

const MOUNT = '/api/v1/referral-code-records';
const RECORDS = `${MOUNT}/api/v1/referral-code-records`;
/** Parses the body as JSON, whatever its content type. The rest of a body that is too large is read and ignored. */
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

/** Accepts any short text that is not blank. */
function text(value: unknown, what: string): string {
  if (typeof value !== 'string' || value.trim() === '' || value.length > 200) throw new Refusal(400, `no ${what}`);
  return value;
}

type Query = Context['query'];

/** Koa parses the URL on first access, and throws if an absolute one is not valid. */
function readUrl(ctx: Context): Pick<Context, 'path' | 'query'> {
  try {
    return { path: ctx.path, query: ctx.query };
  } catch {
    throw new Refusal(400, 'not a URL');
  }
}

/** If a parameter is given twice, the last one counts. */
const last = (value: string | string[] | undefined): string | undefined => [value].flat().at(-1);

/** A paging parameter, or its default if the value is not valid. */
const whole = (value: string | undefined, fallback: number, most: number): number =>
  /^\d{1,16}$/.test(value ?? '') && Number(value) >= 1 && Number(value) <= most ? Number(value) : fallback;

const found = (row: Row | undefined): object => {
  if (!row) throw new Refusal(404, 'nothing found');
  return show(row);
};

/** The operations, each of which returns the body of its response. Writes wait for each other, as with a file lock. */
class Operations {
  readonly #table: Table;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(table: Table) {
    this.#table = table;
  }

  #inTurn<T>(write: () => T): Promise<T> {
    const turn = this.#queue.then(() => sleep(Math.random() * 2)).then(write);
    this.#queue = turn.catch(() => {});
    return turn;
  }

  list(query: Query): object {
    const page = whole(last(query.page), 1, Number.MAX_SAFE_INTEGER);
    const limit = whole(last(query.limit), 20, 1000);
    const total = this.#table.rows.length;
    const data = this.#table.rows.slice((page - 1) * limit, page * limit).map(show);
    return { pagination: { total, limit, page, pages: Math.ceil(total / limit) }, data, sorted_by: 'id' };
  }

  async create(ctx: Context): Promise<object> {
    const body = await readJson(ctx.req);
    const [mentor_id, org_id] = [text(body.mentor_id, 'mentor'), text(body.org_id, 'organisation')];
    const code = text(body.code, 'code');
    const row = await this.#inTurn(() => this.#table.insert({ mentor_id, org_id, code }));
    ctx.status = 201;
    ctx.set('Location', `referral-code-records/${row.id}`);
    return show(row);
  }

  get(id: string): object {
    return show(this.#table.byId(id));
  }

  active(query: Query): object {
    return found(this.#table.active(text(last(query.mentor_id), 'mentor'), text(last(query.org_id), 'organisation')));
  }

  lookup(query: Query): object {
    return found(this.#table.byCode(text(last(query.code), 'code')));
  }

  async deactivate(id: string, ctx: Context): Promise<object> {
    const { status, deactivated_at } = await readJson(ctx.req);
    if (status !== 'inactive') throw new Refusal(400, 'the only status to set is inactive');
    const at = parseTime(deactivated_at);
    if (deactivated_at !== undefined && !at) throw new Refusal(400, 'deactivated_at is no RFC 3339 time');
    return show(await this.#inTurn(() => this.#table.end(id, at)));
  }

  async remove(id: string): Promise<object> {
    await this.#inTurn(() => this.#table.remove(id));
    return { id, deleted: true, deleted_at: writeTime(moment(now())) };
  }
}

async function dispatch(ctx: Context, operations: Operations): Promise<object> {
  const { path, query } = readUrl(ctx);
  const id = path.startsWith(`${RECORDS}/`) ? path.slice(RECORDS.length + 1) : '';
  const what = path === RECORDS ? 'all' : id === 'active' || id === 'lookup' ? id : id ? 'one' : '';
  switch (`${ctx.method === 'HEAD' ? 'GET' : ctx.method} ${what}`) {
    case 'GET all':
      return operations.list(query);
    case 'POST all':
      return operations.create(ctx);
    case 'GET active':
      return operations.active(query);
    case 'GET lookup':
      return operations.lookup(query);
    // The ids of this server never need escapes, so they are not decoded.
    case 'GET one':
      return operations.get(id);
    case 'PUT one':
      return operations.deactivate(id, ctx);
    case 'DELETE one':
      return operations.remove(id);
  }
  throw new Refusal(404, 'nothing here');
}

/** A server that refuses a second deactivation, returns extra fields, accepts any text as a name, is slow, and has a wrong clock. */
export async function start({ preload = 0 }: StartOptions = {}): Promise<RunningServer> {
  const operations = new Operations(new Table(preload));
  const app = new Koa();
  app.use(async (ctx) => {
    ctx.set('Date', new Date(now()).toUTCString());
    await sleep(Math.random() * 3);
    try {
      ctx.body = await dispatch(ctx, operations);
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
