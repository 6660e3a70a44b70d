import { createMock } from '@referral-codes/mock';
import { serve } from '@referral-codes/mock/http';
import { createMock as createHandlers } from '@referral-codes/mock/msw';
import { mounts } from '@referral-codes/sdk/contract';
import { setupServer } from 'msw/node';
import { it } from 'vitest';
import { runConformance } from '../src/index.ts';
import { expectFaultless } from './faultless.ts';

it.each([...mounts])('the mock is conformant over HTTP, without a deviation, under the mount "%s"', async (mount) => {
  const served = await serve(createMock({ scenario: 'demo' }));
  try {
    expectFaultless(await runConformance({ url: served.origin + mount }));
  } finally {
    await served.close(0);
  }
});

it('the mock is conformant as a Node interceptor', async () => {
  const interceptor = setupServer(...createHandlers({ scenario: 'source' }).handlers);
  interceptor.listen({ onUnhandledRequest: 'error' });
  try {
    expectFaultless(await runConformance({ url: `https://api.example.test${mounts[0]}` }));
  } finally {
    interceptor.close();
  }
});
