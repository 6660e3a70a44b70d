import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A record as this server stores it. */
export interface Row {
  id: string;
  mentor_id: string;
  org_id: string;
  code: string;
  status: 'active' | 'inactive';
  created_at: number;
  deactivated_at: number | null;
}

export interface ServerRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: Record<string, string | undefined>;
  body: string;
}

export interface Reply {
  status: number;
  headers: Record<string, string>;
  body: unknown;
}

export type Op = 'list' | 'create' | 'active' | 'lookup' | 'get' | 'deactivate' | 'remove' | 'none';

/** The operation that a request is for, and the id in its path. */
export interface Route {
  op: Op;
  id: string;
}

const BASE = '/api/v1/referral-code-records';
const IDENTIFIER = /^[\w-]{1,64}$/;
const CODE = /^(?=.{1,64}$)[A-Z0-9]+(-[A-Z0-9]+)*$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/**
 * A correct server with which the suite is tested: an array of rows. It shares no code with the mock.
 * Each step is a method, so that a fault can replace it.
 */
export class PlainServer {
  rows: Row[] = [];
  #ids = 0;

  now(): number {
    return Date.now();
  }

  mint(): string {
    this.#ids += 1;
    return `r${String(this.#ids).padStart(5, '0')}${crypto.randomUUID().slice(0, 6)}`;
  }

  find(id: string): Row | undefined {
    return this.rows.find((row) => row.id === id);
  }

  activeOf(mentor: string, org: string): Row | undefined {
    return this.rows.find((row) => row.mentor_id === mentor && row.org_id === org && row.status === 'active');
  }

  byCode(code: string): Row | undefined {
    return this.rows.find((row) => row.code === code);
  }

  /** Used by create, while lookup uses `byCode`. */
  taken(code: string): Row | undefined {
    return this.byCode(code);
  }

  listed(): Row[] {
    return this.rows;
  }

  total(): number {
    return this.rows.length;
  }

  slice(rows: Row[], page: number, limit: number): Row[] {
    return rows.slice((page - 1) * limit, page * limit);
  }

  time(ms: number): string {
    return new Date(ms).toISOString().replace(/\.\d+Z/, 'Z');
  }

  show(row: Row): object {
    const { created_at, deactivated_at, ...rest } = row;
    return {
      ...rest,
      created_at: this.time(created_at),
      deactivated_at: deactivated_at === null ? null : this.time(deactivated_at),
    };
  }

  reply(status: number, body: unknown, headers: Record<string, string> = {}): Reply {
    return { status, headers: { 'content-type': 'application/json', ...headers }, body };
  }

  refuse(status: number, slug: string, detail: string, more: object = {}): Reply {
    const body = {
      type: `urn:problem:referral-codes:${slug}`,
      title: slug.replaceAll('-', ' '),
      status,
      detail,
      ...more,
    };
    return this.reply(status, body, { 'content-type': 'application/problem+json' });
  }

  invalid(detail: string): Reply {
    return this.refuse(400, 'invalid-request', detail, { errors: [{ pointer: '#', detail }] });
  }

  unknown(): Reply {
    return this.refuse(404, 'record-not-found', 'No record has this id.');
  }

  insert(row: Row): void {
    this.rows.push(row);
  }

  drop(row: Row): void {
    this.rows = this.rows.filter((other) => other !== row);
  }

  route({ method, path }: ServerRequest): Route {
    const rest = path.slice(BASE.length);
    if (!path.startsWith(BASE) || (rest && !/^\/[^/]+$/.test(rest))) return { op: 'none', id: 'path' };
    const id = safeDecode(rest.slice(1));
    const verbs: Record<string, Op> =
      rest === ''
        ? { GET: 'list', POST: 'create' }
        : id === 'active' || id === 'lookup'
          ? { GET: id }
          : { GET: 'get', PUT: 'deactivate', DELETE: 'remove' };
    return { op: verbs[method] ?? 'none', id: verbs[method] ? id : Object.keys(verbs).join(', ') };
  }

