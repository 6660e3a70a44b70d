import { runConformance } from '@referral-codes/conformance';
import { describe, expect, it } from 'vitest';
import { serve } from '../src/http/index.ts';
import { createMock } from '../src/mock.ts';
import { expectConformant, mockOptions, notPassed, policies, SHORT_RUN } from './conformance.ts';

describe.each(policies)('under the policy %s the mock keeps the contract', (policy) => {
  it('over HTTP', async () => {
    const served = await serve(createMock(mockOptions(policy)));
    expectConformant(await runConformance({ url: served.url }, SHORT_RUN).finally(() => served.close(0)), policy);
  });

  it('in process', async () => {
    const mock = createMock(mockOptions(policy));
    const fetch = (input: RequestInfo | URL, init?: RequestInit) => mock.fetch(new Request(input, init));
    expectConformant(await runConformance({ url: 'https://api.example.test', fetch }, SHORT_RUN), policy);
  });
});

it('twenty sessions judged at once each keep every rule they are judged by, and none sees another', async () => {
  const mock = createMock({ scenario: 'source' });
  const served = await serve(mock);
  const before = mock.snapshot();
  const names = Array.from({ length: 20 }, (_, index) => `w${index}`);
  const reports = await Promise.all(
    names.map((name) =>
      runConformance(
        { url: served.url, headers: { 'x-mock-session': name } },
        {
          ...SHORT_RUN,
          timeoutMs: 60_000,
          concurrency: 1,
          rules: [
            'list-total-is-every-record',
            'list-pages-partition',
            'reads-agree',
            'one-active-under-race',
            'delete-under-race',
          ],
        },
      ),
    ),
  );
  for (const report of reports)
    expect([report.verdict, notPassed(report).filter((one) => !one.includes('skipped'))]).toEqual(['partial', []]);
  for (const name of names) {
    const { records, journal } = mock.session(name);
    expect(records.page(0, 100)).toEqual(before.records);
    expect(journal.find().every(({ session }) => session === name)).toBe(true);
  }
  expect(mock.snapshot()).toEqual(before);
  await served.close(0);
});
