// The mock, journal and sessions on, with as many records as it is told.
import { createMock } from '@referral-codes/mock';
import { serve } from '@referral-codes/mock/http';

const count = Number(process.argv[2] ?? 0);
const mock = createMock({ scenario: 'source' });
const from = Date.parse('2026-01-11T00:00:00Z');
const time = (index) => `${new Date(from + index * 1000).toISOString().slice(0, 19)}Z`;
const memory = () => {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
};

const before = memory();
for (let index = 0; index < count; index++) {
  // Texts of their own, as requests bring them: one that is cut from another keeps it alive.
  const record = JSON.parse(
    JSON.stringify({
      id: `rc_b${index.toString(16).padStart(7, '0')}`,
      mentor_id: `usr_${index}`,
      org_id: `org_${index % 1000}`,
      code: `MANY-${index.toString(36).toUpperCase()}`,
      status: 'active',
      created_at: time(index),
      deactivated_at: null,
    }),
  );
  mock.apply({ put: [record] });
}
const bytes = count > 0 ? (memory() - before) / count : 0;

const { port } = await serve(mock);
process.send?.({ port, bytes });