  async handle(request: ServerRequest): Promise<Reply> {
    const { op, id } = this.route(request);
    if (op !== 'none') return this.operate(op, id, request);
    if (id === 'path') return this.refuse(404, 'path-not-found', 'Nothing lives here.');
    const refusal = this.refuse(405, 'method-not-allowed', `Use ${id}.`);
    return { ...refusal, headers: { ...refusal.headers, allow: id } };
  }

  async operate(op: Op, id: string, request: ServerRequest): Promise<Reply> {
    if (op === 'list') return this.list(request);
    if (op === 'create') return this.create(request);
    if (op === 'active') return this.active(request);
    if (op === 'lookup') return this.lookup(request);
    if (op === 'get') return this.get(id);
    if (op === 'deactivate') return this.deactivate(id, request);
    return this.remove(id);
  }

  list({ query }: ServerRequest): Reply {
    const page = whole(query.get('page') ?? '1');
    const limit = whole(query.get('limit') ?? '20');
    if (page < 1 || limit < 1 || limit > 100) return this.invalid('page is from 1, limit from 1 to 100');
    const data = this.slice(this.listed(), page, limit).map((row) => this.show(row));
    return this.reply(200, { data, pagination: { page, limit, total: this.total() } });
  }

  get(id: string): Reply {
    const row = this.find(id);
    return row ? this.reply(200, this.show(row)) : this.unknown();
  }

  active({ query }: ServerRequest): Reply {
    const [mentor, org] = [query.get('mentor_id') ?? '', query.get('org_id') ?? ''];
    if (!IDENTIFIER.test(mentor) || !IDENTIFIER.test(org)) return this.invalid('mentor_id and org_id are needed');
    const row = this.activeOf(mentor, org);
    return row ? this.reply(200, this.show(row)) : this.refuse(404, 'no-active-code', 'No active code.');
  }

  lookup({ query }: ServerRequest): Reply {
    const code = query.get('code') ?? '';
    if (!CODE.test(code)) return this.invalid('code is needed');
    const row = this.byCode(code);
    return row ? this.reply(200, this.show(row)) : this.refuse(404, 'code-not-found', 'No record has this code.');
  }

  /** The body as an object, or the error response. */
  read({ headers, body }: ServerRequest): Record<string, unknown> | Reply {
    if (!headers['content-type']?.startsWith('application/json'))
      return this.refuse(415, 'unsupported-media-type', 'Send JSON.');
    if (body.length > 65_536) return this.refuse(413, 'body-too-large', 'Too much.');
    try {
      const value: unknown = JSON.parse(body);
      if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
    } catch {}
    return this.invalid('the body is a JSON object');
  }

  /** What is wrong with the body of a create; undefined if it is valid. */
  newCodeFault(body: Record<string, unknown>): string | undefined {
    const { mentor_id, org_id, code, ...rest } = body;
    if (typeof mentor_id !== 'string' || !IDENTIFIER.test(mentor_id)) return 'mentor_id is not as it should be';
    if (typeof org_id !== 'string' || !IDENTIFIER.test(org_id)) return 'org_id is not as it should be';
    if (typeof code !== 'string' || !CODE.test(code)) return 'code is not as it should be';
    return Object.keys(rest).length > 0 ? `unknown: ${Object.keys(rest)[0]}` : undefined;
  }

  async create(request: ServerRequest): Promise<Reply> {
    const body = this.read(request);
    if (isReply(body)) return body;
    const fault = this.newCodeFault(body);
    if (fault) return this.invalid(fault);
    const { mentor_id, org_id, code } = body as { mentor_id: string; org_id: string; code: string };
    const holder = this.taken(code);
    if (holder) return this.refuse(409, 'code-taken', 'The code is taken.', { record_id: holder.id });
    const current = this.activeOf(mentor_id, org_id);
    if (current) return this.refuse(409, 'active-code-exists', 'There is an active code.', { record_id: current.id });
    const row = this.rowOf(body);
    this.insert(row);
    return this.reply(201, this.show(row), { location: `${BASE}${BASE}/${row.id}` });
  }

