import { examples, type ReferralCodeRecord } from '@referral-codes/sdk/contract';
import { writeTime } from '../time/time.ts';

/** The shipped scenarios: functions that return the initial records of a session. */
export const scenarios = {
  empty: (): ReferralCodeRecord[] => [],
  source: (): ReferralCodeRecord[] => source(),
  demo: (): ReferralCodeRecord[] => demo(),
  many: (): ReferralCodeRecord[] => many(),
  edge: (): ReferralCodeRecord[] => edge(),
} as const;

export type ScenarioName = keyof typeof scenarios;

export const scenarioNames = Object.keys(scenarios) as ScenarioName[];

export const isScenario = (name: string): name is ScenarioName => Object.hasOwn(scenarios, name);

const documented: ReferralCodeRecord = examples.getRecord.response;
const HOUR = 3_600_000;

/** As many records as the source document says there are. The documented record is the first. */
function source(): ReferralCodeRecord[] {
  const others = examples.listRecords.response.pagination.total - 1;
  const from = Date.parse(documented.created_at);
  return [
    documented,
    ...Array.from({ length: others }, (_, index) => generatedRecord(index + 1, from + (index + 1) * 24 * HOUR)),
  ];
}

/** A record that differs from the documented one in mentor and code; every third one is inactive. */
function generatedRecord(number: number, at: number): ReferralCodeRecord {
  const serial = number.toString(16).toUpperCase().padStart(4, '0');
  const retired = number % 3 === 0;
  return {
    id: `rc_${(0x10000000 + number * 0x01234567).toString(16).slice(-8)}`,
    mentor_id: `usr_${4491 + number}`,
    org_id: `org_${String(1 + (number % 5)).padStart(3, '0')}`,
    code: `TEAM-${['NORTH', 'EAST', 'SOUTH', 'WEST'][number % 4]}-${serial}`,
    status: retired ? 'inactive' : 'active',
    created_at: writeTime(at),
    deactivated_at: retired ? writeTime(at + 12 * HOUR) : null,
  };
}

const DEMO = [
  // mentor, organisation, code, created, deactivated
  ['usr_ada', 'org_cambridge', 'ADA-CAM-7K2M', '2026-01-05T08:30:00Z', '2026-02-01T09:00:00Z'],
  ['usr_ada', 'org_cambridge', 'ADA-CAM-9Q4X', '2026-02-01T09:00:30Z', null],
  ['usr_ada', 'org_london', 'ADA-LON-3F8B', '2026-01-12T14:00:00Z', null],
  ['usr_grace', 'org_cambridge', 'GRACE-CAM-5T1Z', '2026-01-15T10:15:00Z', null],
  ['usr_grace', 'org_navy', 'GRACE-NAVY-2D6H', '2026-01-20T16:45:00Z', '2026-03-01T00:00:00Z'],
  ['usr_linus', 'org_helsinki', 'LINUS-HEL-8W3C', '2026-02-11T07:00:00Z', null],
  ['usr_margaret', 'org_houston', 'MARGARET-HOU-1A1A', '2026-02-20T12:00:00Z', null],
] as const;

/** The documented record and a few more, to explore by hand. */
function demo(): ReferralCodeRecord[] {
  const rows = DEMO.map(
    ([mentor_id, org_id, code, created_at, deactivated_at], index): ReferralCodeRecord => ({
      id: `rc_de0000${String(index + 1).padStart(2, '0')}`,
      mentor_id,
      org_id,
      code,
      status: deactivated_at ? 'inactive' : 'active',
      created_at,
      deactivated_at,
    }),
  );
  return [documented, ...rows];
}

/** 1,234 records, an hour apart, to page through. */
function many(): ReferralCodeRecord[] {
  const from = Date.parse(documented.created_at);
  const others = Array.from({ length: 1233 }, (_, index) => generatedRecord(index + 1, from + (index + 1) * HOUR));
  return [documented, ...others];
}

/** Records with the shortest and longest values, and with the earliest and latest times. */
function edge(): ReferralCodeRecord[] {
  const row = (number: number, fields: Partial<ReferralCodeRecord>): ReferralCodeRecord => ({
    id: `rc_ed9e00${String(number).padStart(2, '0')}`,
    mentor_id: `usr_${number}`,
    org_id: 'org_edge',
    code: `EDGE-${number}`,
    status: fields.deactivated_at ? 'inactive' : 'active',
    created_at: documented.created_at,
    deactivated_at: null,
    ...fields,
  });
  return [
    row(1, { mentor_id: 'm', org_id: 'o', code: 'C' }),
    row(2, { id: 'i'.repeat(64), mentor_id: 'M'.repeat(64), org_id: '-'.repeat(64), code: `${'Z9-'.repeat(21)}Z` }),
    row(3, { id: '0', mentor_id: '__proto__', org_id: 'constructor', code: 'NULL' }),
    row(4, { mentor_id: 'USR_1', code: '0' }),
    row(5, { mentor_id: 'usr_1' }),
    row(6, { created_at: '0000-01-01T00:00:00Z' }),
    row(7, { created_at: '9999-12-31T23:59:59Z' }),
    row(8, { created_at: '1969-12-31T23:59:59.999999999Z', deactivated_at: '1970-01-01T00:00:00Z' }),
    row(9, { created_at: '2016-12-31T23:59:60Z', deactivated_at: '2016-12-31T23:59:60Z' }),
    row(10, { created_at: '2024-02-29T23:59:59Z', deactivated_at: '9999-12-31T23:59:59Z' }),
  ];
}
