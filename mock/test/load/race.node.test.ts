import { Agent, request } from 'node:http';
import { operations } from '@referral-codes/sdk/contract';
import { expect, it } from 'vitest';
import { required } from '../../../scripts/required.ts';
import { serve } from '../../src/http/index.ts';
import { createMock } from '../../src/mock.ts';

const ROUNDS = 200;
const AT_ONCE = 50;

it('of fifty creates at once for one pair over fifty sockets exactly one is accepted, two hundred times', async () => {
  const mock = createMock({ scenario: 'empty' });
  const served = await serve(mock);
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  for (let round = 0; round < ROUNDS; round++) {
    const creates = Array.from({ length: AT_ONCE }, (_, index) =>
      create(agent, served.port, { mentor_id: `usr_${round}`, org_id: 'org_1', code: `C-${round}-${index}` }),
    );
    const statuses = await Promise.all(creates);
    expect(statuses.filter((status) => status === 201)).toHaveLength(1);
    expect(statuses.filter((status) => status === 409)).toHaveLength(AT_ONCE - 1);
  }
  expect(mock.records.size).toBe(ROUNDS);
  agent.destroy();
  await served.close(0);
});

function create(agent: Agent, port: number, fields: object): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json' };
    request(
      { agent, port, host: '127.0.0.1', path: operations.createCode.path, method: 'POST', headers },
      (response) => {
        response.resume().on('end', () => resolve(required(response.statusCode)));
      },
    )
      .on('error', reject)
      .end(JSON.stringify(fields));
  });
}
