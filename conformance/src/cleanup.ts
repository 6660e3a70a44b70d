import { operations } from '@referral-codes/sdk/contract';
import { TransportError } from './errors.ts';
import { type Answer, is2xx, objectOf } from './exchange.ts';
import type { Entry } from './ledger.ts';
import { inParallel } from './parallel.ts';
import type { Transport } from './transport.ts';
import { pathOf, search } from './world.ts';

/** A faulty server may give one code to several records; so many are looked for. */
const SAME_CODE = 5;
/** How often a deletion is tried. */
const TRIES = 4;

/** What a run made. */
export interface Made {
  readonly entries: readonly Entry[];
  /** The ids it has deleted itself; they are only seen to be gone. */
  readonly deleted: ReadonlySet<string>;
}

/**
 * Deletes the records of a ledger and nothing else. A create whose answer never came, or that was refused, is looked up by its
 * code, in case the server stored it all the same. Returns what it could not delete, by id or code.
 */
export async function cleanUp(
  transport: Transport,
  { entries, deleted }: Made,
  concurrency: number,
): Promise<string[]> {
  const send = (method: string, path: string): Promise<Answer | undefined> =>
    transport
      .send({ method, path }, () => {})
      .catch((error: unknown) => {
        if (error instanceof TransportError) return undefined;
        throw error;
      });
  const leftovers = new Set<string>();
  const remove = async (id: string): Promise<boolean> => {
    const stays = async (): Promise<boolean> => {
      const left = await send('GET', pathOf(id));
      return left === undefined || (is2xx(left) && objectOf(left).id === id);
    };
    let gone = deleted.has(id) && !(await stays());
    // A deletion is not sent again by itself, since its answer may differ; here only what is left counts.
    for (let attempt = 0; attempt < TRIES && !gone; attempt += 1) {
      await send('DELETE', pathOf(id));
      gone = !(await stays());
    }
    if (!gone) leftovers.add(id);
    return gone;
  };
  const strayOf = async ({ code, mentor_id, refused }: Entry): Promise<void> => {
    for (let round = 0; round < SAME_CODE && code; round += 1) {
      const found = await send('GET', `${operations.findByCode.path}?${search({ code })}`);
      if (!found && !refused) leftovers.add(`code ${code}`);
      const record = found && is2xx(found) ? objectOf(found) : {};
      // Only what holds exactly what this run sent is its own.
      const ours = record.code === code && record.mentor_id === mentor_id;
      if (!ours || typeof record.id !== 'string' || !(await remove(record.id))) return;
    }
  };
  const ids = [...new Set(entries.flatMap(({ id }) => id ?? []))];
  await inParallel(ids, concurrency, remove);
  // Codes are asked for last: a record known by its id is gone by then.
  const strays = new Map(
    entries.filter(({ id }) => id === undefined).map((entry) => [`${entry.code} ${entry.mentor_id}`, entry]),
  );
  await inParallel([...strays.values()], concurrency, strayOf);
  return [...leftovers];
}
