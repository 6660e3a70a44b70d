import type { ReferralCodeRecord } from '@referral-codes/sdk/contract';
import type { State } from './state.ts';

/** What became of the records between two states. */
export interface Difference {
  readonly added: readonly ReferralCodeRecord[];
  readonly removed: readonly ReferralCodeRecord[];
  readonly changed: readonly { readonly before: ReferralCodeRecord; readonly after: ReferralCodeRecord }[];
}

export function diff(before: Pick<State, 'records'>, after: Pick<State, 'records'>): Difference {
  const [old, now] = [byId(before), byId(after)];
  return {
    added: after.records.filter(({ id }) => !old.has(id)),
    removed: before.records.filter(({ id }) => !now.has(id)),
    changed: before.records.flatMap((record) => {
      const other = now.get(record.id);
      return other && JSON.stringify(other) !== JSON.stringify(record) ? [{ before: record, after: other }] : [];
    }),
  };
}

const byId = ({ records }: Pick<State, 'records'>) => new Map(records.map((record) => [record.id, record]));
