import type { ReferralCodeRecord } from '@referral-codes/sdk/contract';
import type { Clock } from './clock.ts';
import type { IdSource } from './ids.ts';
import type { OnActiveConflict } from './rules.ts';
import type { Store } from './store.ts';

/** One self-contained state of the API: what an operation reads and changes. */
export interface World {
  readonly records: Store;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly onActiveConflict: OnActiveConflict;
}

/** Far more than any sane source needs to find a free id. */
const MOST_DRAWS = 100_000;

/** An id no record has. Throws an Error where the source gives taken ids only. */
export function freshId({ ids, records }: Pick<World, 'ids' | 'records'>): ReferralCodeRecord['id'] {
  for (let draw = 0; draw < MOST_DRAWS; draw++) {
    const id = ids();
    if (!records.get(id)) return id;
  }
  throw new Error(`the id source gave ${MOST_DRAWS} ids that are all taken`);
}
