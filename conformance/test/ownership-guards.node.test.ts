import { describe, expect, it } from 'vitest';
import { newToken } from '../src/context/names.ts';
import { RunState } from '../src/context/run-state.ts';
import { required, UnprovenOwnership } from '../src/errors.ts';
import { pause } from '../src/http/pace.ts';
import { secretsOf } from '../src/http/secrets.ts';
import { Transport } from '../src/http/transport.ts';
import { cleanUp } from '../src/ledger/cleanup.ts';
import { Ledger } from '../src/ledger/ledger.ts';
import { RecordReader } from '../src/ledger/reader.ts';
import { pathOf } from '../src/message/paths.ts';
import { asFetch, PlainServer, type Reply, type Row } from './servers/plain.ts';

const ignore = () => {};
const JSON_TYPE = { 'content-type': 'application/json' };

const transportTo = (server: PlainServer, signal?: AbortSignal) =>
  new Transport({ ...asFetch(server), secrets: secretsOf(), timeoutMs: 5_000, signal });

/** A run, the requests of its checks, and a record of another client. */
function startRun(server: PlainServer) {
  const token = newToken();
  const run = new RunState({ transport: transportTo(server), token, seed: 1, eventualMs: 0, modelMs: 0 });
  const theirs = server.rowOf({ mentor_id: 'somebody', org_id: 'else', code: 'THEIRS' });
  server.insert(theirs);
  const create = async (): Promise<string> => {
    const body = JSON.stringify({ ...run.freshPair(), code: run.freshCode() });
    const response = await run.send(
      { method: 'POST', path: pathOf('').slice(0, -1), headers: JSON_TYPE, body },
      ignore,
    );
    return (response.json as Row).id;
  };
  const remove = (id: string) => run.send({ method: 'DELETE', path: pathOf(id) }, ignore);
  const deactivate = (id: string) =>
    run.send({ method: 'PUT', path: pathOf(id), headers: JSON_TYPE, body: '{"status":"inactive"}' }, ignore);
  return { run, theirs, create, remove, deactivate };
}

/** Makes the server respond to a create with another id than that of the new record. */
function respondWithId(server: PlainServer, idOf: (made: string) => string): void {
  const create = server.create.bind(server);
  server.create = async (request) => {
    const reply = await create(request);
    const body = reply.body as Row;
    return reply.status === 201 ? { ...reply, body: { ...body, id: idOf(body.id) } } : reply;
  };
}

