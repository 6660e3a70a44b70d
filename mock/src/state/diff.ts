import type { ReferralCodeRecord } from '@referral-codes/sdk/contract';
import type { State } from './state.ts';

/** The differences between the records of two states. */
export interface Difference {
  readonly added: readonly ReferralCodeRecord[];
  readonly removed: readonly ReferralCodeRecord[];
  readonly changed: readonly { readonly before: ReferralCodeRecord; readonly after: ReferralCodeRecord }[];
}

/** Compares the records of two states by their ids. */
export function diff(before: Pick<State, 'records'>, after: Pick<State, 'records'>): Difference {
  const [recordsBefore, recordsAfter] = [byId(before), byId(after)];
  return {
    added: after.records.filter(({ id }) => !recordsBefore.has(id)),
    removed: before.records.filter(({ id }) => !recordsAfter.has(id)),
    changed: before.records.flatMap((record) => {
      const other = recordsAfter.get(record.id);
      return other && JSON.stringify(other) !== JSON.stringify(record) ? [{ before: record, after: other }] : [];
    }),
  };
}

const byId = ({ records }: Pick<State, 'records'>) => new Map(records.map((record) => [record.id, record]));
