import { mkdtempSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { examples, mounts, operations } from '@referral-codes/sdk/contract';

export interface Subject {
  readonly name: string;
  readonly command: (port: number) => string[];
  /** What stands before the contract's paths. */
  readonly mount: string;
  /** What it answers to a POST. */
  readonly created: number;
}

const root = fileURLToPath(new URL('../../..', import.meta.url));
const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));
const installed = createRequire(import.meta.url);
/** A file of a package, also one its exports keep to itself. */
const inPackage = (name: string, file: string) =>
  join(
    installed.resolve
      .paths(name)!
      .map((folder) => join(folder, name))
      .find(has)!,
    file,
  );
const has = (folder: string) => {
  try {
    return installed(join(folder, 'package.json'));
  } catch {
    return false;
  }
};

const record = examples.getRecord.response;
const collection = operations.listRecords.path;
const constant = (kind: string) => (port: number) => [here('constants.mjs'), kind, String(port)];

export const OURS = 'referral-codes-mock';
export const BARE = 'node:http constant';
export const BRIDGE = 'bridge constant';

/** All that the mock is compared with over HTTP: constants, the mock itself, other mocks. */
export function subjects(): Subject[] {
  const folder = mkdtempSync(join(tmpdir(), 'bench-mock-'));
  const [db, routes] = [join(folder, 'db.json'), join(folder, 'routes.json')];
  const name = collection.split('/').at(-1)!;
  writeFileSync(db, JSON.stringify({ [name]: [record] }));
  writeFileSync(routes, JSON.stringify({ [`${collection.slice(0, -name.length)}*`]: '/$1' }));
  const at = (port: number) => ['--port', String(port)];
  const prism = inPackage('@stoplight/prism-cli', 'dist/index.js');
  const mockoon = inPackage('@mockoon/cli', 'bin/run.js');
  const jsonServer = inPackage('json-server', 'lib/cli/bin.js');
  return [
    { name: BARE, command: constant('bare'), mount: '', created: 200 },
    { name: BRIDGE, command: constant('bridge'), mount: '', created: 200 },
    { name: 'hono constant', command: constant('hono'), mount: '', created: 200 },
    {
      name: OURS,
      command: (port) => [join(root, 'mock/dist/bin.js'), '--scenario', 'source', ...at(port)],
      mount: '',
      created: 201,
    },
    {
      name: 'json-server',
      command: (port) => [jsonServer, db, '--quiet', '--routes', routes, ...at(port)],
      mount: '',
      created: 201,
    },
    {
      name: 'Prism',
      command: (port) => [prism, 'mock', join(root, 'openapi.yaml'), '-h', '127.0.0.1', '-p', String(port)],
      mount: '',
      created: 201,
    },
    {
      name: 'Mockoon CLI',
      command: (port) => [mockoon, 'start', '--data', join(root, 'openapi.yaml'), '--disable-log-to-file', ...at(port)],
      mount: mounts[0],
      created: 201,
    },
  ];
}

export const getPath = ({ mount }: Subject): string => `${mount}${collection}/${record.id}`;

/** More new codes than any server here takes in the time. */
export const creates = ({ mount }: Subject, headers: Record<string, string>, seconds: number) =>
  Array.from({ length: Math.ceil(100_000 * seconds) }, (_, index) => ({
    method: 'POST',
    path: mount + collection,
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ mentor_id: `usr_${index}`, org_id: 'org_bench', code: `BENCH-${index}` }),
  }));