describe('a write is not sent to an id', () => {
  it('that leads to a record of another client', async () => {
    const server = new PlainServer();
    const { theirs, create, remove, deactivate } = startRun(server);
    respondWithId(server, () => theirs.id);
    const id = await create();
    const before = structuredClone(theirs);
    await expect(deactivate(id)).rejects.toThrow(UnprovenOwnership);
    await expect(remove(id)).rejects.toThrow(UnprovenOwnership);
    expect(server.find(theirs.id)).toEqual(before);
  });

  it('that leads to a record of this run that names another id', async () => {
    const server = new PlainServer();
    const { create, remove } = startRun(server);
    const id = await create();
    const show = server.show.bind(server);
    server.show = (row) => ({ ...show(row), id: `not-${row.id}` });
    await expect(remove(id)).rejects.toThrow('that this run did not create');
    expect(server.find(id)).toBeDefined();
  });

  it('that leads to a record of this run by id, as from a cache, but to another record by code', async () => {
    const server = new PlainServer();
    const { theirs, create, remove } = startRun(server);
    respondWithId(server, () => theirs.id);
    const id = await create();
    const own = required(server.rows.at(-1));
    const get = server.get.bind(server);
    server.get = (requested) => (requested === id ? server.reply(200, { ...server.show(own), id }) : get(requested));
    await expect(remove(id)).rejects.toThrow('lead to different records');
    expect(server.rows).toContain(theirs);
  });

  it('a second after the last read, without another read', async () => {
    const server = new PlainServer();
    const { theirs, create, deactivate } = startRun(server);
    const id = await create();
    await deactivate(id);
    const own = required(server.find(id));
    [own.id, theirs.id] = [theirs.id, own.id];
    await pause(1_100);
    await expect(deactivate(id)).rejects.toThrow(UnprovenOwnership);
    expect(theirs.status).toBe('active');
  });

  it('before a deletion, without another read, even directly after a read', async () => {
    const server = new PlainServer();
    const { theirs, create, deactivate, remove } = startRun(server);
    const id = await create();
    await deactivate(id);
    const own = required(server.find(id));
    [own.id, theirs.id] = [theirs.id, own.id];
    await expect(remove(id)).rejects.toThrow(UnprovenOwnership);
    expect(server.rows).toContain(theirs);
  });

  it('that leads to no record, although it is the id in the response to a create', async () => {
    const server = new PlainServer();
    const { create, remove } = startRun(server);
    let idFaults = 0;
    respondWithId(server, (made) => (idFaults++ === 0 ? `not-${made}` : made));
    await expect(remove(await create())).rejects.toThrow('leads to no record');
  });

  it('that cannot be read', async () => {
    const server = new PlainServer();
    const { create, remove } = startRun(server);
    const id = await create();
    server.get = () => server.refuse(500, 'broken', 'No.');
    await expect(remove(id)).rejects.toThrow('cannot establish whether this run created');
    expect(server.find(id)).toBeDefined();
  });

  /** Gives every new record the id that was freed last. */
  function giveIdsAgain(server: PlainServer): void {
    const freed: string[] = [];
    const [drop, mint] = [server.drop.bind(server), server.mint.bind(server)];
    server.drop = (row) => {
      freed.push(row.id);
      drop(row);
    };
    server.mint = () => freed.pop() ?? mint();
  }

  it('of a deleted record, if the server reuses ids', async () => {
    const server = new PlainServer();
    giveIdsAgain(server);
    const { create, remove } = startRun(server);
    const id = await create();
    await remove(id);
    await expect(remove(id)).rejects.toThrow('reuses the ids of deleted records');
  });

  it('in a race to delete it, if the server reuses ids', async () => {
    const server = new PlainServer();
    giveIdsAgain(server);
    const { run, create } = startRun(server);
    const id = await create();
    await expect(run.ownership.prepareRace(id, ignore, { deletes: true })).rejects.toThrow(UnprovenOwnership);
  });
});

it('a record belongs to this run only if mentor, organisation and code are those that were sent, and one contains its token', () => {
  const ledger = new Ledger('abcdefgh');
  const own = { mentor_id: 'm-abcdefgh', org_id: 'o-1', code: 'C-1' };
  const entry = ledger.noteRequest(JSON.stringify(own));
  expect(ledger.ownerOf(own)).toBe(entry);
  for (const field of ['mentor_id', 'org_id', 'code'])
    expect(ledger.ownerOf({ ...own, [field]: 'other' }, [entry])).toBeUndefined();
  const common = { mentor_id: 'm', org_id: 'o', code: 'C' };
  ledger.noteRequest(JSON.stringify(common));
  expect(ledger.ownerOf(common)).toBeUndefined();
});

it('neither the 404 of a gateway nor another error means that a record is absent', async () => {
  const server = new PlainServer();
  const { run, create } = startRun(server);
  const id = await create();
  const reader = new RecordReader(transportTo(server), run.token);
  const gateway = (status: number): Reply => ({ status, headers: { 'content-type': 'text/html' }, body: 'gateway' });
  expect(await reader.get('nobody')).toEqual({ state: 'absent' });
  server.get = () => gateway(404);
  expect(await reader.get(id)).toMatchObject({ state: 'unknown', why: expect.stringContaining('responded with 404') });
  server.get = () => server.refuse(403, 'forbidden', 'No.');
  expect(await reader.get(id)).toMatchObject({ state: 'unknown', why: expect.stringContaining('responded with 403') });
});

it('cleaning up deletes a record only after a read by its id has shown that it belongs to this run', async () => {
  const server = new PlainServer();
  const { run, theirs, create } = startRun(server);
  await create();
  const own = required(server.rows.at(-1));
  // The lookup shows the record of this run with the id of another client's record.
  server.lookup = () => server.reply(200, { ...server.show(own), id: theirs.id });
  const left = await cleanUp(transportTo(server), run.ledger, { concurrency: 1, eventualMs: 0, lateMs: 0 });
  expect(left).toHaveLength(1);
  expect(server.rows).toContain(theirs);
});

