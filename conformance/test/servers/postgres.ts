import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { H3, type H3Event, HTTPError } from 'h3';
import { toNodeHandler } from 'h3/node';
import { DatabaseError, Pool, type PoolClient } from 'pg';
import { startCluster } from './cluster.ts';
import type { RunningServer, StartOptions } from './server.ts';

const MOUNT = '/api/v1/referral-code-records';
const RECORDS = `${MOUNT}/api/v1/referral-code-records`;

/** Times are seconds since 1970 as exact decimals: timestamptz would round what is finer than a microsecond. */
const SCHEMA = `
  CREATE TABLE records (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    mentor_id text COLLATE "C" NOT NULL,
    org_id text COLLATE "C" NOT NULL,
    code text COLLATE "C" NOT NULL,
    status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'inactive')),
    created_at numeric NOT NULL DEFAULT extract(epoch FROM clock_timestamp()),
    deactivated_at numeric,
    CONSTRAINT status_agrees CHECK ((status = 'active') = (deactivated_at IS NULL)),
    CONSTRAINT not_before_created CHECK (deactivated_at >= floor(created_at))
  );
  CREATE UNIQUE INDEX code_is_free ON records (code);
  CREATE UNIQUE INDEX pair_is_free ON records (mentor_id, org_id) WHERE status = 'active';`;

const PRELOAD = `
  INSERT INTO records (mentor_id, org_id, code, status, created_at, deactivated_at)
  SELECT 'loaded' || n % 1000, 'org' || n % 17, 'LOADED-' || n, CASE WHEN n > 5000 THEN 'inactive' ELSE 'active' END,
    1700000000 + n, CASE WHEN n > 5000 THEN 1760000000 END FROM generate_series(1, $1::int) AS n`;

interface Row {
  id: string;
  mentor_id: string;
  org_id: string;
  code: string;
  status: string;
  created_at: string;
  deactivated_at: string | null;
}

const SECONDS = /^(\d{4}-\d\d-\d\dt\d\d:\d\d):([0-5]\d)(\.\d{1,30})?(z|([+-])([01]\d|2[0-3]):([0-5]\d))$/i;

/** A time in RFC 3339 as seconds since 1970; nothing if it is none, or a leap second, which has no such number. */
function toSeconds(text: string): string | undefined {
  const [, minute, second, fraction = '', , sign, hours, minutes] = SECONDS.exec(text) ?? [];
  const local = Date.parse(`${minute}:${second}Z`.toUpperCase());
  if (!minute || Number.isNaN(local)) return undefined;
  // A day that its month does not have comes back as another.
  if (!new Date(local).toISOString().startsWith(minute.toUpperCase())) return undefined;
  const offset = sign ? Number(`${sign}1`) * (Number(hours) * 3600 + Number(minutes) * 60) : 0;
  return `${local / 1000 - offset}${fraction}`;
}

function toTime(seconds: string): string {
  const [whole, fraction] = seconds.split('.');
  return `${new Date(Number(whole) * 1000).toISOString().slice(0, 19)}${fraction ? `.${fraction}` : ''}Z`;
}

const show = ({ created_at, deactivated_at, ...row }: Row) => ({
  ...row,
  created_at: toTime(created_at),
  deactivated_at: deactivated_at && toTime(deactivated_at),
});

const refuse = (status: number, message: string): never => {
  throw new HTTPError({ status, message });
};

const found = (row: Row | undefined) => (row ? show(row) : refuse(404, 'There is no such record'));

/** Text that PostgreSQL can hold: no NUL, no half of a surrogate pair, and short enough for an index. */
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

/** The id in the path as a bigint's digits, in the one way it is written. */
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

async function inTransaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}

