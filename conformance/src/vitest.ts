import { type RuleId, rules } from '@referral-codes/sdk/contract';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { required } from './errors.ts';
import { curl } from './message/curl.ts';
import { printable } from './message/printable.ts';
import type { RunOptions } from './run/options.ts';
import type { Result } from './run/report.ts';
import { runConformance } from './run/run.ts';
import type { Target } from './run/target.ts';

/** How long a whole run may take, in milliseconds. */
const RUN_MS = 300_000;

/**
 * Defines the suite as vitest tests, one for each rule. The test of a broken MUST fails. The test of a broken SHOULD fails with
 * `strict`; otherwise it is skipped with a note. `target` may be a function, which is called after each `beforeAll` around the
 * call of `describeConformance`.
 */
export function describeConformance(target: Target | (() => Target | Promise<Target>), options: RunOptions = {}): void {
  describe('referral-code-records conformance', () => {
    let results = new Map<RuleId, Result>();
    let leftovers: string[] = [];
    beforeAll(async () => {
      const report = await runConformance(typeof target === 'function' ? await target() : target, options);
      results = new Map(report.results.map((result) => [result.id, result]));
      leftovers = report.leftovers;
    }, RUN_MS);
    for (const id of (Object.keys(rules) as RuleId[]).filter((id) => options.rules?.includes(id) ?? true))
      it(`${id}: ${rules[id].sentence}`, (context) => {
        const result = required(results.get(id));
        const proof = [result.message ?? '', ...(result.exchanges ?? []).map((exchange) => curl(exchange))].join('\n');
        const deviates = result.status === 'failed' && result.level === 'SHOULD' && !options.strict;
        if (deviates || result.status === 'skipped' || result.status === 'waived')
          context.skip(`${result.status}: ${proof}`);
        if (result.status !== 'passed') throw new Error(`${result.status}: ${proof}`);
      });
    afterAll(() => {
      if (leftovers.length > 0) throw new Error(printable(`records were left behind: ${leftovers.join(', ')}`));
    });
  });
}