describe('when the run is stopped', () => {
  /** Sends a request, and stops the run before the response. */
  const stoppedDuring = (method: string) => {
    const server = new PlainServer();
    const stopped = new AbortController();
    const target = asFetch(server);
    // The fetch of the test server does not react to an abort, as the fetch of the platform does.
    const fetch: typeof globalThis.fetch = (input, init) =>
      new Promise((resolve, reject) => {
        init?.signal?.addEventListener('abort', () => reject(init.signal?.reason));
        stopped.abort(new Error('stopped'));
        target.fetch(input, { ...init, signal: null }).then(resolve, reject);
      });
    const options = { url: target.url, fetch, secrets: secretsOf(), timeoutMs: 5_000, signal: stopped.signal };
    return new Transport(options).send({ method, path: pathOf('nobody') }, ignore);
  };

  it('a write in flight is waited for', async () => {
    expect((await stoppedDuring('DELETE')).status).toBe(404);
  });

  it('a read in flight is aborted', async () => {
    await expect(stoppedDuring('GET')).rejects.toThrow('stopped');
  });
});

it('cleaning up does not trust a cache: a record that was requested twice is deleted by its own id, and not by the id in the response', async () => {
  const server = new PlainServer();
  const { run, theirs } = startRun(server);
  const cache = new Map<string, Reply>();
  const get = server.get.bind(server);
  server.get = (id) => cache.get(id) ?? get(id);
  const fields = { ...run.freshPair(), code: run.freshCode() };
  const own = server.rowOf(fields);
  server.insert(own);
  cache.set(theirs.id, server.reply(200, { ...server.show(own), id: theirs.id }));
  // Too many records to read the whole list, so codes are looked up.
  for (let index = 0; index < 600; index += 1)
    server.insert(server.rowOf({ mentor_id: `m${index}`, org_id: 'o', code: `OLD-${index}` }));
  const refused = run.ledger.noteRequest(JSON.stringify(fields));
  run.ledger.noteResponse(refused, { refused: true });
  run.ledger.noteResponse(run.ledger.noteRequest(JSON.stringify(fields)), { id: theirs.id });
  const options = { concurrency: 1, eventualMs: 0, lateMs: 0 };
  expect(await cleanUp(transportTo(server), run.ledger, options)).toEqual([]);
  expect(server.find(own.id)).toBeUndefined();
  expect(server.find(theirs.id)).toBe(theirs);
});

it('cleaning up names a record that only a read by id shows, and does not delete it', async () => {
  const server = new PlainServer();
  const { run, theirs } = startRun(server);
  const fields = { ...run.freshPair(), code: run.freshCode() };
  const get = server.get.bind(server);
  server.get = (id) => (id === theirs.id ? server.reply(200, { ...server.show(theirs), ...fields }) : get(id));
  run.ledger.noteResponse(run.ledger.noteRequest(JSON.stringify(fields)), { id: theirs.id });
  const options = { concurrency: 1, eventualMs: 0, lateMs: 0 };
  const left = await cleanUp(transportTo(server), run.ledger, options);
  expect(left).toEqual([`${theirs.id} (code ${fields.code})`]);
  expect(server.find(theirs.id)).toBe(theirs);
});

it('cleaning up looks up a refused code if the list does not add up to its total', async () => {
  const server = new PlainServer();
  const { run } = startRun(server);
  const fields = { ...run.freshPair(), code: run.freshCode() };
  const hidden = server.rowOf(fields);
  server.insert(hidden);
  server.listed = () => server.rows.filter((row) => row !== hidden);
  run.ledger.noteResponse(run.ledger.noteRequest(JSON.stringify(fields)), { refused: true });
  const options = { concurrency: 1, eventualMs: 0, lateMs: 0 };
  expect(await cleanUp(transportTo(server), run.ledger, options)).toEqual([]);
  expect(server.find(hidden.id)).toBeUndefined();
});

it('cleaning up after a run without records sends nothing', async () => {
  const transport = transportTo(new PlainServer());
  const options = { concurrency: 1, eventualMs: 0, lateMs: 0 };
  expect(await cleanUp(transport, new Ledger(newToken()), options)).toEqual([]);
  expect(transport.requests).toBe(0);
});
