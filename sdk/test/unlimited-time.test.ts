import { expect, it } from 'vitest';
import { record, serving, theRecord } from './serving.ts';

// A timer that is set for more milliseconds than timers take fires at once.
it.each([Number.POSITIVE_INFINITY, 2 ** 40])(
  'a call without limit (%d) waits for an answer that comes late',
  async (limit) => {
    const { codes } = await serving((request, response) => void setTimeout(() => theRecord(request, response), 200), {
      timeout: limit,
      attemptTimeout: limit,
    });
    expect(await codes.getRecord(record.id)).toEqual(record);
  },
);
