import { createRequire } from 'node:module';
import { operations } from '@referral-codes/sdk/contract';

// Records that live and die, at full load.

interface Step {
  method: string;
  path: string;
  headers?: Record<string, string>;
  setupRequest: (request: Sent, context: { id?: string }) => Sent;
  onResponse?: (status: number, body: string, context: { id?: string }) => void;
}
interface Sent {
  path: string;
  body?: string;
}
interface Result {
  errors: number;
  statusCodeStats: Record<string, { count: number }>;
}
// Installed beside the benchmarks only, and without types.
const autocannon = createRequire(import.meta.url)('autocannon') as (options: object) => PromiseLike<Result>;

export interface Lived {
  readonly requests: number;
  readonly errors: number;
  /** How many were answered otherwise than 2xx. */
  readonly refused: number;
}

export async function live(origin: string, seconds: number): Promise<Lived> {
  const load = { url: origin, connections: 20, duration: seconds, requests: life() };
  const { errors, statusCodeStats } = await autocannon(load);
  const counts = Object.entries(statusCodeStats).map(([status, { count }]) => ({ status, count }));
  const sum = (from: typeof counts) => from.reduce((total, { count }) => total + count, 0);
  const refused = sum(counts.filter(({ status }) => !status.startsWith('2')));
  return { requests: sum(counts), errors, refused };
}

/** Each connection creates a record, reads it, lists, deactivates it, deletes it, and begins again. */
function life(): Step[] {
  let created = 0;
  const path = operations.listRecords.path;
  const headers = { 'content-type': 'application/json' };
  const at = (sent: Sent, { id }: { id?: string }) => ({ ...sent, path: `${path}/${id}` });
  const fields = () => ({ mentor_id: `usr_${++created}`, org_id: 'soak', code: `SOAK-${created}` });
  return [
    {
      method: 'POST',
      path,
      headers,
      setupRequest: (sent) => ({ ...sent, body: JSON.stringify(fields()) }),
      onResponse: (status, body, context) => {
        if (status === 201) context.id = JSON.parse(body).id;
      },
    },
    { method: 'GET', path, setupRequest: at },
    { method: 'GET', path: `${path}?limit=100`, setupRequest: (sent) => sent },
    {
      method: 'PUT',
      path,
      headers,
      setupRequest: (sent, context) => ({ ...at(sent, context), body: '{"status":"inactive"}' }),
    },
    { method: 'DELETE', path, setupRequest: at },
  ];
}
