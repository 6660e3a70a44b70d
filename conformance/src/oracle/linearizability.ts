import type { Model, Operation } from './history.ts';
import { Search } from './search.ts';

export type { Model, Operation };

export interface CheckOptions {
  /**
   * How many steps of the model may be tried before the search gives up.
   * @default 1,000,000, which takes a few seconds and a few hundred megabytes at the most
   */
  maxSteps?: number;
}

/** The verdict, and in `steps` how many steps of the model were tried. */
export type CheckResult<Input, Output> =
  | {
      verdict: 'valid';
      steps: number;
      /** For each part, an order of its operations that explains every answer. */
      orders: Operation<Input, Output>[][];
    }
  | {
      verdict: 'invalid';
      steps: number;
      /** The operations of the part that no order explains. */
      part: readonly Operation<Input, Output>[];
      /** The longest order that was found before the search got stuck. */
      longest: Operation<Input, Output>[];
      /** The first operation to return that is not in that order. */
      stuck: Operation<Input, Output>;
    }
  | { verdict: 'undecided'; steps: number };

/**
 * Tells whether a concurrent history is linearizable: whether there is one order of its operations in which each takes
 * effect at some moment between its call and its return, and in which the model gives every answer that was received.
 * Intervals are closed: of two operations, one that returns at the very moment in which the other is called, either may
 * come first.
 *
 * The answer is `valid` only with an order in hand, `invalid` only after every order was ruled out, and `undecided` in all
 * other cases.
 *
 * @throws RangeError where an operation returns before its call, or a time is not a number
 */
export function checkHistory<State, Input, Output>(
  model: Model<State, Input, Output>,
  operations: readonly Operation<Input, Output>[],
  { maxSteps = 1_000_000 }: CheckOptions = {},
): CheckResult<Input, Output> {
  operations.forEach(requireInterval);
  // Small parts first, so that what they leave of the budget is for the large ones.
  const parts = [...(model.partition?.(operations) ?? [operations])].sort((a, b) => a.length - b.length);
  const orders: Operation<Input, Output>[][] = [];
  let steps = 0;
  for (const [index, part] of parts.entries()) {
    const result = new Search(model, part, (maxSteps - steps) / (parts.length - index)).run();
    steps += result.steps;
    if (result.verdict === 'invalid') return { ...result, part, steps };
    if (result.verdict === 'valid') orders.push(result.order);
  }
  return orders.length === parts.length ? { verdict: 'valid', steps, orders } : { verdict: 'undecided', steps };
}

function requireInterval({ call, return: returned }: Operation<unknown, unknown>, index: number): void {
  if (Number.isFinite(call) && returned >= call) return;
  throw new RangeError(
    `Operation ${index} must return at or after its call; its call is ${call}, its return ${returned}.`,
  );
}
