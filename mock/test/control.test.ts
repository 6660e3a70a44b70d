import { request as nodeRequest } from 'node:http';
import { operations } from '@referral-codes/sdk/contract';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { required } from '../../scripts/required.ts';
import { type ControlError, createControl, VerificationError } from '../src/control/client.ts';
import { type ControlId, controlDocument, controlOperations } from '../src/control/generated/control.ts';
import { serve } from '../src/http/index.ts';
import { type ScenarioName, scenarios } from '../src/state/scenarios.ts';
import { serveForEachTest } from './served-mock.ts';

const PATH = operations.listRecords.path;
const fields = { mentor_id: 'usr_1', org_id: 'org_1', code: 'NEW-CODE' };

const ajv = new Ajv2020({ strict: false });
formats.default(ajv);
ajv.addSchema({ $id: 'control', ...controlDocument });

const { paths } = controlDocument as {
  paths: Record<string, Record<string, { responses: object } | undefined> | undefined>;
};

/** The operations that were answered so far. */
const seen = new Set<ControlId>();

/** Sends a request and validates the response against `control.yaml`. */
const validatingFetch: typeof fetch = async (input, init) => {
  const request = new Request(input, init);
  const { id, path, method } = operationOf(request);
  seen.add(id);
  const response = await fetch(request);
  if (!response.ok) return response;
  const { status, headers } = response;
  expect(Object.keys(paths[path]?.[method]?.responses ?? {}), id).toContain(String(status));
  if (headers.get('content-type')?.split(';')[0] !== 'application/json') return response;
  const pointer = ['paths', path, method, 'responses', status, 'content', 'application/json', 'schema']
    .map((token) => encodeURIComponent(String(token).replaceAll('/', '~1')))
    .join('/');
  const validate = ajv.compile({ $ref: `control#/${pointer}` });
  expect(validate(await response.clone().json()), `${id}: ${ajv.errorsText(validate.errors)}`).toBe(true);
  return response;
};

function operationOf({ method, url }: Request): { id: ControlId; path: string; method: string } {
  const sent = new URL(url).pathname.slice('/__mock'.length);
  for (const [id, operation] of Object.entries(controlOperations)) {
    const pattern = new RegExp(`^${operation.path.replaceAll(/\{\w+\}/g, '[^/]+')}$`);
    if (operation.method === method && pattern.test(sent))
      return { id: id as ControlId, path: operation.path, method: method.toLowerCase() };
  }
  throw new Error(`${method} ${sent} is not an operation of the control API`);
}

const current = serveForEachTest({ scenario: 'source', clock: '2026-03-26T12:00:00Z' });

let control: ReturnType<typeof createControl>;
beforeEach(() => {
  control = createControl({ origin: current.served.origin, fetch: validatingFetch });
});

const create = (body: object = fields, session?: string) =>
  fetch(current.served.origin + PATH, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(session && { 'x-mock-session': session }) },
    body: JSON.stringify(body),
  });

