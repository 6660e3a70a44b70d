import { randomBytes } from 'node:crypto';

export interface Entry {
  id: string;
  mentor_id: string;
  org_id: string;
  code: string;
  created_at: string;
  deactivated_at: string | null;
  status: 'active' | 'inactive';
}

/** The time with seven digits of a second, as on some platforms. */
export const stamp = (ms = Date.now()): string => new Date(ms).toISOString().replace('Z', '0000Z');

/** An id that has to be escaped in a URL: it contains a colon and equals signs, and may contain a plus. */
const mintId = (): string => `rc:${randomBytes(10).toString('base64').replaceAll('/', '.')}`;

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether it is an RFC 3339 time, checked field by field by the grammar and section 5.7. */
export function isTime(text: string): boolean {
  const fields = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:[Zz]|[+-](\d\d):(\d\d))$/.exec(text);
  if (!fields) return false;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, ...zone] = fields.slice(1).map(Number);
  const leapYear = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = month === 2 && leapYear ? 29 : (DAYS[month - 1] ?? 0);
  const [zoneHour = 0, zoneMinute = 0] = zone.map((part) => part || 0);
  // Leap seconds are refused, because JavaScript's dates have none.
  return day >= 1 && day <= days && hour < 24 && minute < 60 && second < 60 && zoneHour < 24 && zoneMinute < 60;
}

export const secondOf = (time: string): number => Math.floor(Date.parse(time.toUpperCase()) / 1000);

/** The store: entries in the order of their last change, the owner of each code, and the active code of each pair. */
export class Register {
  readonly entries = new Map<string, Entry>();
  readonly owners = new Map<string, string>();
  readonly mentors = new Map<string, Map<string, string>>();
  /** Deleted ids with the time of their deletion: deleting them again gets the same response. */
  readonly graves = new Map<string, string>();

  /** Moves an entry that has just changed to the end. */
  put(entry: Entry): Entry {
    this.entries.delete(entry.id);
    this.entries.set(entry.id, entry);
    this.owners.set(entry.code, entry.id);
    const orgs = this.mentors.get(entry.mentor_id) ?? new Map<string, string>();
    this.mentors.set(entry.mentor_id, orgs);
    if (entry.status === 'active') orgs.set(entry.org_id, entry.id);
    else if (orgs.get(entry.org_id) === entry.id) orgs.delete(entry.org_id);
    return entry;
  }

  create(mentor_id: string, org_id: string, code: string, created_at = stamp()): Entry {
    return this.put({ id: mintId(), mentor_id, org_id, code, created_at, deactivated_at: null, status: 'active' });
  }

  deactivate(entry: Entry, deactivated_at = stamp()): Entry {
    return this.put({ ...entry, status: 'inactive', deactivated_at });
  }

  active(mentor: string, org: string): Entry | undefined {
    return this.entries.get(this.mentors.get(mentor)?.get(org) ?? '');
  }

  owner(code: string): Entry | undefined {
    return this.entries.get(this.owners.get(code) ?? '');
  }

  page(skip: number, take: number): Entry[] {
    const data: Entry[] = [];
    let index = 0;
    for (const entry of this.entries.values()) {
      if (index >= skip + take) break;
      if (index >= skip) data.push(entry);
      index += 1;
    }
    return data;
  }

  delete({ id, code, mentor_id, org_id }: Entry): void {
    const orgs = this.mentors.get(mentor_id);
    if (orgs?.get(org_id) === id) orgs.delete(org_id);
    if (orgs?.size === 0) this.mentors.delete(mentor_id);
    this.owners.delete(code);
    this.entries.delete(id);
    this.graves.set(id, stamp());
  }
}
