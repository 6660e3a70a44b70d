import type { ReferralCodeRecord } from '@referral-codes/sdk/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantOf, writeTime } from '../time/time.ts';
import { MemoryStore } from './memory.ts';
import { type Change, type Records, recordsIn, storedRecord } from './store.ts';

/** The same in the plainest way. */
class NaiveStore implements Records {
  #records: ReferralCodeRecord[] = [];

  get size() {
    return this.#records.length;
  }
  get = (id: string) => this.#records.find((record) => record.id === id);
  withCode = (code: string) => this.#records.find((record) => record.code === code);
  activeOf = (mentor: string, org: string) =>
    this.#records.find(
      ({ mentor_id, org_id, status }) => mentor_id === mentor && org_id === org && status === 'active',
    );
  page = (offset: number, limit: number) =>
    this.#records.toSorted((a, b) => instantOf(a.created_at) - instantOf(b.created_at)).slice(offset, offset + limit);
  apply({ add, replace, remove }: Change) {
    this.#records = this.#records
      .filter(({ id }) => id !== remove)
      .map((record) => (record.id === replace?.record.id ? replace.record : record));
    if (add) this.#records.push(add.record);
  }
}

type Step = { kind: 'create' | 'deactivate' | 'delete'; id: number; pair: number; at: number };

const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom('create', 'create', 'create', 'deactivate', 'delete'),
  id: fc.integer({ min: 0, max: 300 }),
  pair: fc.integer({ min: 0, max: 30 }),
  // Times come in any order: the clock can be moved back.
  at: fc.integer({ min: 0, max: 50 }),
});

/** What a step does to both stores: records keep the rules, as the kernel sees to it. */
function changeOf(store: Records, { kind, id, pair, at }: Step): Change | undefined {
  const known = store.get(`rc_${id}`);
  if (kind === 'delete') return { remove: `rc_${id}` };
  if (kind === 'deactivate')
    return known && { replace: storedRecord({ ...known, status: 'inactive', deactivated_at: '2030-01-01T00:00:00Z' }) };
  const [mentor_id, org_id] = [`usr_${pair % 6}`, `org_${pair}`];
  if (known || store.activeOf(mentor_id, org_id)) return undefined;
  const created_at = writeTime(Date.parse('2026-01-01T00:00:00Z') + at * 1000);
  const record = { id: `rc_${id}`, mentor_id, org_id, code: `C-${id}`, created_at } as const;
  return { add: storedRecord({ ...record, status: 'active', deactivated_at: null }) };
}

describe('the store in memory', () => {
  it('tells the same story as an array after any sequence of changes', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 600, size: 'max' }), (steps) => {
        const [store, naive] = [new MemoryStore(), new NaiveStore()];
        const indexed = recordsIn(store);
        for (const step of steps) {
          const change = changeOf(naive, step);
          if (change) for (const each of [store, naive]) each.apply(change);
          for (const id of [step.id, step.id + 1]) {
            expect(indexed.get(`rc_${id}`)).toEqual(naive.get(`rc_${id}`));
            expect(indexed.withCode(`C-${id}`)).toEqual(naive.withCode(`C-${id}`));
          }
          const pair = [`usr_${step.pair % 6}`, `org_${step.pair}`] as const;
          expect(indexed.activeOf(...pair)).toEqual(naive.activeOf(...pair));
        }
        expect(indexed.size).toBe(naive.size);
        for (const [offset, limit] of [
          [0, 1000],
          [steps.length, 20],
          [100, 7],
        ] as const)
          expect(indexed.page(offset, limit)).toEqual(naive.page(offset, limit));
      }),
      { numRuns: 60 },
    );
  });

  it('gives all of many records in one page, and none from beyond the last', () => {
    const base = { status: 'active', created_at: '2026-01-01T00:00:00Z', deactivated_at: null, org_id: 'o' } as const;
    const all = Array.from({ length: 25_000 }, (_, n) => ({ ...base, id: `i${n}`, code: `C${n}`, mentor_id: `m${n}` }));
    const records = recordsIn(new MemoryStore(all));
    expect(records.page(0, records.size)).toEqual(all);
    expect(records.page(9_999, 10_002)).toEqual(all.slice(9_999, 20_001));
    expect([records.page(25_000, 10), records.page(0, 0)]).toEqual([[], []]);
  });

  it('does not confuse pairs whose names run together', () => {
    const store = new MemoryStore();
    const base = { status: 'active', created_at: '2026-01-01T00:00:00Z', deactivated_at: null } as const;
    store.apply({ add: storedRecord({ ...base, id: 'a', mentor_id: 'u_1', org_id: '1_o', code: 'A' }) });
    expect(recordsIn(store).activeOf('u_1', '1_o')?.id).toBe('a');
    expect(store.activeOf('u_11', '_o')).toBeUndefined();
    expect(store.activeOf('u', '_1 1_o')).toBeUndefined();
  });
});
