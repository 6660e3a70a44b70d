import { fileURLToPath } from 'node:url';
import { examples, operations } from '@referral-codes/sdk/contract';
import type { RequestSpec } from './load.ts';

/** A server that is measured. */
export interface Subject {
  readonly name: string;
  /** Its command line, given the port to listen on. */
  readonly command: (port: number) => string[];
  /** The status of its response to a POST. */
  readonly created: number;
}

const pathOf = (file: string) => fileURLToPath(new URL(file, import.meta.url));
const constant = (name: string, kind: string): Subject => ({
  name,
  command: (port) => [pathOf('constants.mjs'), kind, String(port)],
  created: 200,
});

/** A constant response from node:http itself. */
export const bare = constant('node:http constant', 'bare');
/** A constant response through the bridge of Hono from node:http to web requests. */
export const bridge = constant('bridge constant', 'bridge');
export const mock: Subject = {
  name: 'referral-codes-mock',
  command: (port) => [pathOf('../../../mock/dist/bin.js'), '--scenario', 'source', '--port', String(port)],
  created: 201,
};

const collection = operations.listRecords.path;

export const recordPath = `${collection}/${examples.getRecord.response.id}`;

/** More creates of new codes than any of these servers answers in so many seconds. */
export const creates = (headers: Record<string, string>, seconds: number): RequestSpec[] =>
  Array.from({ length: Math.ceil(100_000 * seconds) }, (_, index) => ({
    method: 'POST',
    path: collection,
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ mentor_id: `usr_${index}`, org_id: 'org_bench', code: `BENCH-${index}` }),
  }));
