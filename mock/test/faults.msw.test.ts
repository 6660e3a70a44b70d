import { setupServer } from 'msw/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPage, type TestPage } from '../../scripts/testing/chromium.ts';
import type { Fault } from '../src/faults/fault.ts';
import { type ServedMock, serve } from '../src/http/index.ts';
import { createMock } from '../src/msw/index.ts';
import { mswRunsHere, unanswered } from './msw.ts';
import { present } from './present.ts';
import { faults, type Suffered, suffer } from './suffer.ts';

const mock = createMock({ scenario: 'empty' });
const every = Object.values(faults).map(([fault, seen, stored]) => [fault.kind, seen, stored, fault] as const);

/** Every fault does to the caller and to the records what the table says, and the journal tells of it. */
function suffersEach(how: (fault: Fault) => Promise<Suffered>, rows = every): void {
  it.each(rows)('%s: %s, %i stored', async (kind, seen, stored, fault) => {
    expect(await how(fault)).toEqual({ seen, stored, journal: kind });
  });
}

describe('in process', () => {
  suffersEach((fault) => suffer(mock, fault, 'http://api.test', (url, init) => mock.fetch(new Request(url, init))));
});

describe('over HTTP', () => {
  let served: ServedMock;
  beforeAll(async () => {
    served = await serve(mock);
  });
  afterAll(() => served.close(0));

  suffersEach((fault) => suffer(mock, fault, served.origin));
});

describe.runIf(mswRunsHere())('in a Node interceptor', () => {
  const server = setupServer(...mock.handlers);
  beforeAll(() => server.listen(unanswered('error')));
  afterAll(() => server.close());

  suffersEach((fault) => suffer(mock, fault, 'http://api.test'));
});

describe('in a service worker', () => {
  const page = openedForAll();
  suffersEach((fault) => page.suffer(fault));
});

describe('in a service worker of a browser that transfers no streams', () => {
  const page = openedForAll(`<!doctype html><html lang="en"><title>Test</title><script>
    for (const { prototype } of [MessagePort, ServiceWorker]) {
      const { postMessage } = prototype;
      prototype.postMessage = function (message, transfer) {
        if ([transfer].flat().some((one) => one instanceof ReadableStream)) throw new DOMException('', 'DataCloneError');
        return postMessage.call(this, message, transfer);
      };
    }
  </script><script type="module" src="/entry.js"></script></html>`);

  it('truncated-body is answered 501, which says so', async () => {
    const [fault] = faults['truncated-body'];
    expect(await page.suffer(fault)).toEqual({ seen: '501, a problem', stored: 1, journal: fault.kind });
  });

  suffersEach(
    (fault) => page.suffer(fault),
    every.filter(([kind]) => kind !== 'truncated-body'),
  );
});

/** A page that is opened before the tests of a block and closed after them. */
function openedForAll(html?: string) {
  let opened: TestPage | undefined;
  beforeAll(async () => {
    opened = await openPage('mock/test/pages/faults.ts', { ready: 'suffer', ...(html && { html }) });
  });
  afterAll(() => opened?.[Symbol.asyncDispose]());
  return {
    suffer: (fault: Fault) =>
      present(opened).page.evaluate(
        (fault) => (globalThis as never as { suffer(fault: Fault): Promise<Suffered> }).suffer(fault),
        fault,
      ),
  };
}
