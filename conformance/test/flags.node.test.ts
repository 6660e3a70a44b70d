import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { required } from '../src/errors.ts';
import { runConformance } from '../src/index.ts';
import { runCommand } from './command.ts';
import { asFetch, listen, type Op, PlainServer, type Reply, type Row, type ServerRequest } from './servers/plain.ts';

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

  it('finds two active records of one pair, a wrong total, a wrong lookup, a wrong type, an unstable order, and a locked read', async () => {
    const two = filled();
    two.insert(two.rowOf({ mentor_id: 'm1', org_id: 'o', code: 'SECOND' }));
    const total = filled();
    total.total = () => 44;
    const lookup = filled();
    lookup.byCode = () => lookup.rows[1];
    const typed = filled();
    typed.unknown = () => ({ status: 404, headers: { 'content-type': 'text/html' }, body: '<h1>404</h1>' });
    typed.active = typed.unknown;
    const shuffled = filled();
    let turn = 0;
    shuffled.listed = () => {
      turn += 1;
      const [first, second, ...rest] = shuffled.rows;
      return turn % 2 ? shuffled.rows : [required(second), required(first), ...rest];
    };
    const locked = filled();
    locked.lookup = () => locked.refuse(403, 'forbidden', 'Only for partners.');
    for (const [server, id] of [
      [two, 'one-active-per-pair'],
      [total, 'list-total-is-every-record'],
      [lookup, 'reads-agree'],
      [typed, 'answers-are-json'],
      [shuffled, 'list-order-is-stable'],
      [locked, 'open-to-all'],
    ] as const) {
      const { results, verdict } = await runConformance(asFetch(server), { readOnly: true });
      expect(results.find((result) => result.id === id)?.status).toBe('failed');
      expect(verdict).toBe('nonconformant');
    }
  });

  it('accepts errors without a body', async () => {
    const server = filled();
    server.refuse = (status) => ({ status, headers: {}, body: undefined });
    const { results } = await runConformance(asFetch(server), { readOnly: true, rules: ['answers-are-json'] });
    expect(results[0]).toMatchObject({ status: 'passed' });
  });

  it('skips the rules about records if the server holds none', async () => {
    const { results } = await runConformance(asFetch(new PlainServer()), { readOnly: true });
    expect(results.find(({ id }) => id === 'record-shape')).toMatchObject({ status: 'skipped' });
  });
});

describe('--eventual', () => {
  const LAG_MS = 80;

  /** A server whose reads lag behind its writes. */
  class Late extends PlainServer {
    readonly #history: { at: number; rows: Row[] }[] = [];

    override insert(row: Row): void {
      super.insert(row);
      this.#keep();
    }

    override drop(row: Row): void {
      super.drop(row);
      this.#keep();
    }

    override retire(row: Row, at: number, body: Record<string, unknown>): void {
      super.retire(row, at, body);
      this.#keep();
    }

    override async operate(op: Op, id: string, request: ServerRequest): Promise<Reply> {
      if (request.method !== 'GET') return super.operate(op, id, request);
      const now = this.rows;
      this.rows = this.#history.findLast(({ at }) => at <= Date.now() - LAG_MS)?.rows ?? [];
      const reply = super.operate(op, id, request);
      this.rows = now;
      return reply;
    }

    #keep(): void {
      this.#history.push({ at: Date.now(), rows: structuredClone(this.rows) });
    }
  }

  it('waits for late replicas, also when ids are probed and when cleaning up; without it they fail', async () => {
    const reads = ['get-answers-the-record', 'deactivate-lasts', 'deactivate-again-moves-nothing'] as const;
    const rules = [...reads, 'delete-removes-everywhere', 'delete-under-race'] as const;
    expect(await runConformance(asFetch(new Late()), { rules: reads })).toMatchObject({ verdict: 'nonconformant' });
    const server = new Late();
    const { verdict, leftovers } = await runConformance(asFetch(server), { rules, eventualMs: 2 * LAG_MS });
    expect({ verdict, leftovers, rows: server.rows }).toEqual({ verdict: 'partial', leftovers: [], rows: [] });
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

describe('--max-requests', () => {
  it('ends the checks, whose records are deleted without waiting for a create that was never sent', async () => {
    const server = new PlainServer();
    const notices: string[] = [];
    const onNotice = (text: string) => notices.push(text);
    const report = await runConformance(asFetch(server), { maxRequests: 60, onNotice });
    expect(report).toMatchObject({ verdict: 'inconclusive', leftovers: [] });
    const messages = report.results.map(({ message }) => message);
    expect(messages).toContainEqual(expect.stringContaining('the 60 requests that are allowed are sent'));
    expect(notices.filter((notice) => notice.includes('got no response'))).toEqual([]);
    expect(server.rows).toEqual([]);
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
