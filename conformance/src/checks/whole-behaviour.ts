import fc from 'fast-check';
import type { CheckContext } from '../context/context.ts';
import { Inconclusive, RuleViolation, TransportError, type UnprovenOwnership } from '../errors.ts';
import { type Step, sequences } from '../oracle/model.ts';
import type { Check } from './check.ts';
import { ModelRun } from './model-run.ts';

/** How many sequences are tried. */
const RUNS = 8;

/** A step in the words of the API. */
const describeStep = (step: Step): string =>
  `${step.do === 'retire' ? 'deactivate the active record of' : step.do} ${[
    ...('record' in step ? [`record ${step.record}`] : []),
    ...('pair' in step ? [`pair ${step.pair}`] : []),
    ...('code' in step ? [`code ${step.code}`] : []),
  ].join(', ')}`;

/** Why sequences could not be run, as opposed to what was wrong with the server. */
interface Obstacles {
  inconclusive?: TransportError | Inconclusive;
  unproven?: UnprovenOwnership | undefined;
}

/** Runs a sequence, unless an earlier one was inconclusive. */
async function runSequence(context: CheckContext, steps: readonly Step[], obstacles: Obstacles): Promise<void> {
  if (obstacles.inconclusive) return;
  try {
    const run = new ModelRun(context);
    for (const step of steps) await run.step(step);
    obstacles.unproven ??= run.unproven;
    await run.expectAll();
  } catch (error) {
    // fast-check would take a failure of the network for a counterexample.
    if (!(error instanceof TransportError || error instanceof Inconclusive)) throw error;
    obstacles.inconclusive = error;
  }
}

export const wholeBehaviour = {
  'any-sequence-agrees-with-the-model': async (context) => {
    const { seed, path, modelMs } = context.run.options;
    const obstacles: Obstacles = {};
    const property = fc.asyncProperty(sequences(), (steps) => runSequence(context, steps, obstacles));
    const details = await fc.check(property, {
      seed,
      ...(path !== undefined && { path }),
      numRuns: RUNS,
      interruptAfterTimeLimit: modelMs,
    });
    if (obstacles.inconclusive) throw obstacles.inconclusive;
    if (!details.failed && obstacles.unproven) throw obstacles.unproven;
    if (details.failed) throw violationOf(details, modelMs);
    context.notes.push(`${details.numRuns} sequences agreed with the model, seed ${seed}`);
  },
} satisfies Record<string, Check>;

/** The error that a failed search leads to. */
function violationOf(
  { errorInstance, counterexample, counterexamplePath, seed }: fc.RunDetails<[Step[]]>,
  modelMs: number,
): unknown {
  if (!counterexample) return new Inconclusive(`no sequence was completed within ${modelMs / 1000} s`);
  if (!(errorInstance instanceof RuleViolation)) return errorInstance;
  const sequence = counterexample[0].map(describeStep);
  return new RuleViolation(
    [
      errorInstance.message,
      `after: ${sequence.join(' · ')}`,
      `to repeat it, add: --seed ${seed}:${counterexamplePath}`,
    ],
    errorInstance.exchanges,
    sequence,
  );
}
