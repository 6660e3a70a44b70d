import { type RuleId, rules } from '@referral-codes/sdk/contract';
import { describe, expect, it } from 'vitest';
import type { Result, Status } from './report.ts';
import { coverageOf, exitCodeOf, verdictOf } from './verdict.ts';
import { applyWaiver } from './waivers.ts';

const ids = Object.keys(rules) as RuleId[];
const MUSTS = ids.filter((id) => rules[id].level === 'MUST').length;

const result = (id: RuleId, status: Status): Result => {
  const { heading, sentence, level, provenance } = rules[id];
  return { id, heading, sentence, level, provenance, status, assertions: 1, requests: 1, durationMs: 1 };
};

/** The results of a run in which every rule passed, except for these. */
const resultsWith = (changed: Partial<Record<RuleId, Status>>): Result[] =>
  ids.map((id) => result(id, changed[id] ?? 'passed'));

const judged = (results: Result[]) => ({ results, leftovers: [], problem: undefined, strict: false });

describe('the verdict', () => {
  it.each([
    ['conformant', {}],
    ['conformant', { 'list-oldest-first': 'failed' }],
    ['partial', { 'list-defaults': 'skipped' }],
    ['partial', { 'list-defaults': 'waived' }],
    ['nonconformant', { 'list-defaults': 'failed', 'record-shape': 'inconclusive' }],
    ['nonconformant', { 'list-oldest-first': 'stale-waiver' }],
    ['inconclusive', { 'list-defaults': 'inconclusive', 'record-shape': 'skipped' }],
  ] as const)('is %s if all rules passed except %o', (verdict, changed) => {
    expect(verdictOf(judged(resultsWith(changed)))).toBe(verdict);
  });

  it('is partial if only some rules were selected, and says how many of the MUSTs were checked', () => {
    const results = [result('list-defaults', 'passed'), result('list-oldest-first', 'passed')];
    expect(verdictOf(judged(results))).toBe('partial');
    expect(coverageOf(results, false)).toEqual({ checked: 1, total: MUSTS });
  });

  it('depends on every SHOULD too if it is strict', () => {
    const all = resultsWith({});
    expect(verdictOf({ ...judged(all), strict: true })).toBe('conformant');
    expect(verdictOf({ ...judged(resultsWith({ 'list-oldest-first': 'waived' })), strict: true })).toBe('partial');
    expect(verdictOf({ ...judged(resultsWith({ 'list-oldest-first': 'failed' })), strict: true })).toBe(
      'nonconformant',
    );
  });

  it('is inconclusive if the run ended early, if records are left behind, and if nothing was checked', () => {
    const all = resultsWith({});
    expect(verdictOf({ ...judged(all), problem: 'stopped' })).toBe('inconclusive');
    expect(verdictOf({ ...judged(all), leftovers: ['rc_1'] })).toBe('inconclusive');
    expect(verdictOf(judged([result('list-defaults', 'skipped')]))).toBe('inconclusive');
    expect(verdictOf(judged([]))).toBe('inconclusive');
  });

  it('is nonconformant if a MUST is broken, even if records are left behind', () => {
    const broken = resultsWith({ 'list-defaults': 'failed' });
    expect(verdictOf({ ...judged(broken), leftovers: ['rc_1'] })).toBe('nonconformant');
  });

  it('alone decides the exit code', () => {
    const codes = (allowPartial: boolean) =>
      (['conformant', 'nonconformant', 'inconclusive', 'partial'] as const).map((verdict) =>
        exitCodeOf(verdict, { allowPartial }),
      );
    expect([codes(false), codes(true)]).toEqual([
      [0, 1, 2, 2],
      [0, 1, 2, 0],
    ]);
  });
});

describe('a waiver', () => {
  it('is out of date if the rule passes, whatever its level', () => {
    for (const id of ['list-defaults', 'list-oldest-first'] as const)
      expect(applyWaiver(result(id, 'passed'), 'known')).toMatchObject({ status: 'stale-waiver' });
  });

  it('stays in force if the rule may have passed by luck', () => {
    expect(applyWaiver(result('one-active-under-race', 'passed'), 'known')).toMatchObject({
      status: 'waived',
      message: 'known (it passed in this run, perhaps by luck)',
    });
  });
});
