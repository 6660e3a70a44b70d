import { Undecided } from './errors.ts';
import type { Answer } from './exchange.ts';
import { pause } from './transport.ts';
import type { World } from './world.ts';

/** What one look at a list that others may be changing came to. */
export interface Look {
  ok: boolean;
  /** Whether somebody else was seen to write meanwhile. */
  disturbed: boolean;
  expected: string;
  answers: Answer[];
}

const LOOKS = 6;

/**
 * Looks until all is as expected, since it may be others who make it differ. Two undisturbed looks that differ are a
 * finding, and so is a single one among disturbed ones; if every look was disturbed, the rule is undecided.
 */
export async function whileCalm(world: World, look: () => Promise<Look>): Promise<void> {
  let calm: Look | undefined;
  let last: Look | undefined;
  for (let attempt = 0; attempt < LOOKS; attempt += 1) {
    last = await look();
    if (last.ok) return world.expect(true, last.expected);
    if (!last.disturbed && calm) break;
    if (!last.disturbed) calm = last;
    await pause(attempt * 20);
  }
  if (calm) return world.expect(false, calm.expected, ...calm.answers);
  throw new Undecided(`others kept writing while it looked, so it could not hold ${last?.expected}`);
}
