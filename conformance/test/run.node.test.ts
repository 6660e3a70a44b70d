import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type RuleId, rules } from '@referral-codes/sdk/contract';
import { describe, expect, it } from 'vitest';
import { startPrism } from '../../scripts/testing/prism.ts';
import { checks } from '../src/checks/index.ts';
import { required } from '../src/errors.ts';
import { CannotJudge, runConformance } from '../src/index.ts';
import { asFetch, listen, PlainServer, type Row } from './servers/plain.ts';

const failedIn = (report: Awaited<ReturnType<typeof runConformance>>, level = 'MUST') =>
  report.results.filter((result) => result.status === 'failed' && result.level === level).map(({ id }) => id);

describe('a correct server', () => {
  it('is conformant over a real socket, and its records are the same afterwards', async () => {
    const server = new PlainServer();
    server.insert({ ...server.rowOf({ mentor_id: 'm', org_id: 'o', code: 'OLD' }), created_at: 0 });
    const before = structuredClone(server.rows);
    await using target = await listen(server);
    const report = await runConformance({ url: `${target.url}/` });
    expect(report.results.filter(({ status }) => status !== 'passed')).toEqual([]);
    expect(report).toMatchObject({ verdict: 'conformant', leftovers: [], target: target.url });
    expect(report.results).toHaveLength(76);
    expect(report.results.every(({ assertions, requests }) => assertions > 0 && requests > 0)).toBe(true);
    expect(server.rows).toEqual(before);
  });
});

it('a server on which no random sequence ends in time makes the rule inconclusive', async () => {
  const { fetch, ...target } = asFetch(new PlainServer());
  const slow = async (...request: Parameters<typeof fetch>) => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    return fetch(...request);
  };
  const rules: RuleId[] = ['any-sequence-agrees-with-the-model'];
  const { results, verdict } = await runConformance({ ...target, fetch: slow }, { rules, modelMs: 20 });
  const { status, message } = required(results.find(({ id }) => id === rules[0]));
  expect([verdict, status, message]).toEqual([
    'inconclusive',
    'inconclusive',
    'no sequence was completed within 0.02 s',
  ]);
});

describe('a server with a fault', () => {
  class Forgetful extends PlainServer {
    override activeOf() {
      return undefined;
    }
  }

  it('is nonconformant, and the rules that it breaks fail with the exchanges as proof', async () => {
    const report = await runConformance(asFetch(new Forgetful()));
    expect(report.verdict).toBe('nonconformant');
    expect(failedIn(report)).toEqual(
      expect.arrayContaining(['one-active-per-pair', 'active-answers-the-active-record', 'reads-agree']),
    );
    expect(failedIn(report)).not.toContain('lookup-finds-active');
    const failed = report.results.find(({ id }) => id === 'active-answers-the-active-record');
    expect(failed?.exchanges?.at(-1)).toMatchObject({ method: 'GET', status: 404 });
  });

  it('is cleaned up as well', async () => {
    const server = new Forgetful();
    const { leftovers } = await runConformance(asFetch(server));
    expect(leftovers).toEqual([]);
    expect(server.rows).toEqual([]);
  });

  it('leads to a report of the records that it does not delete', async () => {
    const server = new PlainServer();
    server.drop = () => {};
    const report = await runConformance(asFetch(server), { rules: ['get-answers-the-record'] });
    expect(report.leftovers.toSorted()).toEqual(server.rows.map(({ id, code }) => `${id} (code ${code})`).toSorted());
  });
});

// The last of them cannot be converted to a string. If a check throws on it, the other rules are still checked.
it.each([
  ['2026-02-31T25:61:61Z', 0],
  ['2026-01-10 09:00:00', 0],
  [null, 0],
  [{}, 0],
  [{ toString: 1 }, 5],
])('times written as %j make rules fail, even if a check throws on them', async (created_at, most) => {
  const server = new PlainServer();
  const show = server.show.bind(server);
  server.show = (row) => ({ ...show(row), created_at });
  const { verdict, results } = await runConformance(asFetch(server), { modelMs: 500 });
  expect(verdict).toBe('nonconformant');
  expect(results).toHaveLength(Object.keys(rules).length);
  const fallen = results.filter(({ message }) => message?.includes('the check itself failed'));
  expect(fallen.map(({ status }) => status)).toEqual(fallen.map(() => 'inconclusive'));
  expect(fallen.length).toBeLessThanOrEqual(most);
});

it('times that cannot be read make the rule about times fail, and those that compare times inconclusive', async () => {
  const server = new PlainServer();
  const get = server.get.bind(server);
  let isRead = false;
  // As a framework does that writes the stored time without trailing zeros.
  server.time = (ms) => new Date(ms).toISOString().replace('Z', isRead ? '' : '000');
  server.get = (id) => {
    isRead = true;
    const reply = get(id);
    isRead = false;
    return reply;
  };
  const compare = ['deactivate-changes-nothing-else', 'get-answers-the-record', 'create-stamps-the-time'] as const;
  const { results } = await runConformance(asFetch(server), { rules: ['times-carry-a-zone', ...compare] });
  const found = Object.fromEntries(results.map(({ id, status, message }) => [id, { status, message }]));
  expect(found['times-carry-a-zone']).toMatchObject({ status: 'failed' });
  for (const id of compare)
    expect(found[id]).toEqual({ status: 'inconclusive', message: expect.stringContaining('cannot be compared') });
});