  rowOf({ mentor_id, org_id, code }: Record<string, unknown>): Row {
    const fields = { mentor_id: String(mentor_id), org_id: String(org_id), code: String(code) };
    return { id: this.mint(), ...fields, status: 'active', created_at: this.now(), deactivated_at: null };
  }

  /** What is wrong with the body of a deactivation; undefined if it is valid. */
  deactivationFault(body: Record<string, unknown>): string | undefined {
    const { status, deactivated_at: at, ...rest } = body;
    if (status !== 'inactive') return 'status must be inactive';
    if (at !== undefined && (typeof at !== 'string' || !TIME.test(at) || Number.isNaN(Date.parse(at))))
      return 'deactivated_at is no time';
    return Object.keys(rest).length > 0 ? `unknown: ${Object.keys(rest)[0]}` : undefined;
  }

  async deactivate(id: string, request: ServerRequest): Promise<Reply> {
    const body = this.read(request);
    if (isReply(body)) return body;
    const fault = this.deactivationFault(body);
    if (fault) return this.invalid(fault);
    const row = this.find(id);
    if (!row) return this.unknown();
    const at = body.deactivated_at === undefined ? this.now() : Date.parse(String(body.deactivated_at));
    if (at < Math.floor(row.created_at / 1000) * 1000)
      return this.refuse(422, 'deactivated-before-created', 'Too early.');
    if (row.status === 'active') this.retire(row, at, body);
    return this.reply(200, this.show(row));
  }

  retire(row: Row, at: number, _body: Record<string, unknown>): void {
    row.status = 'inactive';
    row.deactivated_at = at;
  }

  async remove(id: string): Promise<Reply> {
    const row = this.find(id);
    if (!row) return this.unknown();
    this.drop(row);
    return this.reply(200, { id, deleted: true, deleted_at: this.time(this.now()) });
  }

  /** The text of a response body. */
  write(body: unknown): string {
    return body === undefined ? '' : JSON.stringify(body);
  }
}

export const isReply = (value: object): value is Reply => 'headers' in value && 'status' in value && 'body' in value;

const whole = (text: string): number => (/^\d{1,15}$/.test(text) ? Number(text) : 0);

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '%';
  }
}

/** The server as a fetch without sockets, for faults that do not concern the network. */
export function asFetch(server: PlainServer, url = `http://plain.test${BASE}`): { url: string; fetch: typeof fetch } {
  const mount = new URL(url).pathname.replace(/\/$/, '');
  return {
    url,
    fetch: async (input, init = {}) => {
      // A `Request` with a signal would take a third of the time of a run.
      const { pathname, searchParams } = new URL(String(input));
      if (!pathname.startsWith(mount)) return new Response('nothing', { status: 404 });
      const reply = await server.handle({
        method: init.method ?? 'GET',
        path: pathname.slice(mount.length),
        query: searchParams,
        headers: Object.fromEntries(new Headers(init.headers)),
        body: await new Response(init.body ?? null).text(),
      });
      const headers = { date: new Date().toUTCString(), ...reply.headers };
      return new Response(server.write(reply.body) || null, { status: reply.status, headers });
    },
  };
}

export interface Listening extends AsyncDisposable {
  url: string;
}

/** Starts the server on a free loopback port. */
export async function listen(server: PlainServer): Promise<Listening> {
  const http = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { pathname, searchParams } = new URL(`http://plain${request.url}`);
    const reply = pathname.startsWith(BASE)
      ? await server.handle({
          method: request.method ?? 'GET',
          path: pathname.slice(BASE.length),
          query: searchParams,
          headers: request.headers as Record<string, string | undefined>,
          body: Buffer.concat(chunks).toString(),
        })
      : server.refuse(404, 'path-not-found', 'Nothing lives here.');
    response.writeHead(reply.status, reply.headers).end(server.write(reply.body));
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}${BASE}`,
    async [Symbol.asyncDispose]() {
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}
