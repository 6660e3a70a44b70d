import { type RuleId, rules } from '@referral-codes/sdk/contract';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { curl } from './message/exchange.ts';
import { printable } from './message/printable.ts';
import type { Result } from './run/report.ts';
import { type RunOptions, runConformance, type Target } from './run/run.ts';

/** How long a whole run may take, in milliseconds. */
const RUN_MS = 300_000;

/**
 * The suite as vitest tests, a test a rule. A broken MUST fails its test; a broken SHOULD does too with `strict`,
 * and is skipped with a note otherwise. `target` may be a function, for a server that is started in a `beforeAll`.
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
        const result = results.get(id)!;
        const proof = [result.message ?? '', ...(result.exchanges ?? []).map(curl)].join('\n');
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
