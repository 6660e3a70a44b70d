import { operations } from '@referral-codes/sdk/contract';
import { expect, it } from 'vitest';
import { createMock } from '../mock.ts';
import { InvalidResponseError } from './check.ts';

const create = () =>
  new Request(`http://api.test${operations.createCode.path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"mentor_id":"usr_1","org_id":"org_1","code":"NEW"}',
  });

it('a response that breaks the contract is an error with checkResponses, and only then', async () => {
  // No id may be empty; only an id source of the user's own can make one so.
  const broken = { scenario: 'empty', ids: () => '' } as const;
  expect((await createMock(broken).fetch(create())).status).toBe(201);
  const answer = createMock({ ...broken, checkResponses: true }).fetch(create());
  await expect(answer).rejects.toThrow(InvalidResponseError);
  await expect(answer).rejects.toThrow(
    'its body is not a valid ReferralCodeRecord: /id must NOT have fewer than 1 characters',
  );
});

it('a response that a fault breaks on purpose is not an error', async () => {
  const mock = createMock({ scenario: 'empty', checkResponses: true });
  mock.faults.arm({ kind: 'broken-contract' });
  expect((await mock.fetch(create())).status).toBe(201);
});

it('responses are checked while a fault is armed that does not break them', async () => {
  const mock = createMock({ scenario: 'empty', ids: () => '', checkResponses: true });
  mock.faults.arm({ kind: 'latency', delay: 1 });
  await expect(mock.fetch(create())).rejects.toThrow(InvalidResponseError);
});
