import { setupWorker } from 'msw/browser';
import { createMock } from '../../src/msw/index.ts';
import { replay } from '../documented.ts';
import { onUnhandled } from '../msw.ts';

const mock = createMock({ scenario: 'source' });
await setupWorker(...mock.handlers).start({ quiet: true, ...onUnhandled('error') });

Object.assign(globalThis, {
  replayDocumented: (serverUrl: string) =>
    replay(serverUrl, ({ at }) => {
      mock.reset();
      mock.clock.set(at);
    }),
});
