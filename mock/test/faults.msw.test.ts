import { setupServer } from 'msw/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { required } from '../../scripts/required.ts';
import { openPage, type TestPage } from '../../scripts/testing/chromium.ts';
import type { Fault } from '../src/faults/fault.ts';
import { type ServedMock, serve } from '../src/http/index.ts';
import { createMock } from '../src/msw/index.ts';
import { createWithFault, type FaultEffect, faults } from './fault-effects.ts';
import { mswRunsHere, onUnhandled } from './msw.ts';

const mock = createMock({ scenario: 'empty' });
const allFaults = Object.values(faults).map(
  ([fault, response, records]) => [fault.kind, response, records, fault] as const,
);

/** Tests that every fault has the effect that the table names, and that it is in the journal. */
function testEffects(create: (fault: Fault) => Promise<FaultEffect>, rows = allFaults): void {
  it.each(rows)('%s: the response is %s, and %i records are stored', async (kind, response, records, fault) => {
    expect(await create(fault)).toEqual({ response, records, journal: kind });
  });
}

describe('in process', () => {
  testEffects((fault) =>
    createWithFault(mock, fault, 'http://api.test', (url, init) => mock.fetch(new Request(url, init))),
  );
});

describe('over HTTP', () => {
  let served: ServedMock;
  beforeAll(async () => {
    served = await serve(mock);
  });
  afterAll(() => served.close(0));

  testEffects((fault) => createWithFault(mock, fault, served.origin));
});

describe.runIf(mswRunsHere())('in a Node interceptor', () => {
  const server = setupServer(...mock.handlers);
  beforeAll(() => server.listen(onUnhandled('error')));
  afterAll(() => server.close());

  testEffects((fault) => createWithFault(mock, fault, 'http://api.test'));
});

describe('in a service worker', () => {
  const page = openForAllTests();
  testEffects((fault) => page.createWithFault(fault));
});

describe('in a service worker of a browser that transfers no streams', () => {
  const page = openForAllTests(`<!doctype html><html lang="en"><title>Test</title><script>
    for (const { prototype } of [MessagePort, ServiceWorker]) {
      const { postMessage } = prototype;
      prototype.postMessage = function (message, transfer) {
        if ([transfer].flat().some((one) => one instanceof ReadableStream)) throw new DOMException('', 'DataCloneError');
        return postMessage.call(this, message, transfer);
      };
    }
  </script><script type="module" src="/entry.js"></script></html>`);

  it('the response to a request with the fault truncated-body is a 501 that gives the reason', async () => {
    const [fault] = faults['truncated-body'];
    expect(await page.createWithFault(fault)).toEqual({
      response: '501, a problem',
      records: 1,
      journal: fault.kind,
    });
  });

  testEffects(
    (fault) => page.createWithFault(fault),
    allFaults.filter(([kind]) => kind !== 'truncated-body'),
  );
});

/** Opens a page before the tests of a block, and closes it after them. */
function openForAllTests(html?: string) {
  let opened: TestPage | undefined;
  beforeAll(async () => {
    opened = await openPage('mock/test/pages/faults.ts', { ready: 'createWithFault', ...(html && { html }) });
  });
  afterAll(() => opened?.[Symbol.asyncDispose]());
  return {
    createWithFault: (fault: Fault) =>
      required(opened).page.evaluate(
        (fault) =>
          (globalThis as never as { createWithFault(fault: Fault): Promise<FaultEffect> }).createWithFault(fault),
        fault,
      ),
  };
}
