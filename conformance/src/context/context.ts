import { RuleViolation } from '../errors.ts';
import { type Exchange, is2xx, is4xx, type JsonObject, objectOf, type ReceivedResponse } from '../message/exchange.ts';
import { type CreatedRecord, Fixtures } from './fixtures.ts';
import type { CreateBody } from './names.ts';
import { differenceOf, isResponse } from './records.ts';
import type { RunState } from './run-state.ts';

/** Enough records to find a fault that affects one in twenty. */
const MANY = 22;

interface Read {
  /** For messages. */
  what: string;
  send: () => Promise<ReceivedResponse>;
}

/** What several reads responded, to be compared with what they respond later. */
export interface Snapshot {
  read: Read;
  before: ReceivedResponse;
}

/**
 * The vocabulary of the checks: requests, fixtures and expectations. Each check gets its own context, which counts its requests
 * and expectations.
 */
export class CheckContext extends Fixtures {
  /** How many expectations were checked. */
  assertions = 0;
  /** How many races were run, and in how many of them all requests were in flight at the same time. */
  readonly races = { run: 0, overlapped: 0 };
  /** What the check established, for the report. */
  readonly notes: string[] = [];

  /** Checks an expectation. Throws RuleViolation with the responses as proof if it does not hold. */
  expect(ok: boolean, expected: string, ...responses: ReceivedResponse[]): void {
    this.assertions += 1;
    if (!ok) throw RuleViolation.of(expected, responses);
  }

  expect2xx(response: ReceivedResponse, what: string): void {
    this.expect(is2xx(response), `${what} to be accepted with a 2xx`, response);
  }

  expect4xx(response: ReceivedResponse, what: string): void {
    this.expect(is4xx(response), `${what} to be refused with a 4xx`, response);
  }

  expect404(response: ReceivedResponse, what: string): void {
    this.expect(response.status === 404, `404 for ${what}`, response);
  }

  /** Expects a response to show the same record as an earlier response or record. Times are compared as instants. */
  expectSame(response: ReceivedResponse, before: JsonObject | ReceivedResponse, what: string): void {
    const proof = isResponse(before) ? [before, response] : [response];
    const difference = differenceOf(response, before);
    this.expect(difference === undefined, `${what}: ${difference}`, ...proof);
  }

  /** What get, active and lookup respond for these records. */
  snapshot(...created: CreatedRecord[]): Promise<Snapshot[]> {
    const reads = created.flatMap((one): Read[] => [
      { what: `get ${one.id}`, send: () => this.get(one.id) },
      { what: `active for ${one.mentor_id} and ${one.org_id}`, send: () => this.active(one) },
      { what: `lookup of ${one.code}`, send: () => this.lookup(one.code) },
    ]);
    return Promise.all(reads.map(async (read) => ({ read, before: await read.send() })));
  }

  /** Expects each read of a snapshot to respond as before. */
  async expectUnchanged(snapshot: readonly Snapshot[], event: string): Promise<void> {
    const responses = await Promise.all(snapshot.map(async (one) => ({ ...one, now: await one.read.send() })));
    for (const { read, before, now } of responses)
      this.expectSame(now, before, `${read.what} to be the same before and after ${event}`);
  }

  /** Expects that lookup and active show nothing of a create that was refused. */
  async expectNotStored({ mentor_id, org_id, code }: Partial<CreateBody>, what: string): Promise<void> {
    if (code) {
      const found = await this.lookup(code);
      this.expect(objectOf(found).code !== code, `${what} to store nothing`, found);
    }
    if (!mentor_id || !org_id) return;
    const active = await this.active({ mentor_id, org_id });
    this.expect(objectOf(active).mentor_id !== mentor_id, `${what} to store nothing`, active);
  }

  /**
   * Does work that several checks need once in a run. Its exchanges count for each check that asks for it by this name. The
   * result must not depend on records that another check may change.
   */
  async shared<T>(name: string, work: (context: CheckContext) => Promise<T>): Promise<T> {
    let exchanges: readonly Exchange[] = [];
    try {
      const shared = await this.run.once(name, () => workOnce(this.run, work));
      exchanges = shared.exchanges;
      return shared.value;
    } catch (error) {
      if (!(error instanceof SharedWorkError)) throw error;
      exchanges = error.exchanges;
      throw error.cause;
    } finally {
      this.exchanges.push(...exchanges);
    }
  }

  /** Records that were created at the same time, each with a read by id directly afterwards. Checks share them: do not change them. */
  manyRecords(): Promise<{ created: CreatedRecord; read: ReceivedResponse }[]> {
    return this.shared('many records', (context) =>
      Promise.all(
        Array.from({ length: MANY }, async () => {
          const created = await context.createCode();
          return { created, read: await context.get(created.id) };
        }),
      ),
    );
  }
}

/** Shared work has failed. Its exchanges belong to every check that asked for it. */
class SharedWorkError extends Error {
  readonly exchanges: readonly Exchange[];

  constructor(cause: unknown, exchanges: readonly Exchange[]) {
    super('shared work has failed', { cause });
    this.exchanges = exchanges;
  }
}

async function workOnce<T>(run: RunState, work: (context: CheckContext) => Promise<T>) {
  const context = new CheckContext(run);
  try {
    return { value: await work(context), exchanges: context.exchanges };
  } catch (error) {
    throw new SharedWorkError(error, context.exchanges);
  }
}
