import { operations } from '@referral-codes/sdk/contract';
import { expect, it } from 'vitest';
import { serve } from '../../src/http.ts';
import { createMock } from '../../src/mock.ts';
import { attack } from './attack.ts';

it('hostile requests are refused without a 5xx and change nothing', async () => {
  const mock = createMock({ scenario: 'source' });
  const served = await serve(mock);
  const before = mock.records.page(0, 1000);
  const { sent, statuses, failed } = await attack(served.port, 1900, 1);
  expect(failed).toEqual([]);
  expect(sent).toBe(1900);
  for (const status of [200, 400, 404, 413, 431]) expect(statuses[status], `answers of ${status}`).toBeGreaterThan(0);
  expect(mock.records.page(0, 1000)).toEqual(before);
  expect(Object.prototype).not.toHaveProperty('status');
  expect((await fetch(served.origin + operations.listRecords.path)).status).toBe(200);
  await served.close(0);
});
