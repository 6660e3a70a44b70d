import { randomBytes } from 'node:crypto';

export interface Stored {
  readonly id: string;
  readonly mentor_id: string;
  readonly org_id: string;
  readonly code: string;
  readonly status: 'active' | 'inactive';
  readonly created_at: string;
  readonly deactivated_at: string | null;
}
export type Fields = Pick<Stored, 'mentor_id' | 'org_id' | 'code'>;

/** A ULID: 48 bits of time and 80 random bits, in Crockford's base 32. */
function ulid(ms: number): string {
  const bits = (BigInt(ms) << 80n) | BigInt(`0x${randomBytes(10).toString('hex')}`);
  const digits = [...bits.toString(32).padStart(26, '0')];
  return digits.map((digit) => '0123456789ABCDEFGHJKMNPQRSTVWXYZ'[Number.parseInt(digit, 32)]).join('');
}

/** Immutable records in three maps, and an array in the order of creation. */
export class Records {
  readonly byId = new Map<string, Stored>();
  readonly byCode = new Map<string, string>();
  readonly activeOf = new Map<string, string>();
  readonly order: string[] = [];

  /** Adds an active record. An active record of the same pair is deactivated. */
  add({ mentor_id, org_id, code }: Fields, ms = Date.now()): Stored {
    const created_at = new Date(ms).toISOString();
    const before = this.active(mentor_id, org_id);
    if (before) this.deactivate(before, created_at);
    const id = ulid(ms);
    const record = { id, mentor_id, org_id, code, status: 'active', created_at, deactivated_at: null } as const;
    this.byId.set(id, record);
    this.byCode.set(code, id);
    this.activeOf.set(JSON.stringify([mentor_id, org_id]), id);
    this.order.push(id);
    return record;
  }

  active(mentor: unknown, org: unknown): Stored | undefined {
    return this.byId.get(this.activeOf.get(JSON.stringify([mentor, org])) ?? '');
  }

  deactivate(record: Stored, deactivated_at: string): Stored {
    const inactive = { ...record, status: 'inactive', deactivated_at } as const;
    this.byId.set(record.id, inactive);
    this.activeOf.delete(JSON.stringify([record.mentor_id, record.org_id]));
    return inactive;
  }

  remove({ id, code, mentor_id, org_id }: Stored): void {
    if (this.active(mentor_id, org_id)?.id === id) this.activeOf.delete(JSON.stringify([mentor_id, org_id]));
    this.byId.delete(id);
    this.byCode.delete(code);
    this.order.splice(this.order.lastIndexOf(id), 1);
  }

  newestFirst(page: number, limit: number): Stored[] {
    const end = this.order.length - (page - 1) * limit;
    const ids = end > 0 ? this.order.slice(Math.max(0, end - limit), end).reverse() : [];
    return ids.flatMap((id) => this.byId.get(id) ?? []);
  }
}
