import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { runConformance } from '../src/index.ts';
import { records, useStateFolder } from './runs.ts';
import { listen, PlainServer } from './servers/plain.ts';

const { start, command } = useStateFolder();

describe('a create that is stored late', () => {
  /** A server that stores a create only after some time. */
  const storesLate = (ms: number): PlainServer => {
    const server = new PlainServer();
    const create = server.create.bind(server);
    server.create = async (request) => {
      await sleep(ms);
      return create(request);
    };
    return server;
  };

  /** Starts a run, and sends it a signal once the server has `count` records. */
  async function signalledRun(url: string, server: PlainServer, count: number, signal: NodeJS.Signals) {
    const child = start(url);
    let err = '';
    child.stderr.on('data', (chunk) => (err += chunk));
    await records(server, count, child);
    child.kill(signal);
    const [code] = await once(child, 'exit');
    return { code, err };
  }

  it('is looked for after its timeout, which the user is told, and deleted', async () => {
    const server = storesLate(700);
    await using target = await listen(server);
    const notices: string[] = [];
    const report = await runConformance(target, {
      rules: ['get-answers-the-record'],
      timeoutMs: 300,
      lateMs: 1_500,
      onNotice: (text) => notices.push(text),
    });
    expect(report).toMatchObject({ verdict: 'inconclusive', leftovers: [] });
    expect(report.results[0]?.message).toContain('no response within 0.3 s');
    expect(notices).toEqual([expect.stringMatching(/^a create got no response: looking up to \d s for its record/)]);
    await sleep(300);
    expect(server.rows).toEqual([]);
  });

  it('is waited for when the run is stopped with Ctrl-C', async () => {
    const server = storesLate(600);
    await using target = await listen(server);
    const { code, err } = await signalledRun(target.url, server, 1, 'SIGINT');
    expect(code).toBe(2);
    expect(err).toContain('all records of the run are deleted');
    await sleep(700);
    expect(server.rows).toEqual([]);
  });

  it('is deleted by cleanup after a crash, even if it is stored only then', async () => {
    const server = storesLate(500);
    await using target = await listen(server);
    await signalledRun(target.url, server, 2, 'SIGKILL');
    expect(await command('cleanup')).toMatchObject({ code: 0 });
    await sleep(600);
    expect(server.rows).toEqual([]);
  });
});
