import { createMock } from '@referral-codes/mock';
import { serve } from '@referral-codes/mock/http';
import { type RuleId, rules } from '@referral-codes/sdk/contract';
import { expect, it } from 'vitest';
import { startPrism } from '../../scripts/testing/prism.ts';
import { runConformance } from '../src/index.ts';
import { listen, PlainServer } from './servers/plain.ts';

/** Rules that cannot be checked through Prism, and why. */
const LEFT_OUT: Partial<Record<RuleId, string>> = {
  'bad-input-is-never-5xx': 'lists 5,000 deep, or a path with the escape %E0%A4%A, end its process',
  'errors-leak-nothing': 'sends the same',
  'other-methods-are-405': 'it reads PUT and DELETE of /active and /lookup as those of /{id}, which document no 405',
  'other-methods-change-nothing': 'sends the same',
};

/** Rules that fail through Prism because it changes requests or responses. Its own validation of the responses still counts. */
const ALTERED: Partial<Record<RuleId, string>> = {
  'create-refuses-non-object': 'it forwards a JSON string without its quotes, so that an object arrives',
  'errors-are-problems': 'it responds to malformed JSON itself',
};

/** A fetch through Prism that collects the errors that Prism finds in responses. Invalid requests are sent on purpose. */
function watch(): { fetch: typeof fetch; violations: string[] } {
  const violations: string[] = [];
  const watched: typeof fetch = async (input, init) => {
    const response = await fetch(input, init);
    const found: { location: string[]; message: string }[] = JSON.parse(response.headers.get('sl-violations') ?? '[]');
    for (const { location, message } of found)
      if (location[0] === 'response') violations.push(`${init?.method} ${input}: ${message}`);
    return response;
  };
  return { fetch: watched, violations };
}

it('Prism, as a proxy for the mock, sees only responses that the contract documents', async () => {
  const served = await serve(createMock({ scenario: 'demo' }));
  try {
    await using prism = await startPrism({ proxy: served.origin });
    const { fetch, violations } = watch();
    const selected = (Object.keys(rules) as RuleId[]).filter((id) => !(id in LEFT_OUT));
    const report = await runConformance({ url: prism.url, fetch }, { rules: selected, modelMs: 3000 });
    expect(violations).toEqual([]);
    const notPassed = report.results.filter(({ status }) => status !== 'passed');
    expect(notPassed.map(({ id, status }) => [id, status])).toEqual(Object.keys(ALTERED).map((id) => [id, 'failed']));
    expect(report.leftovers).toEqual([]);
  } finally {
    await served.close(0);
  }
}, 120_000);

it.each<[string, (server: PlainServer) => Partial<PlainServer>]>([
  ['a status that is not documented', (server) => ({ unknown: () => server.refuse(402, 'unpaid', 'Pay first.') })],
  ['a record without its fields', (server) => ({ get: () => server.reply(200, { id: 'a' }) })],
])('Prism does see %s', async (_, fault) => {
  const server = new PlainServer();
  await using upstream = await listen(Object.assign(server, fault(server)));
  await using prism = await startPrism({ proxy: upstream.url });
  const { fetch, violations } = watch();
  await fetch(`${prism.url}/api/v1/referral-code-records/nobody`, { method: 'GET' });
  expect(violations).not.toEqual([]);
});
