import { getEventListeners } from 'node:events';
import { operations } from '@referral-codes/sdk/contract';
import { expect, it } from 'vitest';
import { createMock, type Mock } from '../mock.ts';

const PATH = operations.listRecords.path;
const ask = (mock: Mock) => mock.fetch(new Request(`http://api.test${PATH}`));

const timers = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;

/** A filter that counts how often it is looked at. */
function countingFilter() {
  let looks = 0;
  const filter = {
    get operation() {
      looks++;
      return 'listRecords' as const;
    },
  };
  return { filter, looks: () => looks };
}

it('a wait that is over looks at no further exchange, and leaves no timer and no listener', async () => {
  const mock = createMock({ scenario: 'empty' });
  const { filter, looks } = countingFilter();
  const { signal } = new AbortController();
  const before = timers();
  const seen = mock.journal.waitFor(filter, { within: '1h', signal });
  expect(timers()).toBe(before + 1);
  await ask(mock);
  await seen;
  const looked = looks();
  expect(looked).toBeGreaterThan(0);
  await ask(mock);
  expect(looks()).toBe(looked);
  expect(timers()).toBe(before);
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});
