import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { Agent, get, request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { operations } from '@referral-codes/sdk/contract';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { killAll, listening } from '../command.ts';

const PATH = operations.createCode.path;
const bodyOf = (code: string) => JSON.stringify({ mentor_id: `usr_${code}`, org_id: 'org_1', code });

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mock-stop-'));
});
afterAll(() => rm(folder, { recursive: true }));
afterEach(killAll);

it('SIGTERM under load: every stored record was sent in a response, and the exit code is 0', async () => {
  const file = join(folder, 'state.json');
  const run = await listening('--scenario', 'empty', '--state', file);
  const { port } = new URL(run.origin);
  const begun = await Promise.all(Array.from({ length: 20 }, (_, index) => begin(Number(port), `B-${index}`)));
  const loads = Array.from({ length: 20 }, (_, index) => loadUntilRefused(port, index));
  await sleep(300);
  run.child.kill('SIGTERM');
  const finished = await Promise.all(begun.map((finish) => finish()));
  const loaded = await Promise.all(loads);
  for (const { created, cutOff } of loaded) {
    expect(created.length).toBeGreaterThan(0);
    expect(cutOff).toBe(0);
  }
  expect(await run.ended).toBe(0);
  expect(run.stderr).toBe('');
  // A create that was stored and never answered looks to its sender as if it had been refused: the state tells.
  const { records } = JSON.parse(await readFile(file, 'utf8')).default;
  const answered = [...finished, ...loaded.flatMap(({ created }) => created)];
  expect(records.map(({ code }: { code: string }) => code).sort()).toEqual(answered.sort());
});

it('SIGTERM while a slow client reads: it receives the response completely, and the exit code is 0', async () => {
  const file = join(folder, 'large.json');
  const records = Array.from({ length: 40_000 }, (_, index) => JSON.parse(bodyOf(`C-${index}`)));
  await writeFile(file, JSON.stringify({ records }));
  const run = await listening('--scenario', file);
  const read = new Promise<string>((resolve, reject) => {
    get(`${run.origin}/__mock/state`, { agent: false }, async (response) => {
      // More than the system's buffers take: the rest waits in the server.
      await sleep(100);
      run.child.kill('SIGTERM');
      await sleep(300);
      let body = '';
      for await (const chunk of response) body += chunk;
      resolve(body);
    }).on('error', reject);
  });
  expect(JSON.parse(await read).records).toHaveLength(records.length);
  expect(await run.ended).toBe(0);
});

/** Sends half a create; the function it answers sends the rest and answers the code of the record that came back. */
async function begin(port: number, code: string): Promise<() => Promise<string>> {
  const body = bodyOf(code);
  const socket = connect(port, '127.0.0.1');
  const lines = [
    `POST ${PATH} HTTP/1.1`,
    'Host: mock',
    'Content-Type: application/json',
    `Content-Length: ${body.length}`,
  ];
  await new Promise<void>((resolve) =>
    socket.write(`${lines.join('\r\n')}\r\n\r\n${body.slice(0, 10)}`, () => resolve()),
  );
  return async () => {
    let received = '';
    socket.on('data', (chunk) => {
      received += chunk;
    });
    socket.write(body.slice(10));
    await once(socket, 'close');
    const [head, json] = received.split('\r\n\r\n') as [string, string];
    expect(head).toMatch(/^HTTP\/1\.1 201 /);
    return JSON.parse(json).code;
  };
}

/** Creates over one connection until the server takes no more; tells the codes of the records that came back. */
async function loadUntilRefused(port: string, index: number): Promise<{ created: string[]; cutOff: number }> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const seen = { created: [] as string[], cutOff: 0 };
  for (;;) {
    const outcome = await create(agent, port, `L-${index}-${seen.created.length}`);
    if (outcome === 'refused') break;
    if (outcome === 'cut off') seen.cutOff++;
    else seen.created.push(outcome.code);
  }
  agent.destroy();
  return seen;
}

function create(agent: Agent, port: string, code: string): Promise<{ code: string } | 'cut off' | 'refused'> {
  return new Promise((resolve) => {
    const headers = { 'content-type': 'application/json' };
    const sent = request({ agent, port, host: '127.0.0.1', path: PATH, method: 'POST', headers }, async (response) => {
      let body = '';
      try {
        for await (const chunk of response) body += chunk;
        resolve(response.statusCode === 201 ? JSON.parse(body) : 'cut off');
      } catch {
        resolve('cut off');
      }
    });
    sent.on('error', () => resolve('refused')).end(bodyOf(code));
  });
}
