import { operations } from '@referral-codes/sdk/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { required } from '../../scripts/required.ts';
import { type ControlId, controlDocument, controlOperations } from '../src/control/generated/control.ts';
import { serveForEachTest } from './served-mock.ts';

// Whatever is sent to the control API is answered, never with a 5xx, and what it refuses changes nothing: after each
// request the mock still answers a create and a list as the contract says.
const PATH = operations.listRecords.path;
const RUNS = 25;

interface Schema {
  $ref?: string;
  properties?: Record<string, Schema>;
}
interface Parameter {
  $ref?: string;
  name: string;
  in: string;
}
interface Item {
  parameters?: Parameter[];
  requestBody?: { content: { 'application/json': { schema: Schema } } };
}
const document = controlDocument as {
  paths: Record<string, Item & Record<string, Item>>;
  components: { schemas: Record<string, Schema> };
};

const current = serveForEachTest({ scenario: 'source' });

/** Values that have broken code like this before. */
const odd = fc.constantFrom<unknown[]>(
  { toString: 1 },
  { valueOf: 1, toString: null },
  { __proto__: null, constructor: 1 },
  JSON.parse('{"__proto__":{"kind":"reset"}}'),
  ['reset'],
  [['latency']],
  'reset',
  'latency',
  '',
  '\u0000',
  '\ud800',
  '__proto__',
  'toString',
  1e308,
  -1,
  0.5,
  2 ** 53,
  2 ** 31,
  null,
  `${'9'.repeat(400)}d`,
  '30d',
  '1ms',
  '+2h',
  'real',
  '2026-01-10T09:00:00Z',
  'createCode',
  'replace',
  'a'.repeat(5000),
);
const value = fc.oneof(odd, fc.jsonValue({ maxDepth: 3 }));
const text = value.map((any) =>
  (typeof any === 'string' ? any : JSON.stringify(any)).replaceAll(/\p{Surrogate}/gu, '\uFFFD'),
);

const fieldsOf = ({ $ref, properties }: Schema): string[] =>
  $ref
    ? fieldsOf(required(document.components.schemas[required($ref.split('/').at(-1))]))
    : Object.keys(properties ?? {});

/** Bodies with odd values in every field the document names, and in others; bodies that are no object; and no JSON at all. */
function bodies(item: Item | undefined): fc.Arbitrary<string | undefined> {
  const schema = item?.requestBody?.content['application/json'].schema;
  const fields = schema ? fieldsOf(schema) : [];
  const object = fc.record(Object.fromEntries([...fields, 'toString', 'x'].map((name) => [name, value])), {
    requiredKeys: [],
  });
  const only = fc.tuple(fc.constantFrom(...fields, 'x'), value).map(([name, any]) => ({ [name]: any }));
  const records = fc.array(value, { maxLength: 3 }).map((list) => ({ records: list }));
  const json = fc.oneof(object, { weight: 4, arbitrary: only }, records, value).map((any) => JSON.stringify(any));
  return fc.oneof(
    { weight: 6, arbitrary: json },
    { weight: 1, arbitrary: fc.constantFrom(undefined, '', '{', '{]', '\u0000') },
  );
}

const session = fc.oneof(
  { weight: 3, arbitrary: fc.constant(undefined) },
  fc.constantFrom('w1', 'default', '', '__proto__', 'a b', 'x'.repeat(65), '{"toString":1}'),
);
const type = fc.oneof(
  { weight: 6, arbitrary: fc.constant('application/json') },
  fc.constantFrom(
    '',
    'text/plain',
    'application/jsonx',
    'APPLICATION/JSON; charset=utf-8',
    'application/x-www-form-urlencoded',
  ),
);

const send = (path: string, init: RequestInit) => fetch(current.served.origin + path, init);

let created = 0;
/** The mock does what it is for. */
async function answersCorrectly(): Promise<void> {
  const fields = { mentor_id: `usr_${++created}`, org_id: 'org_fuzz', code: `FUZZ-${created}` };
  const headers = { 'content-type': 'application/json' };
  const response = await send(PATH, { method: 'POST', headers, body: JSON.stringify(fields) });
  expect(response.status).toBe(201);
  const record = await response.json();
  expect(record).toMatchObject({ ...fields, status: 'active', deactivated_at: null });
  const { total } = (await (await send(PATH, {})).json()).pagination;
  expect(await (await send(`${PATH}?page=${total}&limit=1`, {})).json()).toEqual({
    data: [record],
    pagination: { page: total, limit: 1, total },
  });
}

describe('no value in any field or parameter causes a 5xx or breaks the mock', () => {
  it.each(Object.keys(controlOperations) as ControlId[])('%s', async (id) => {
    const { method, path: template } = controlOperations[id];
    const item = required(document.paths[template]);
    const operation = required(item[method.toLowerCase()]);
    const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])];
    const named = (place: string) => parameters.filter((parameter) => parameter.in === place).map(({ name }) => name);
    const query = fc.array(fc.tuple(fc.constantFrom(...named('query'), 'x', 'toString'), text), { maxLength: 3 });
    const path = fc.record(Object.fromEntries(named('path').map((name) => [name, text])));
    await fc.assert(
      fc.asyncProperty(path, query, session, type, bodies(operation), async (path, query, session, type, body) => {
        const target = template.replaceAll(/\{(\w+)\}/g, (_, name) => encodeURIComponent(required(path[name])));
        const init: RequestInit = {
          method,
          headers: { 'content-type': type, ...(session !== undefined && { 'x-mock-session': session }) },
          ...(method !== 'GET' && body !== undefined && { body }),
        };
        await answered(id, `/__mock${target}?${new URLSearchParams(query)}`, init);
      }),
      { numRuns: RUNS },
    );
  });
});

async function answered(id: ControlId, target: string, init: RequestInit): Promise<void> {
  const before = current.mock.snapshot();
  // A wait that is in order may last.
  const lasting = id === 'waitForJournal';
  const signal = AbortSignal.timeout(lasting ? 100 : 10_000);
  const response = await send(target, { ...init, signal }).catch((error) => {
    if (!lasting) throw error;
  });
  if (response) {
    expect(response.status).toBeLessThan(500);
    if (response.ok) {
      expect(response.status).toBe(controlOperations[id].success);
      if (id !== 'streamJournal') await response.text();
      else await response.body?.cancel();
    } else {
      expect(response.headers.get('content-type')).toBe('application/problem+json');
      expect(await response.json()).toMatchObject({ status: response.status, detail: expect.stringMatching(/\S/) });
      expect(current.mock.snapshot()).toEqual(before);
      await answersCorrectly();
    }
  }
  current.mock.resetAll();
  await answersCorrectly();
  current.mock.resetAll();
}
