import type { ReferralCodeRecord } from '@referral-codes/sdk/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MemoryStore } from './memory.ts';
import type { Change, Store } from './store.ts';
import { instantOf, writeTime } from './time.ts';

/** The same in the plainest way. */
class NaiveStore implements Store {
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
      .map((record) => (record.id === replace?.id ? replace : record));
    if (add) this.#records.push(add);
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
function changeOf(store: Store, { kind, id, pair, at }: Step): Change | undefined {
  const known = store.get(`rc_${id}`);
  if (kind === 'delete') return { remove: `rc_${id}` };
  if (kind === 'deactivate')
    return known && { replace: { ...known, status: 'inactive', deactivated_at: '2030-01-01T00:00:00Z' } };
  const [mentor_id, org_id] = [`usr_${pair % 6}`, `org_${pair}`];
  if (known || store.activeOf(mentor_id, org_id)) return undefined;
  const created_at = writeTime(Date.parse('2026-01-01T00:00:00Z') + at * 1000);
  return {
    add: { id: `rc_${id}`, mentor_id, org_id, code: `C-${id}`, status: 'active', created_at, deactivated_at: null },
  };
}

describe('the store in memory', () => {
  it('tells the same story as an array after any sequence of changes', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 600, size: 'max' }), (steps) => {
        const [indexed, naive] = [new MemoryStore(), new NaiveStore()];
        for (const step of steps) {
          const change = changeOf(naive, step);
          if (change) for (const store of [indexed, naive]) store.apply(change);
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

  it('does not confuse pairs whose names run together', () => {
    const store = new MemoryStore();
    const base = { status: 'active', created_at: '2026-01-01T00:00:00Z', deactivated_at: null } as const;
    store.apply({ add: { ...base, id: 'a', mentor_id: 'u_1', org_id: '1_o', code: 'A' } });
    expect(store.activeOf('u_1', '1_o')?.id).toBe('a');
    expect(store.activeOf('u_11', '_o')).toBeUndefined();
    expect(store.activeOf('u', '_1 1_o')).toBeUndefined();
  });
});
