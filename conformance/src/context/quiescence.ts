import { Undecided } from '../errors.ts';
import { pause } from '../http/transport.ts';
import type { ReceivedResponse } from '../message/exchange.ts';
import type { CheckContext } from './context.ts';
import { totalOf } from './story.ts';

/** What one look at a list that others may be changing came to. */
export interface Look {
  ok: boolean;
  /** Whether somebody else was seen to write meanwhile. */
  disturbed: boolean;
  expected: string;
  answers: ReceivedResponse[];
}

const LOOKS = 6;

/**
 * Looks until all is as expected, since it may be others who make it differ. It is a finding only if no look was as
 * expected and nobody else was seen to write, neither while it looked nor in the pauses between; else the rule is undecided.
 */
export async function whileQuiet(context: CheckContext, look: () => Promise<Look>): Promise<void> {
  let others = false;
  let last: Look | undefined;
  for (let attempt = 1; attempt <= LOOKS; attempt += 1) {
    last = await look();
    if (last.ok) return context.expect(true, last.expected);
    const before = totalOf(await context.list());
    await pause(attempt * 10);
    others ||= last.disturbed || !Object.is(totalOf(await context.list()), before);
  }
  if (!others) context.expect(false, last!.expected, ...last!.answers);
  throw new Undecided(`others kept writing while it looked, so it could not hold ${last!.expected}`);
}
