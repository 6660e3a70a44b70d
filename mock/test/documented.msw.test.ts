import { mounts } from '@referral-codes/sdk/contract';
import { setupServer } from 'msw/node';
import { afterEach, describe, expect, it } from 'vitest';
import { openPage } from '../../scripts/testing/chromium.ts';
import { type ServedMock, serve } from '../src/http/index.ts';
import { createMock } from '../src/msw/index.ts';
import { documentedResponses, replay } from './documented.ts';
import { mswRunsHere, onUnhandled } from './msw.ts';

describe.each(mounts)(
  'under the mount "%s" the scenario source answers the seven documented requests with the documented responses',
  (mount) => {
    const mock = createMock({ scenario: 'source' });
    const prepare = ({ at }: { at: string }) => {
      mock.reset();
      mock.clock.set(at);
    };
    let served: ServedMock | undefined;
    afterEach(() => served?.close());

    it('over a real socket', async () => {
      served = await serve(mock);
      expect(await replay(served.origin + mount, prepare)).toEqual(documentedResponses);
    });

    it.runIf(mswRunsHere())('in a Node interceptor', async () => {
      const server = setupServer(...mock.handlers);
      server.listen(onUnhandled('error'));
      try {
        expect(await replay(`https://api.example.test${mount}`, prepare)).toEqual(documentedResponses);
      } finally {
        server.close();
      }
    });

    it('in a browser, by its service worker', async () => {
      await using opened = await openPage('mock/test/pages/documented.ts', { ready: 'replayDocumented' });
      const answers = await opened.page.evaluate(
        (url) => (globalThis as never as ReplayPage).replayDocumented(url),
        opened.url.slice(0, -1) + mount,
      );
      expect(answers).toEqual(documentedResponses);
      expect(opened.messages).toEqual([]);
    });
  },
);

interface ReplayPage {
  replayDocumented(serverUrl: string): Promise<unknown>;
}
