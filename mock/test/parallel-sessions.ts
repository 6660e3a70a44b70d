import { createReferralCodes } from '@referral-codes/sdk';
import type { Mock } from '../src/mock.ts';

/** The outcome of one session: the code that was created or the status of the error, and the sizes of the session after that. */
interface SessionOutcome {
  created: string;
  records: number;
  exchanges: number;
}

export interface Outcomes {
  sessions: SessionOutcome[];
  defaultSession: Omit<SessionOutcome, 'created'>;
}

/**
 * Creates the same code in twenty sessions at the same time. In the last session a fault makes the create fail.
 * @param mock has the 47 records of the scenario `source`.
 */
export async function createInSessions(mock: Mock, origin: string): Promise<Outcomes> {
  const names = Array.from({ length: 20 }, (_, index) => `session-${index}`);
  mock.session('session-19').faults.arm({ kind: 'status', status: 403 });
  const sessions = names.map(async (name) => {
    const codes = createReferralCodes({ baseUrl: origin, headers: { 'X-Mock-Session': name } });
    const created = await codes.createCode({ mentor_id: 'usr_1', org_id: 'org_1', code: 'ONE-CODE' }).then(
      ({ code }) => code,
      ({ status }) => String(status),
    );
    mock.session(name).faults.clear();
    const { pagination } = await codes.listRecords({ limit: 1 });
    return { created, records: pagination.total, exchanges: mock.session(name).journal.count() };
  });
  return {
    sessions: await Promise.all(sessions),
    defaultSession: { records: mock.records.size, exchanges: mock.journal.count() },
  };
}

/** The result of `createInSessions` if no session affects another one. */
export const isolatedSessions: Outcomes = {
  sessions: [
    ...Array.from({ length: 19 }, () => ({ created: 'ONE-CODE', records: 48, exchanges: 2 })),
    { created: '403', records: 47, exchanges: 2 },
  ],
  defaultSession: { records: 47, exchanges: 0 },
};
