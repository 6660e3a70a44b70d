import { runConformance } from '@referral-codes/conformance';
import { setupServer } from 'msw/node';
import { describe, expect, it } from 'vitest';
import { serve } from '../src/http.ts';
import { createMock } from '../src/msw.ts';

const FEW = { seed: '1', modelMs: 2000 };

/** What is wrong, if anything: the rules that did not pass, and how. */
const wrong = ({ results }: Awaited<ReturnType<typeof runConformance>>) =>
  results.filter(({ status }) => status !== 'passed').map(({ id, status, message }) => `${id} ${status}: ${message}`);

describe.each(['refuse', 'replace'] as const)('under the policy %s the mock keeps the contract', (onActiveConflict) => {
  const options = { scenario: 'demo', checkAnswers: true, onActiveConflict } as const;
  // The contract chose to refuse; a server that replaces deviates, and breaks nothing.
  const deviations = onActiveConflict === 'refuse' ? [] : [expect.stringContaining('active-conflict-is-409 failed')];

  it('over HTTP', async () => {
    const served = await serve(createMock(options));
    const report = await runConformance({ url: served.url }, FEW).finally(() => served.close(0));
    expect([report.verdict, wrong(report)]).toEqual(['conformant', deviations]);
  });

  it('in a Node interceptor', async () => {
    const mock = createMock(options);
    const server = setupServer(...mock.handlers);
    server.listen({ onUnhandledRequest: 'error' });
    const report = await runConformance({ url: 'https://api.example.test' }, FEW).finally(() => server.close());
    expect([report.verdict, wrong(report)]).toEqual(['conformant', deviations]);
  });

  it('in process', async () => {
    const mock = createMock(options);
    const fetch = (input: RequestInfo | URL, init?: RequestInit) => mock.fetch(new Request(input, init));
    const report = await runConformance({ url: 'https://api.example.test', fetch }, FEW);
    expect([report.verdict, wrong(report)]).toEqual(['conformant', deviations]);
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
          ...FEW,
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
    expect([report.verdict, wrong(report).filter((one) => !one.includes('skipped'))]).toEqual(['conformant', []]);
  for (const name of names) {
    const { records, journal } = mock.session(name);
    expect(records.page(0, 100)).toEqual(before.records);
    expect(journal.find().every(({ session }) => session === name)).toBe(true);
  }
  expect(mock.snapshot()).toEqual(before);
  await served.close(0);
});
