import { get } from 'node:http';
import { expect, it } from 'vitest';
import { serve } from '../src/http/index.ts';
import { createMock } from '../src/mock.ts';

// With the usual grace of 10 seconds, closing would end in any case.
it.each(['/__mock/journal/stream', '/api/v1/referral-code-records'])(
  'closing ends the endless response to %s, and does not wait for the grace time',
  { timeout: 10_000 },
  async (path) => {
    const mock = createMock();
    mock.faults.arm({ kind: 'silence' });
    const served = await serve(mock);
    const ended = new Promise<string>((resolve) => {
      get(served.origin + path, (response) => response.resume().on('error', () => resolve('cut off'))).on('error', () =>
        resolve('not answered'),
      );
    });
    // By now the server has the request above, too.
    await fetch(`${served.origin}/__mock/clock`);
    await served.close(600_000);
    expect(await ended).toMatch(/cut off|not answered/);
  },
);
