import { createReferralCodes } from '@referral-codes/sdk';
import type { Mock } from '../src/mock.ts';

/** What a story saw: what became of its own creation, and how many records there are for it then. */
export interface Story {
  created: string;
  total: number;
  journal: number;
}

/**
 * Tells twenty stories at once, each in a session of its own: all create one and the same code, and the last may not. The
 * mock has 47 records.
 */
export async function tellStories(mock: Mock, origin: string): Promise<{ stories: Story[]; untold: Story }> {
  const names = Array.from({ length: 20 }, (_, index) => `story-${index}`);
  mock.session('story-19').faults.arm({ kind: 'status', status: 403 });
  const stories = names.map(async (name) => {
    const codes = createReferralCodes({ baseUrl: origin, headers: { 'X-Mock-Session': name } });
    const created = await codes.createCode({ mentor_id: 'usr_1', org_id: 'org_1', code: 'ONE-CODE' }).then(
      ({ code }) => code,
      ({ status }) => String(status),
    );
    mock.session(name).faults.clear();
    const { pagination } = await codes.listRecords({ limit: 1 });
    return { created, total: pagination.total, journal: mock.session(name).journal.count() };
  });
  return {
    stories: await Promise.all(stories),
    untold: { created: 'nothing', total: mock.records.size, journal: mock.journal.count() },
  };
}

/** What the stories see where none sees another. */
export const apart = {
  stories: [
    ...Array.from({ length: 19 }, () => ({ created: 'ONE-CODE', total: 48, journal: 2 })),
    { created: '403', total: 47, journal: 2 },
  ],
  untold: { created: 'nothing', total: 47, journal: 0 },
};
