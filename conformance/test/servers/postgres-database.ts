import { randomUUID } from 'node:crypto';
import { Client, Pool, type PoolClient } from 'pg';
import { type Cluster, startCluster } from './cluster.ts';
import type { StartOptions } from './server.ts';

/** Times are seconds since 1970 as exact decimals, because timestamptz rounds to microseconds. */
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
  CREATE INDEX oldest_first ON records (created_at, id);
  CREATE UNIQUE INDEX code_is_free ON records (code);
  CREATE UNIQUE INDEX pair_is_free ON records (mentor_id, org_id) WHERE status = 'active';`;

const PRELOAD = `
  INSERT INTO records (mentor_id, org_id, code, status, created_at, deactivated_at)
  SELECT 'loaded' || n % 1000, 'org' || n % 17, 'LOADED-' || n, CASE WHEN n > 5000 THEN 'inactive' ELSE 'active' END,
    1700000000 + n, CASE WHEN n > 5000 THEN 1760000000 END FROM generate_series(1, $1::int) AS n`;

export interface Row {
  id: string;
  mentor_id: string;
  org_id: string;
  code: string;
  status: string;
  created_at: string;
  deactivated_at: string | null;
}

const SECONDS = /^(\d{4}-\d\d-\d\dt\d\d:\d\d):([0-5]\d)(\.\d{1,30})?(z|([+-])([01]\d|2[0-3]):([0-5]\d))$/i;

/** An RFC 3339 time as seconds since 1970; undefined if it is not valid or a leap second, which has no such number. */
export function toSeconds(text: string): string | undefined {
  const [, minute, second, fraction = '', , sign, hours, minutes] = SECONDS.exec(text) ?? [];
  const local = Date.parse(`${minute}:${second}Z`.toUpperCase());
  if (!minute || Number.isNaN(local)) return undefined;
  // A day that does not exist in its month becomes another day.
  if (!new Date(local).toISOString().startsWith(minute.toUpperCase())) return undefined;
  const offset = sign ? Number(`${sign}1`) * (Number(hours) * 3600 + Number(minutes) * 60) : 0;
  return `${local / 1000 - offset}${fraction}`;
}

export function toTime(seconds: string): string {
  const [whole, fraction] = seconds.split('.');
  return `${new Date(Number(whole) * 1000).toISOString().slice(0, 19)}${fraction ? `.${fraction}` : ''}Z`;
}

export const show = ({ created_at, deactivated_at, ...row }: Row) => ({
  ...row,
  created_at: toTime(created_at),
  deactivated_at: deactivated_at && toTime(deactivated_at),
});

/** Does the work in a transaction, which is rolled back if it fails. */
export async function inTransaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
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

/** A database for one server. */
export interface Database {
  pool: Pool;
  /** Deletes it, and stops PostgreSQL if it was started for this database. */
  close(): Promise<void>;
}

/** Creates a database with `preload` records, in the given PostgreSQL or in one that is started for it. */
export async function createDatabase({ preload = 0, postgres }: StartOptions): Promise<Database> {
  const cluster: Cluster = postgres ? { connection: postgres, stop: async () => {} } : await startCluster();
  const database = `records_${randomUUID().replaceAll('-', '')}`;
  await execute(cluster, `CREATE DATABASE ${database}`);
  const pool = new Pool({ ...cluster.connection, database, max: 8 });
  // A connection that breaks while it is idle is replaced.
  pool.on('error', () => {});
  await pool.query(SCHEMA);
  await pool.query(PRELOAD, [preload]);
  // Otherwise counting would be slow until autovacuum runs in the middle of the tests.
  await pool.query('VACUUM ANALYZE records');
  return {
    pool,
    async close() {
      await pool.end();
      await execute(cluster, `DROP DATABASE ${database}`);
      await cluster.stop();
    },
  };
}

async function execute({ connection }: Cluster, statement: string): Promise<void> {
  const client = new Client({ ...connection, database: 'postgres' });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}