describe('the typed client does over HTTP what the mock does in process', () => {
  it('state: snapshot, restore, scenario, reset', async () => {
    const before = await control.snapshot();
    await create();
    expect((await control.snapshot()).records).toHaveLength(48);
    await control.restore(before);
    expect(current.mock.snapshot()).toEqual(before);
    await control.scenario('many');
    expect(current.mock.records.size).toBe(1234);
    await control.reset();
    expect(current.mock.records.size).toBe(47);
  });

  it.each(Object.keys(scenarios) as ScenarioName[])('a snapshot of the scenario %s can be restored', async (name) => {
    await control.scenario(name);
    const state = await control.snapshot();
    await control.restore(state);
    expect(await control.snapshot()).toEqual(state);
  });

  it('clock and ids', async () => {
    expect(await control.clock.get()).toEqual({ now: '2026-03-26T12:00:00.000Z', setting: '2026-03-26T12:00:00.000Z' });
    expect((await control.clock.advance('2h')).now).toBe('2026-03-26T14:00:00.000Z');
    expect((await control.clock.set('real')).setting).toBe('real');
    await control.clock.set('2030-01-01T00:00:00Z');
    await control.seed({ seed: 9, drawn: 3 });
    const first = await (await create()).json();
    expect(first.created_at).toBe('2030-01-01T00:00:00Z');
    await control.reset();
    await control.clock.set('2030-01-01T00:00:00Z');
    await control.seed({ seed: 9, drawn: 3 });
    expect(await (await create()).json()).toEqual(first);
  });

  it('policy', async () => {
    await control.onActiveConflict('replace');
    expect((await create({ ...fields, mentor_id: 'usr_4491', org_id: 'org_002' })).status).toBe(201);
  });

  it('faults', async () => {
    const id = await control.faults.arm({ kind: 'status', status: 503, operation: 'createCode' });
    expect((await create()).status).toBe(503);
    expect(await control.faults.list()).toEqual([
      { id, fault: { kind: 'status', status: 503, operation: 'createCode' }, fired: 1 },
    ]);
    await control.faults.disarm(id);
    await control.faults.arm({ kind: 'reset' });
    await control.faults.clear(4);
    expect((await create()).status).toBe(201);
  });

  it('journal: find, wait, HAR, curl, stream, clear', async () => {
    const stream = control.journal.stream();
    const next = stream.next();
    const waited = control.journal.waitFor({ operation: 'createCode' }, { within: 5000 });
    await create();
    expect((await waited)[0]).toMatchObject({ status: 201, request: { body: JSON.stringify(fields) } });
    await create();
    expect(await control.journal.find({ status: 409 }, 1)).toMatchObject([{ rule: 'code-conflict-is-409' }]);
    expect((await next).value).toMatchObject({ operation: 'createCode' });
    await stream.return(undefined);
    expect(await control.journal.har()).toMatchObject({ log: { entries: [{}, {}] } });
    expect(await control.journal.curl({ status: 201 })).toMatch(/^curl -i -X POST http.*--data-raw/);
    await control.journal.clear();
    expect(await control.journal.find()).toEqual([]);
    expect(await control.journal.curl()).toBe('');
    await expect(control.journal.waitFor({ operation: 'getRecord' }, { within: '10ms' })).rejects.toThrow(
      'there were no requests',
    );
  });

  it('verify, count and all sessions at once', async () => {
    await create(fields, 'w1');
    const w1 = control.session('w1');
    expect(await w1.verify({ operation: 'createCode', body: fields, exactly: 1 })).toMatchObject([{ seq: 1 }]);
    const verified = control.verify([{ operation: 'createCode' }], { inOrder: true, within: 10, quietFor: '10ms' });
    await expect(verified).rejects.toThrow(VerificationError);
    await expect(verified).rejects.toThrow(
      'expected at least 1 request like {"operation":"createCode"}; there were 0.',
    );
    expect(await control.verifyAll({ status: 201 })).toMatchObject([{ session: 'w1' }]);
    expect([await control.journal.count(), await control.allJournals.count({ status: 201 })]).toEqual([0, 1]);
    expect(await control.allJournals.find({}, 1)).toMatchObject([{ session: 'w1' }]);
    expect((await control.allJournals.har()).log.entries).toHaveLength(1);
    expect(await control.allJournals.curl()).toMatch(/^curl/);
    await control.resetAll();
    expect(await control.allJournals.find()).toEqual([]);
    await control.allJournals.clear();
    await control.endAll();
    expect(await control.sessions()).toEqual([]);
  });

  it('a bug bundle, which replays with the same responses', async () => {
    await create();
    await create();
    const bundle = await control.bundle();
    expect(bundle).toEqual(JSON.parse(JSON.stringify(current.mock.bundle())));
    const post = { method: 'POST', headers: { 'content-type': 'application/json' } };
    const url = `${current.served.origin}/__mock/replay`;
    const response = await validatingFetch(url, { ...post, body: JSON.stringify(bundle) });
    expect(await response.json()).toEqual([]);
  });

  it('a journal that has dropped exchanges says so everywhere', async () => {
    for (let count = 0; count < 1025; count++) await current.mock.fetch(new Request(`http://api.test${PATH}/rc_1`));
    const journal = await fetch(`${current.served.origin}/__mock/journal?operation=createCode`);
    expect([await journal.json(), journal.headers.get('x-mock-dropped')]).toEqual([[], 'exchanges=1, bodies=0']);
    expect(await control.journal.count()).toBe(1025);
    await expect(control.journal.count({ status: 201 })).rejects.toMatchObject({ status: 409 });
    expect((await control.journal.har()).log.comment).toContain('dropped 1 older exchanges');
    expect(await control.journal.curl()).toMatch(/^# the journal has dropped 1 older exchanges.*\ncurl/);
    const overview = await (await fetch(`${current.served.origin}/__mock/`)).json();
    expect(overview).toMatchObject({
      exchanges: 1025,
      dropped: { exchanges: 1, bodies: 0 },
      totals: { getRecord: 1025 },
    });
  });

  it('snapshots: save, list, get, diff, load in another session, delete', async () => {
    await control.snapshots.save('before');
    const { id } = await (await create()).json();
    await fetch(`${current.served.origin}${PATH}/rc_8f3a21bc`, { method: 'DELETE' });
    const other = required(current.mock.records.page(0, 1)[0]);
    await fetch(`${current.served.origin}${PATH}/${other.id}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: '{"status":"inactive"}',
    });
    expect(await control.snapshots.diff('before')).toMatchObject({
      added: [{ id }],
      removed: [{ id: 'rc_8f3a21bc' }],
      changed: [{ before: { id: other.id, status: 'active' }, after: { id: other.id, status: 'inactive' } }],
    });
    await control.session('w1').snapshots.load('before');
    expect(current.mock.session('w1').snapshot()).toEqual(await control.snapshots.get('before'));
    expect(await control.snapshots.list()).toEqual(['before']);
    await control.snapshots.delete('before');
    await expect(control.snapshots.get('before')).rejects.toThrow('There is no snapshot before.');
  });

  it('sessions: control one, fork it and end it', async () => {
    const w3 = control.session('w3');
    await w3.clock.advance('1d');
    await create(fields, 'w3');
    await w3.fork('w4');
    expect(await control.sessions()).toEqual(['w3', 'w4']);
    expect([current.mock.records.size, current.mock.session('w4').records.size]).toEqual([47, 48]);
    await control.end('w4');
    expect(current.mock.session('w4').records.size).toBe(47);
  });

  it('overview and document', async () => {
    const overview = await (await validatingFetch(`${current.served.origin}/__mock/`, { method: 'GET' })).json();
    expect(overview).toMatchObject({ session: 'default', records: 47, sessions: [] });
    expect(
      await (await validatingFetch(`${current.served.origin}/__mock/openapi.json`, { method: 'GET' })).json(),
    ).toEqual(controlDocument);
  });

  it('the tests above call every operation of control.yaml, and each response is as documented', () => {
    expect(Object.keys(controlOperations).filter((id) => !seen.has(id as ControlId))).toEqual([]);
  });
});

describe('an invalid request is rejected with the reason', () => {
  it.each<[string, () => Promise<unknown>, number, string]>([
    ['a fault', () => control.faults.arm({ kind: 'nope' } as never), 400, 'kind must be one of'],
    ['a fault that is not armed', () => control.faults.disarm('f9'), 404, 'No fault f9 is armed'],
    ['a time', () => control.clock.set('noon'), 400, 'noon is not an RFC 3339 time'],
    ['a duration', () => control.clock.advance('soon'), 400, 'by must match pattern'],
    ['a scenario', () => control.scenario('nope' as never), 400, 'name must be one of empty'],
    [
      'a policy',
      () => control.onActiveConflict('merge' as never),
      400,
      'onActiveConflict must be one of refuse, replace',
    ],
    ['a state', () => control.restore({ records: [{} as never] }), 400, 'records/0/id is required'],
    ['a session', () => control.session('a b').reset(), 400, 'must match pattern'],
    ['a seed', () => control.seed({ seed: 'x' } as never), 400, 'drawn is required'],
    ['a limit', () => control.journal.find({ status: 'x' as never }), 400, 'status must be integer'],
  ])('%s', async (_, act, status, message) => {
    const before = current.mock.snapshot();
    const error = await act().then(
      () => undefined,
      (error: ControlError) => error,
    );
    expect([error?.name, error?.status]).toEqual(['ControlError', status]);
    expect(error?.message).toContain(message);
    expect(current.mock.snapshot()).toEqual(before);
  });

  // In a URL, each of these names would lead to another path.
  it.each(['.', '..', ''])('the client refuses the name %o in a path and sends no request', async (name) => {
    const sendNothing = vi.fn<typeof fetch>();
    const client = createControl({ origin: current.served.origin, fetch: sendNothing });
    const calls = [
      client.snapshots.get(name),
      client.snapshots.save(name),
      client.snapshots.load(name),
      client.snapshots.diff(name),
      client.snapshots.delete(name),
      client.fork(name),
      client.end(name),
      client.faults.disarm(name),
    ];
    for (const call of calls) {
      await expect(call).rejects.toMatchObject({ name: 'ControlError', status: 400 });
      await expect(call).rejects.toThrow(/must have 1 or more characters and must not be \. or \.\./);
    }
    expect(sendNothing).not.toHaveBeenCalled();
  });

  it.each(['.', '..'])('no session and no snapshot can have the name %o, over HTTP or in process', async (name) => {
    const allowed = 'the names . and .. are not allowed';
    await expect(control.session(name).reset()).rejects.toThrow(allowed);
    expect(() => current.mock.session(name)).toThrow(allowed);
    expect(() => current.mock.fork('default', name)).toThrow(allowed);
    expect(() => current.mock.snapshots.save(name, current.mock.snapshot())).toThrow(allowed);
    expect([current.mock.sessions, current.mock.snapshots.names]).toEqual([[], []]);
  });

  it.each([
    ['GET', '/__mock/nowhere', undefined, 404],
    ['PATCH', '/__mock/clock', undefined, 405],
    ['PUT', '/__mock/state', '{', 400],
    ['PUT', '/__mock/state', 'null', 400],
    ['PUT', '/__mock/clock', '[]', 400],
    ['POST', '/__mock/faults', '"x"', 400],
    ['PUT', '/__mock/sessions/%ZZ', '{}', 400],
    ['PUT', '/__mock/sessions/a%2Fb', '{}', 400],
    ['GET', '/__mockery', undefined, 404],
  ])('%s %s %s: %i', async (method, path, body, status) => {
    const init = { method, ...(body && { body, headers: { 'content-type': 'application/json' } }) };
    const response = await fetch(current.served.origin + path, init);
    expect([response.status, response.headers.get('content-type')]).toEqual([status, 'application/problem+json']);
  });

  it('a body that is too large', async () => {
    const body = new Blob(Array(65).fill(new Uint8Array(2 ** 20)));
    const init = { method: 'PUT', body, headers: { 'content-type': 'application/json' } };
    expect((await fetch(`${current.served.origin}/__mock/state`, init)).status).toBe(413);
  });
});

describe('the guard', () => {
  const ask = (headers: Record<string, string>, { origin, port } = current.served) =>
    new Promise<number>((resolve, reject) => {
      nodeRequest(
        { host: new URL(origin).hostname, port, path: '/__mock/reset', method: 'POST', headers },
        (response) => {
          response.resume();
          resolve(required(response.statusCode));
        },
      )
        .on('error', reject)
        .end();
    });

  it.each([
    ['a page of another origin', { origin: 'https://evil.test' }, 403],
    ['a page without an origin', { origin: 'null' }, 403],
    ['a page of another port', { origin: 'http://127.0.0.1:1' }, 403],
    ['a page of another site without an Origin', { 'sec-fetch-site': 'cross-site' }, 403],
    ['a page of the same site and another origin, without an Origin', { 'sec-fetch-site': 'same-site' }, 403],
    ['a page of its own origin', { 'sec-fetch-site': 'same-origin' }, 204],
    ['a user who typed the address', { 'sec-fetch-site': 'none' }, 204],
    ['a foreign host name that resolves to this address', { host: 'evil.test:4010' }, 403],
    ['a host name that only begins with localhost', { host: 'localhost.evil.test' }, 403],
    ['an address', { host: '127.0.0.1:4010' }, 204],
    ['localhost', { host: 'localhost:4010' }, 204],
    ['a tool that sends none of these headers', {}, 204],
  ])('%s: the response to %o is %i', async (_, headers, status) => {
    await create();
    expect(await ask(headers)).toBe(status);
    expect(current.mock.records.size).toBe(status === 204 ? 47 : 48);
  });

  it('a page of its own origin may use it', async () => {
    expect(await ask({ origin: current.served.origin })).toBe(204);
  });

  it('sends no CORS header, so that no other page can read its responses', async () => {
    const response = await fetch(`${current.served.origin}/__mock/state`);
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('requires the token if the mock listens beyond loopback, and accepts nothing else', async () => {
    const open = await serve(current.mock, { host: '0.0.0.0' });
    try {
      const origin = `http://127.0.0.1:${open.port}`;
      expect(open.token).toMatch(/^[0-9a-f-]{36}$/);
      const token = required(open.token);
      for (const wrong of ['', 'x', `${token}x`, token.slice(1)])
        await expect(createControl({ origin, token: wrong }).reset()).rejects.toMatchObject({ status: 401 });
      await createControl({ origin, token }).reset();
    } finally {
      await open.close(0);
    }
  });
});

it('closing the mock does not wait for event streams, whether their clients read or have closed them', async () => {
  const left = control.journal.stream();
  const first = left.next();
  await create();
  await first;
  await left.return(undefined);
  const read = control.journal
    .stream()
    .next()
    .catch(() => ({ done: true }));
  await control.clock.get(); // By now the server has the request above, too.
  await current.served.close();
  expect(await read).toMatchObject({ done: true });
});