/** The database decides; its refusals by constraint are the client's mistake, everything else is ours. */
function problemOf(error: HTTPError): { status: number; title: string } {
  const { cause } = error;
  if (!(cause instanceof DatabaseError)) return { status: error.status, title: error.message };
  if (cause.code === '23505') return { status: 409, title: `Refused: ${cause.constraint}` };
  if (cause.code === '23514') return { status: 422, title: `Refused: ${cause.constraint}` };
  return { status: 500, title: 'The database failed' };
}

function routes(pool: Pool): H3 {
  const one = async (sql: string, ...values: unknown[]): Promise<Row | undefined> =>
    (await pool.query<Row>(sql, values)).rows[0];
  const app = new H3({
    silent: true,
    onError(error) {
      const { status, title } = problemOf(error);
      const headers = { 'content-type': 'application/problem+json' };
      return new Response(JSON.stringify({ type: 'about:blank', title, status }), { status, headers });
    },
  });
  return app
    .all('/**', () => refuse(404, 'There is nothing here'))
    .get(RECORDS, async (event) => {
      const [page, limit] = [whole(event, 'page', 1, 9_999_999_999), whole(event, 'limit', 20, 100)];
      // One statement sees one moment: the page and the total agree.
      const { rows } = await pool.query<{ total: number; data: Row[] | null }>(
        `SELECT (SELECT count(*)::int FROM records) AS total, (SELECT json_agg(page) FROM (
           SELECT id::text, mentor_id, org_id, code, status, created_at::text, deactivated_at::text
           FROM records ORDER BY id LIMIT $1 OFFSET $2) AS page) AS data`,
        [limit, (page - 1) * limit],
      );
      const [{ total, data } = { total: 0, data: null }] = rows;
      return { data: (data ?? []).map(show), pagination: { page, limit, total } };
    })
    .post(RECORDS, async (event) => {
      const body = await readObject(event);
      const values = ['mentor_id', 'org_id', 'code'].map((field) => text(body[field], field));
      const row = await one('INSERT INTO records (mentor_id, org_id, code) VALUES ($1, $2, $3) RETURNING *', ...values);
      event.res.status = 201;
      event.res.headers.set('location', `${RECORDS}/${row?.id}`);
      return found(row);
    })
    .get(`${RECORDS}/active`, async ({ url: { searchParams } }) => {
      const values = ['mentor_id', 'org_id'].map((field) => text(searchParams.get(field), field));
      return found(
        await one(`SELECT * FROM records WHERE mentor_id = $1 AND org_id = $2 AND status = 'active'`, ...values),
      );
    })
    .get(`${RECORDS}/lookup`, async ({ url: { searchParams } }) =>
      found(await one('SELECT * FROM records WHERE code = $1', text(searchParams.get('code'), 'code'))),
    )
    .get(`${RECORDS}/:id`, async (event) => found(await one('SELECT * FROM records WHERE id = $1', idOf(event))))
    .put(`${RECORDS}/:id`, async (event) => {
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
    })
    .delete(`${RECORDS}/:id`, async (event) => {
      const { rows } = await pool.query<{ id: string; deleted_at: string }>(
        'DELETE FROM records WHERE id = $1 RETURNING id, extract(epoch FROM clock_timestamp()) AS deleted_at',
        [idOf(event)],
      );
      const [row = refuse(404, 'There is no such record')] = rows;
      return { id: row.id, deleted: true, deleted_at: toTime(row.deleted_at) };
    });
}

/** A server on PostgreSQL, whose indexes settle every race; its ids are whole numbers, its times are in microseconds. */
export async function start({ preload = 0 }: StartOptions = {}): Promise<RunningServer> {
  const cluster = await startCluster();
  const pool = new Pool({ ...cluster.connection, max: 8 });
  pool.on('error', () => {});
  await pool.query(SCHEMA);
  await pool.query(PRELOAD, [preload]);
  await pool.query('ANALYZE records');
  const server = createServer(toNodeHandler(routes(pool)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${MOUNT}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await pool.end();
      await cluster.stop();
    },
  };
}