it('rules about shapes judge only records of their own, and name the one that is wrong', async () => {
  const server = new PlainServer();
  server.insert({ ...server.rowOf({ mentor_id: 'm', org_id: 'o', code: 'GARBAGE' }), id: 7 as never });
  const { results } = await runConformance(asFetch(server), { rules: ['record-shape'] });
  expect(results[0]).toMatchObject({ status: 'passed' });
  const list = server.list.bind(server);
  server.list = (request) => {
    const reply = list(request);
    const { data } = reply.body as { data: Row[] };
    return { ...reply, body: { ...(reply.body as object), data: data.map(({ org_id, ...rest }) => rest) } };
  };
  const [wrong] = (await runConformance(asFetch(server), { rules: ['record-shape'] })).results;
  expect(wrong).toMatchObject({ status: 'failed', message: expect.stringMatching(/the list, for the record r0/) });
});

it('Prism’s static mock of the contract is nonconformant, because it breaks the rules that a static response must break', async () => {
  await using prism = await startPrism({ mock: true });
  // Some of the bad input ends Prism's process, and the checks after that would be inconclusive.
  const rules = (Object.keys(checks) as RuleId[]).filter((id) => !/^(bad-input|errors-leak)/.test(id));
  const report = await runConformance({ url: prism.url }, { rules });
  expect(report.verdict).toBe('nonconformant');
  const failed = failedIn(report);
  // It always responds with the examples, so nothing is stored, unique, unknown or deleted.
  for (const id of [
    'create-answers-the-record',
    'create-mints-unique-ids',
    'create-stamps-the-time',
    'list-shows-created',
    'list-echoes-its-page',
    'list-pages-partition',
    'get-unknown-is-404',
    'active-none-is-404',
    'lookup-unknown-is-404',
    'lookup-is-exact',
    'any-sequence-agrees-with-the-model',
  ])
    expect(failed).toContain(id);
  // Every id leads to the example, which this run did not create. So nothing is changed or deleted, and the rule is inconclusive.
  for (const id of ['reads-agree', 'delete-removes-everywhere'])
    expect(report.results.find((result) => result.id === id)).toMatchObject({
      status: 'inconclusive',
      message: expect.stringContaining('that this run did not create'),
    });
  // The examples are valid, and it refuses requests that do not match the schemas.
  for (const id of [
    'record-shape',
    'times-carry-a-zone',
    'status-agrees-with-deactivated-at',
    'list-envelope',
    'open-to-all',
    'active-needs-mentor-and-org',
    'lookup-needs-code',
    'create-refuses-missing-field',
  ])
    expect(failed).not.toContain(id);
});

describe('a run that cannot judge a server', () => {
  const judge = (url: string, options = {}) => runConformance({ url, ...options }, { rules: ['record-shape'] });

  it('names the right server URL if the API is under the other mount', async () => {
    await using target = await listen(new PlainServer());
    const { origin } = new URL(target.url);
    for (const url of [origin, `${origin}/api/v1/referral-code-records/api/v1/referral-code-records`])
      await expect(judge(url)).rejects.toThrow(`The API responds under ${target.url}`);
    const bare = asFetch(new PlainServer(), 'http://bare.test/');
    const mounted: typeof fetch = (input, init) => {
      const { pathname } = new URL(String(input));
      return pathname.startsWith('/api/v1/referral-code-records/api')
        ? Promise.resolve(new Response('', { status: 404 }))
        : bare.fetch(input, init);
    };
    await expect(judge('http://bare.test/api/v1/referral-code-records', { fetch: mounted })).rejects.toThrow(
      'The API responds under http://bare.test:',
    );
  });

  it('says that nothing responds', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    await expect(judge(`http://127.0.0.1:${port}`)).rejects.toThrow(/ECONNREFUSED.*Is the server running/);
  });

  it('says that it is another API', async () => {
    const page: typeof fetch = async () =>
      new Response('<html>hello</html>', { headers: { 'content-type': 'text/html' } });
    await expect(judge('http://else.test', { fetch: page })).rejects.toThrow(
      /not the referral-code-records API.*hello/,
    );
    await expect(judge('http://else.test', { fetch: page })).rejects.toThrow(CannotJudge);
  });

  it('makes rules inconclusive if the server stops responding', async () => {
    const target = asFetch(new PlainServer());
    let left = 20;
    const dying: typeof fetch = async (input, init) => {
      left -= 1;
      if (left < 0)
        throw new TypeError('fetch failed', { cause: Object.assign(new Error('gone'), { code: 'ECONNREFUSED' }) });
      return target.fetch(input, init);
    };
    const report = await runConformance({ url: target.url, fetch: dying }, { rules: ['record-shape', 'reads-agree'] });
    expect(report.verdict).toBe('inconclusive');
    expect(report.results.filter(({ status }) => status === 'failed')).toEqual([]);
    expect(report.leftovers.length).toBeGreaterThan(0);
  });

  it('is stopped by its signal, after its records are deleted', async () => {
    const server = new PlainServer();
    const target = asFetch(server);
    const controller = new AbortController();
    let requests = 0;
    const counted: typeof fetch = (input, init) => {
      requests += 1;
      if (requests === 60) controller.abort();
      return target.fetch(input, init);
    };
    const run = runConformance({ url: target.url, fetch: counted }, { signal: controller.signal });
    await expect(run).rejects.toThrow('stopped; all records of the run are deleted');
    expect(server.rows).toEqual([]);
  });
});
