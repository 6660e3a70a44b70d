import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { required } from '../src/errors.ts';
import { runConformance } from '../src/index.ts';
import { runCommand } from './command.ts';
import { asFetch, listen, PlainServer } from './servers/plain.ts';

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

let state: string;
beforeEach(async () => {
  state = await mkdtemp(join(tmpdir(), 'conformance-state-'));
});
afterEach(() => rm(state, { recursive: true }));

const command = (...args: string[]) => runCommand(args, { XDG_STATE_HOME: state });

describe('--read-only', () => {
  const filled = (): PlainServer => {
    const server = new PlainServer();
    for (let index = 0; index < 45; index += 1) {
      const row = server.rowOf({ mentor_id: `m${index}`, org_id: 'o', code: `OLD-${index}` });
      server.insert(index % 3 ? row : { ...row, status: 'inactive', deactivated_at: Date.now() });
    }
    return server;
  };

  it('sends only reads, at most 100, and skips the rules that need a write', async () => {
    const server = filled();
    const methods = new Set<string>();
    const target = asFetch(server);
    const watched: typeof fetch = (input, init) => {
      methods.add(init?.method ?? 'GET');
      return target.fetch(input, init);
    };
    const report = await runConformance({ url: target.url, fetch: watched }, { readOnly: true });
    expect([...methods]).toEqual(['GET']);
    expect(report.requests).toBeLessThanOrEqual(100);
    expect(report.verdict).toBe('partial');
    expect(report.results.filter(({ status }) => status === 'passed').length).toBeGreaterThan(20);
    expect(report.results.find(({ id }) => id === 'create-answers-201')).toMatchObject({ status: 'skipped' });
  });

  it('finds two active records of one pair, a wrong total, and a wrong lookup', async () => {
    const two = filled();
    two.insert(two.rowOf({ mentor_id: 'm1', org_id: 'o', code: 'SECOND' }));
    const total = filled();
    total.total = () => 44;
    const lookup = filled();
    lookup.byCode = () => lookup.rows[1];
    for (const [server, id] of [
      [two, 'one-active-per-pair'],
      [total, 'list-total-is-every-record'],
      [lookup, 'reads-agree'],
    ] as const) {
      const { results, verdict } = await runConformance(asFetch(server), { readOnly: true });
      expect(results.find((result) => result.id === id)?.status).toBe('failed');
      expect(verdict).toBe('nonconformant');
    }
  });

  it('skips the rules about records if the server holds none', async () => {
    const { results } = await runConformance(asFetch(new PlainServer()), { readOnly: true });
    expect(results.find(({ id }) => id === 'record-shape')).toMatchObject({ status: 'skipped' });
  });
});

describe('--eventual', () => {
  /** A server whose reads lag 150 ms behind its writes. */
  const late = (): PlainServer => {
    const server = new PlainServer();
    const get = server.get.bind(server);
    const history: { at: number; rows: typeof server.rows }[] = [];
    const keep = () => history.push({ at: Date.now(), rows: structuredClone(server.rows) });
    for (const step of ['insert', 'drop', 'retire'] as const) {
      // biome-ignore lint/suspicious/noExplicitAny: the three take different arguments.
      const act = (server[step] as any).bind(server);
      Object.assign(server, {
        [step](...args: unknown[]) {
          act(...args);
          keep();
        },
      });
    }
    server.get = (id) => {
      const now = server.rows;
      server.rows = history.findLast(({ at }) => at <= Date.now() - 150)?.rows ?? [];
      const reply = get(id);
      server.rows = now;
      return reply;
    };
    return server;
  };
  const rules = ['get-answers-the-record', 'deactivate-lasts', 'deactivate-again-moves-nothing'] as const;

  it('waits for late replicas, which fail without it', async () => {
    expect(await runConformance(asFetch(late()), { rules })).toMatchObject({ verdict: 'nonconformant' });
    expect(await runConformance(asFetch(late()), { rules, eventualMs: 300 })).toMatchObject({ verdict: 'partial' });
  });
});

describe('--waivers', () => {
  it('waives a broken rule with its reason, and fails if the rule passes', async () => {
    const file = join(state, 'waivers.json');
    await writeFile(file, JSON.stringify({ 'list-defaults': 'ten fit our screen' }));
    const server = new PlainServer();
    const list = server.list.bind(server);
    server.list = (request) => {
      if (!request.query.has('limit')) request.query.set('limit', '10');
      return list(request);
    };
    await using ten = await listen(server);
    await using twenty = await listen(new PlainServer());
    const args = ['--rule', 'list-defaults', '--waivers', file];
    expect(await command(ten.url, ...args)).toMatchObject({
      code: 2,
      out: expect.stringMatching(/1 waived[\s\S]*--allow-partial/),
    });
    expect(await command(twenty.url, ...args)).toMatchObject({
      code: 1,
      out: expect.stringContaining('remove its waiver: ten fit our screen'),
    });
    await writeFile(file, JSON.stringify({ 'no-such-rule': 'x' }));
    expect(await command(ten.url, ...args)).toMatchObject({ code: 2, err: expect.stringContaining('no-such-rule') });
  });
});

describe('--seed', () => {
  it('repeats a failing sequence by the seed and path in its report', async () => {
    const faulty = () => {
      const server = new PlainServer();
      const insert = server.insert.bind(server);
      server.insert = (row) => {
        const same = server.rows.filter(({ mentor_id }) => mentor_id === row.mentor_id);
        if (same.length >= 2) server.drop(required(same[0]));
        insert(row);
      };
      return server;
    };
    const rules = ['any-sequence-agrees-with-the-model'] as const;
    const [found] = (await runConformance(asFetch(faulty()), { rules, seed: '5' })).results;
    expect(found?.status).toBe('failed');
    expect(required(required(found).sequence).length).toBeLessThan(20);
    const again = required(required(required(required(found).message).match(/--seed (\S+)/))[1]);
    const [repeated] = (await runConformance(asFetch(faulty()), { rules, seed: again })).results;
    expect(repeated?.sequence).toEqual(found?.sequence);
  });
});

describe('races', () => {
  it('are inconclusive if the requests never overlap', async () => {
    const target = asFetch(new PlainServer());
    let last: Promise<unknown> = Promise.resolve();
    // One after the other and slowly, as over a shared connection.
    const queued: typeof fetch = (input, init) => {
      const turn = last.then(() => wait(50)).then(() => target.fetch(input, init));
      last = turn.catch(() => {});
      return turn;
    };
    const { results } = await runConformance(
      { url: target.url, fetch: queued },
      { rules: ['one-active-under-race'], concurrency: 1 },
    );
    expect(results[0]).toMatchObject({
      status: 'inconclusive',
      message: expect.stringContaining('nothing can be raced'),
    });
  });
});
