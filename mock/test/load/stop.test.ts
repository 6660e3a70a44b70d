import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { operations } from '@referral-codes/sdk/contract';
import { afterEach, expect, it } from 'vitest';
import { killAll, listening } from '../command.ts';
import { statusOf } from '../raw.ts';

const PATH = operations.createCode.path;
const bodyOf = (name: string) => JSON.stringify({ mentor_id: `usr_${name}`, org_id: 'org_1', code: `C-${name}` });
afterEach(killAll);

it('SIGTERM under load: what was begun is finished, no answer is cut off, and it ends with 0', async () => {
  const run = await listening('--scenario', 'empty');
  const { port } = new URL(run.origin);
  const begun = await Promise.all(Array.from({ length: 20 }, (_, index) => begin(Number(port), `B${index}`)));
  const loads = Array.from({ length: 20 }, (_, index) => loadUntilRefused(port, index));
  await new Promise((resolve) => setTimeout(resolve, 300));
  run.child.kill('SIGTERM');
  const answers = await Promise.all(begun.map((finish) => finish()));
  expect(answers.map(statusOf)).toEqual(begun.map(() => 201));
  const outcomes = await Promise.all(loads);
  for (const { created, cutOff } of outcomes) {
    expect(created).toBeGreaterThan(0);
    expect(cutOff).toBe(0);
  }
  expect(await run.ended).toBe(0);
  expect(run.stderr).toBe('');
});

/** Sends half a create; the function it answers sends the rest and waits for the answer. */
async function begin(port: number, name: string): Promise<() => Promise<string>> {
  const body = bodyOf(name);
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
    return received;
  };
}

/** Creates over one connection until the server takes no more; counts answers that began and were not finished. */
async function loadUntilRefused(port: string, index: number): Promise<{ created: number; cutOff: number }> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const seen = { created: 0, cutOff: 0 };
  for (;;) {
    const outcome = await create(agent, port, `L${index}-${seen.created}`);
    if (outcome === 'refused') break;
    if (outcome === 'cut off') seen.cutOff++;
    else seen.created++;
  }
  agent.destroy();
  return seen;
}

function create(agent: Agent, port: string, name: string): Promise<'created' | 'cut off' | 'refused'> {
  return new Promise((resolve) => {
    const headers = { 'content-type': 'application/json' };
    const sent = request({ agent, port, host: '127.0.0.1', path: PATH, method: 'POST', headers }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode === 201 ? 'created' : 'cut off'));
      response.on('error', () => resolve('cut off'));
    });
    sent.on('error', () => resolve('refused')).end(bodyOf(name));
  });
}
