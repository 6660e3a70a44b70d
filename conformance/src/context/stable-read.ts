import { Inconclusive } from '../errors.ts';
import { pause } from '../http/pace.ts';
import type { ReceivedResponse } from '../message/exchange.ts';
import type { CheckContext } from './context.ts';
import { totalOf } from './records.ts';

/** The outcome of one observation of a list that other clients may be changing. */
export interface Observation {
  ok: boolean;
  /** Whether another client was seen to write during the observation. */
  disturbed: boolean;
  expected: string;
  responses: ReceivedResponse[];
}

/** How many observations are made before the rule is judged. */
const ATTEMPTS = 6;

/**
 * Observes the list until it is as expected. It fails only if no observation was as expected and no other client was seen to
 * write, neither during the observations nor between them. If another client was seen to write, it throws Inconclusive.
 */
export async function expectStable(context: CheckContext, observe: () => Promise<Observation>): Promise<void> {
  let disturbed = false;
  let observation = await observe();
  for (let attempt = 1; !observation.ok; attempt += 1) {
    const changed = await totalChanges(context, attempt * 10);
    disturbed ||= observation.disturbed || changed;
    if (attempt === ATTEMPTS) break;
    observation = await observe();
  }
  if (!observation.ok && disturbed)
    throw new Inconclusive(`other clients kept writing, so it cannot be established: ${observation.expected}`);
  context.expect(observation.ok, observation.expected, ...observation.responses);
}

/** Whether the total changes during a pause: another client writes, because this check does not. */
async function totalChanges(context: CheckContext, ms: number): Promise<boolean> {
  const before = totalOf(await context.list());
  await pause(ms);
  return !Object.is(totalOf(await context.list()), before);
}
