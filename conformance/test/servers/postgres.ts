import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { H3, type H3Event, HTTPError } from 'h3';
import { toNodeHandler } from 'h3/node';
import { DatabaseError, type Pool } from 'pg';
import { createDatabase, inTransaction, type Row, show, toSeconds, toTime } from './postgres-database.ts';
import type { RunningServer, StartOptions } from './server.ts';

const MOUNT = '/api/v1/referral-code-records';
const RECORDS = `${MOUNT}/api/v1/referral-code-records`;

const refuse = (status: number, message: string): never => {
  throw new HTTPError({ status, message });
};

const found = (row: Row | undefined) => (row ? show(row) : refuse(404, 'There is no such record'));

/** Text that PostgreSQL can store: without NUL and lone surrogates, and short enough for an index. */
function text(value: unknown, field: string): string {
  if (typeof value !== 'string' || !/^[^\0\p{Surrogate}]{1,128}$/u.test(value)) return refuse(400, `${field} is bad`);
  return value;
}

async function readObject({ req }: H3Event): Promise<Record<string, unknown>> {
  if (!/\bjson\b/i.test(req.headers.get('content-type') ?? '')) refuse(415, 'Send JSON');
  const body = await req.text();
  if (body.length > 100_000) refuse(413, 'Send less');
  try {
    const value: unknown = JSON.parse(body);
    if (value && typeof value === 'object' && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {}
  return refuse(400, 'Send a JSON object');
}

/** The id in the path as the canonical digits of a bigint. */
const idOf = ({ context }: H3Event): string => {
  const id = context.params?.id ?? '';
  return /^[1-9]\d{0,17}$/.test(id) ? id : refuse(404, 'There is no such record');
};

function whole({ url }: H3Event, field: string, fallback: number, most: number): number {
  const given = url.searchParams.getAll(field);
  if (given.length === 0) return fallback;
  const number = /^\d{1,10}$/.test(given.join()) ? Number(given[0]) : 0;
  return number >= 1 && number <= most ? number : refuse(400, `${field} is out of range`);
}

/** The status for an error of PostgreSQL: a violated constraint is an error of the client, all others are errors of the server. */
const STATUS: Record<string, number> = { '23505': 409, '23514': 422 };

function problem({ cause, status: given, message }: HTTPError): Response {
  const refused = cause instanceof DatabaseError;
  const status = refused ? (STATUS[cause.code ?? ''] ?? 500) : given;
  const title = refused ? (cause.constraint ?? 'The database failed') : message;
  const headers = { 'content-type': 'application/problem+json' };
  return new Response(JSON.stringify({ type: 'about:blank', title, status }), { status, headers });
}

async function list(pool: Pool, event: H3Event) {
  const [page, limit] = [whole(event, 'page', 1, 9_999_999_999), whole(event, 'limit', 20, 100)];
  // One statement sees one snapshot, so the page and the total agree.
  const { rows } = await pool.query<{ total: number; data: Row[] | null }>(
    `SELECT (SELECT count(*)::int FROM records) AS total, (SELECT json_agg(page) FROM (
       SELECT id::text, mentor_id, org_id, code, status, created_at::text, deactivated_at::text
       FROM records ORDER BY created_at, id LIMIT $1 OFFSET $2) AS page) AS data`,
    [limit, (page - 1) * limit],
  );
  const [{ total, data } = { total: 0, data: null }] = rows;
  return { data: (data ?? []).map(show), pagination: { page, limit, total } };
}

async function deactivate(pool: Pool, event: H3Event) {
  const id = idOf(event);
  const { status, deactivated_at } = await readObject(event);
  if (status !== 'inactive') refuse(400, 'status is bad');
  const at = deactivated_at === undefined ? null : toSeconds(text(deactivated_at, 'deactivated_at'));
  if (at === undefined) refuse(400, 'deactivated_at is bad');
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query<Row>('SELECT * FROM records WHERE id = $1 FOR UPDATE', [id]);
    if (rows[0]?.status !== 'active') return found(rows[0]);
    const updated = await client.query<Row>(
      `UPDATE records SET status = 'inactive', deactivated_at = coalesce($2, extract(epoch FROM clock_timestamp()))
       WHERE id = $1 RETURNING *`,
      [id, at],
    );
    return found(updated.rows[0]);
  });
}

async function remove(pool: Pool, event: H3Event) {
  const { rows } = await pool.query<{ id: string; deleted_at: string }>(
    'DELETE FROM records WHERE id = $1 RETURNING id, extract(epoch FROM clock_timestamp()) AS deleted_at',
    [idOf(event)],
  );
  const [{ id, deleted_at } = refuse(404, 'There is no such record')] = rows;
  return { id, deleted: true, deleted_at: toTime(deleted_at) };
}

async function create(pool: Pool, event: H3Event) {
  const body = await readObject(event);
  const values = ['mentor_id', 'org_id', 'code'].map((field) => text(body[field], field));
  const sql = 'INSERT INTO records (mentor_id, org_id, code) VALUES ($1, $2, $3) RETURNING *';
  const { rows } = await pool.query<Row>(sql, values);
  event.res.status = 201;
  event.res.headers.set('location', `${RECORDS}/${rows[0]?.id}`);
  return found(rows[0]);
}

function routes(pool: Pool): H3 {
  const one = async (where: string, ...values: string[]) =>
    found((await pool.query<Row>(`SELECT * FROM records WHERE ${where}`, values)).rows[0]);
  const given = ({ url }: H3Event, field: string) => text(url.searchParams.get(field), field);
  const app = new H3({ silent: true, onError: problem });
  return app
    .all('/**', () => refuse(404, 'There is nothing here'))
    .get(RECORDS, (event) => list(pool, event))
    .post(RECORDS, (event) => create(pool, event))
    .get(`${RECORDS}/active`, (event) =>
      one(`mentor_id = $1 AND org_id = $2 AND status = 'active'`, given(event, 'mentor_id'), given(event, 'org_id')),
    )
    .get(`${RECORDS}/lookup`, (event) => one('code = $1', given(event, 'code')))
    .get(`${RECORDS}/:id`, (event) => one('id = $1', idOf(event)))
    .put(`${RECORDS}/:id`, (event) => deactivate(pool, event))
    .delete(`${RECORDS}/:id`, (event) => remove(pool, event));
}

/** A server on PostgreSQL, whose indexes decide every race. Its ids are integers, and its times have microseconds. */
export async function start(options: StartOptions = {}): Promise<RunningServer> {
  const database = await createDatabase(options);
  const server = createServer(toNodeHandler(routes(database.pool)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${MOUNT}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await database.close();
    },
  };
}
